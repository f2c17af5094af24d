import Training
import Transformer

/// Sessions that train a model of two layers on twelve names, a few steps in a few milliseconds.
enum SmallSession {
  static let lines = "ada\nbob\ncarla\ndan\neva\nfinn\ngus\nhana\nina\njon\nkai\nlena\n"
  static let source = Checkpoint.DataSource(
    name: "names",
    fingerprint: Fingerprint(of: Array(lines.utf8))
  )

  static func corpus(_ layout: Corpus.Layout = .lines) throws -> Corpus {
    try Corpus(utf8: Array(lines.utf8), layout: layout)
  }

  static func session(_ configuration: TrainingConfiguration) throws -> TrainingSession {
    try TrainingSession(
      corpus(configuration.layout),
      configuration: configuration,
      shape: GPTShape(layerCount: 2, embeddingWidth: 4, headCount: 2, contextLength: 4),
      arithmetics: [.double, .single]
    )
  }

  static func configuration(
    steps: Int = 6,
    _ change: (inout TrainingConfiguration) -> Void = { _ in }
  ) -> TrainingConfiguration {
    var configuration = TrainingConfiguration()
    configuration.stepCount = steps
    change(&configuration)
    return configuration
  }

  static func run(_ session: inout TrainingSession, _ count: Int = .max) throws -> [Trainer<GPT>.Step] {
    var steps: [Trainer<GPT>.Step] = []
    while steps.count < count, let step = try session.trainer.next() { steps.append(step) }
    return steps
  }
}
