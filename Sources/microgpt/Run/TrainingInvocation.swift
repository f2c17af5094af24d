import Arguments
import Training
import Transformer
import VisibleText

/// The command line that trains a run again: the file and every option whose value is not the default.
struct TrainingInvocation {
  private let file: String
  private let options: [(name: String, value: String)]

  init(_ checkpoint: Checkpoint, output: RunFolder) {
    let model = checkpoint.model
    let attention = model.attention
    let training = checkpoint.training
    var options: [(name: String, value: String)] = []
    func add<Value: Equatable>(_ option: Option<Value>, _ value: Value, _ text: String) {
      if value != option.defaultValue { options.append((option.name, text)) }
    }
    func add<Number: FixedWidthInteger>(_ option: Option<Number>, _ value: Number) {
      add(option, value, "\(value)")
    }
    add(TrainCommand.layers, model.layerCount)
    add(TrainCommand.embedding, model.embeddingWidth)
    add(TrainCommand.heads, model.headCount)
    add(TrainCommand.context, model.contextLength)
    if let count = attention.keyValueHeadCount {
      options.append((TrainCommand.keyValueHeads.name, "\(count)"))
    }
    if let width = attention.latentWidth { options.append((TrainCommand.latent.name, "\(width)")) }
    add(TrainCommand.mask, attention.mask, "\(attention.mask)")
    add(TrainCommand.store, attention.store, "\(attention.store)")
    add(TrainCommand.kernel, attention.kernel, "\(attention.kernel)")
    if case .rotary(let base) = attention.positions {
      options.append((TrainCommand.positions.name, TrainCommand.PositionKind.rotary.rawValue))
      add(TrainCommand.ropeBase, base, shortText(base))
    }
    add(TrainCommand.scale, attention.scale, "\(attention.scale)")
    add(TrainCommand.steps, training.stepCount)
    add(TrainCommand.seed, training.seed)
    add(TrainCommand.learningRate, training.learningRate, shortText(training.learningRate))
    add(TrainCommand.batch, training.batchSize)
    if let clip = training.gradientClip { options.append((TrainCommand.clip.name, shortText(clip))) }
    add(TrainCommand.validation, training.validationShare, shortText(training.validationShare))
    add(TrainCommand.documents, training.layout, training.layout.rawValue)
    add(TrainCommand.tokens, training.unit, training.unit.rawValue)
    if !output.isSame(as: .standard(for: checkpoint.source.name)) {
      options.append((TrainCommand.output.name, output.path))
    }
    file = checkpoint.source.name
    self.options = options
  }

  /// The line as one types it in a shell.
  var text: String { shellCommand("microgpt train", [file], options: options).text }
}
