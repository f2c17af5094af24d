import Drawing
import Training
import Transformer

/// `microgpt info`: what a run is: its model, its settings, and how far it is.
struct InfoCommand {
  static let run = SampleCommand.run

  static let definition = CommandDefinition(
    name: "info",
    abstract: "Print a run's model, settings and progress.",
    arguments: [run],
    options: []
  )

  private let arguments: ParsedArguments

  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  func run() throws {
    let checkpoint = try RunFolder(path: arguments[Self.run]).loadCheckpoint()
    let output = Terminal.output
    for section in Self.sections(checkpoint) {
      output.write(output.style.bold(section.title) + "\n")
      for (name, value) in section.rows { output.line("  \(padded(name, to: 14))  \(value)") }
      output.line()
    }
    let table = Self.table(of: checkpoint.model)
    output.write(table.drawn(style: output.style))
  }

  private struct Section {
    let title: String
    let rows: [(name: String, value: Message)]
  }

  private static func sections(_ checkpoint: Checkpoint) -> [Section] {
    let model = checkpoint.model
    let attention = model.attention
    let training = checkpoint.training
    let state = checkpoint.state
    let tokenizer = checkpoint.tokenizer
    return [
      Section(
        title: "Model",
        rows: [
          ("layers", "\(model.layerCount)"),
          ("embedding", "\(model.embeddingWidth)"),
          ("heads", "\(model.headCount) of width \(model.headWidth), \(model.storedHeads)"),
          ("mask", "\(attention.mask.description)"),
          ("store", "\(attention.store)"),
          ("kernel", "\(attention.kernel)"),
          ("positions", "\(model.positions)"),
          ("scale", "\(model.scaleText)"),
          ("cached", "\(cached(model))"),
          ("context", "\(model.contextLength)"),
          ("tokens", "\(model.vocabularySize): \(tokenizer.unit.rawValue), and the end of a document"),
          ("vocabulary", tokenizer.alphabet),
        ]
      ),
      Section(
        title: "Training",
        rows: [
          ("steps", "\(state.stepsDone) of \(training.stepCount)"),
          (
            "smoothed loss",
            state.stepsDone == 0 ? "-" : "\(NumberFormat.fixed(state.smoothedLoss, decimals: 4))"
          ),
          ("seed", "\(training.seed)"),
          ("learning rate", "\(training.learningRate), decaying linearly to 0"),
          ("batch", "\(training.batchSize)"),
          ("gradient clip", training.gradientClip.map { "\($0)" } ?? "none"),
          ("held out", training.validationShare == 0 ? "none" : "\(training.validationShare)"),
        ]
      ),
      Section(
        title: "Data",
        rows: [
          ("file", "\(checkpoint.source.name)"),
          ("fingerprint", "\(checkpoint.source.fingerprint)"),
          ("documents", "\(training.layout)"),
        ]
      ),
    ]
  }

  private static func cached(_ model: GPTConfiguration) -> String {
    let kept = model.attention.store.size.map { ", of the last \(counted($0, "token"))" } ?? ""
    return "\(counted(model.cachedNumberCount, "number")) for each token" + kept
  }

  private static func table(of model: GPTConfiguration) -> Table {
    var table = Table(columns: [
      .init("matrix"),
      .init("shape", alignment: .right),
      .init("parameters", alignment: .right),
    ])
    for shape in model.parameterShapes {
      table.append([shape.name, "\(shape.rows) × \(shape.columns)", NumberFormat.grouped(shape.count)])
    }
    table.append(["all", "", NumberFormat.grouped(model.parameterCount)])
    return table
  }
}
