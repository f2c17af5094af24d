import Replay
import Training
import Transformer

/// A model's shape, a batch size and a layout to measure.
struct BenchmarkConfiguration {
  let name: String
  var layers = 1
  var embedding = 16
  var heads = 4
  var context = 16
  var batch = 1
  var layout = Corpus.Layout.lines
  var kernel = KernelChoice.softmax

  static let all = [
    BenchmarkConfiguration(name: "default"),
    BenchmarkConfiguration(name: "batch 16", batch: 16),
    BenchmarkConfiguration(name: "4 layers", layers: 4),
    BenchmarkConfiguration(name: "width 64", embedding: 64),
    BenchmarkConfiguration(name: "width 64, 4 layers", layers: 4, embedding: 64),
    BenchmarkConfiguration(
      name: "width 64, 4 layers, context 64",
      layers: 4,
      embedding: 64,
      context: 64,
      layout: .stream
    ),
  ]

  /// A new model on a text, to be trained for a number of steps.
  func session(
    on text: BenchmarkText,
    stepCount: Int,
    validationShare: Double = 0,
    precision: Precision = .double
  ) throws -> TrainingSession {
    var training = TrainingConfiguration()
    training.stepCount = stepCount
    training.batchSize = batch
    training.layout = layout
    training.validationShare = validationShare
    training.precision = precision
    var attention = AttentionChoices()
    attention.kernel = kernel
    return try TrainingSession(
      try text.corpus(layout),
      configuration: training,
      shape: GPTShape(
        layerCount: layers,
        embeddingWidth: embedding,
        headCount: heads,
        contextLength: context,
        attention: attention
      ),
      arithmetics: [.double, .single]
    )
  }
}

extension TrainingSession {
  /// The documents of each step, as the trainer would draw them.
  var batches: some Sequence<[[Int]]> {
    let (dataset, size) = (trainer.dataset, trainer.configuration.batchSize)
    return sequence(state: (step: 0, generator: trainer.state.generator)) { state in
      defer { state.step += 1 }
      return dataset.batch(step: state.step, size: size, using: &state.generator)
    }
  }

  /// How many multiply–adds each of the first steps takes on average, forward and backward: each of the forward pass has
  /// two going backward.
  func meanMultiplyAddCount(stepCount: Int) -> Double {
    let (tape, mark) = (model.tape, model.tape.mark)
    var counts: [Int: Int] = [:]
    var total = 0
    for document in batches.prefix(stepCount).joined() {
      if counts[document.count] == nil {
        _ = model.loss(of: document)
        counts[document.count] = 3 * tape.multiplyAddCount
        tape.rewind(to: mark)
      }
      total += counts[document.count] ?? 0
    }
    return Double(total) / Double(stepCount)
  }
}
