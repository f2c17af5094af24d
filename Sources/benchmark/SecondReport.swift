import Threads
import Training
import Transformer

/// How good a model becomes in one second of training.
enum SecondReport {
  struct Row: BenchmarkRow {
    let configuration: String
    let parameters: Int
    let threads: Int
    let steps: Int
    let documents: Int
    /// The time that all steps took, measuring aside.
    let seconds: Double
    /// In nats per token.
    let heldOutLoss: Double

    var name: String { configuration }
  }

  private static let configurations: [BenchmarkConfiguration] = [
    .init(name: "default"),
    .init(name: "batch 16", batch: 16),
    .init(name: "batch 64", batch: 64),
    .init(name: "2 layers", layers: 2),
    .init(name: "width 32", embedding: 32),
    .init(name: "width 32, batch 16", embedding: 32, batch: 16),
    .init(name: "width 32, 2 layers, batch 16", layers: 2, embedding: 32, batch: 16),
    .init(name: "width 64, batch 16", embedding: 64, batch: 16),
  ]
  /// A tenth is held out, the same for all: it depends on the seed alone.
  private static let validationShare = 0.1

  static func measure(_ text: BenchmarkText) throws -> Figures<Row> {
    let rows = try configurations.map { try row($0, text) }
    return Figures(
      note: """
        \(text.path): as many steps as one second has time for, planned beforehand, because the learning rate falls to 0
        at the last. A tenth of the text is held out, the same for all; the loss is measured on it, as a mean over tokens, in nats per token.

        """,
      columns: [
        .text("configuration") { $0.configuration },
        .count("parameters") { $0.parameters },
        .count("threads") { $0.threads },
        .count("steps") { $0.steps },
        .count("documents") { $0.documents },
        .number("seconds", decimals: 2) { $0.seconds },
        .number("held-out loss", decimals: 4) { $0.heldOutLoss },
      ],
      rows: rows
    )
  }

  private static func row(_ configuration: BenchmarkConfiguration, _ text: BenchmarkText) throws -> Row {
    // A run of its own says how fast steps are.
    var trial = try session(configuration, text, stepCount: TrainingConfiguration.largestStepCount)
    let pace = try train(&trial, seconds: 0.3)
    var session = try session(configuration, text, stepCount: max(10, Int(Double(pace.steps) / pace.seconds)))
    let run = try train(&session, seconds: .infinity)
    return Row(
      configuration: configuration.name,
      parameters: session.model.configuration.parameterCount,
      threads: session.trainer.workers.count,
      steps: run.steps,
      documents: run.steps * configuration.batch,
      seconds: run.seconds,
      heldOutLoss: session.model.meanLoss(of: session.trainer.dataset.validation).perToken
    )
  }

  private static func session(
    _ configuration: BenchmarkConfiguration,
    _ text: BenchmarkText,
    stepCount: Int
  ) throws -> TrainingSession {
    var session = try configuration.session(on: text, stepCount: stepCount, validationShare: validationShare)
    let threads = min(processorCount, session.trainer.usefulWorkerCount)
    if threads > 1 { session.trainer.workers = ThreadPool(threadCount: threads).workers }
    return session
  }

  /// Trains to the end, or for so long; steps that measured the held-out loss are not timed.
  private static func train(
    _ session: inout TrainingSession,
    seconds: Double
  ) throws -> (steps: Int, seconds: Double) {
    var steps = 0
    var total = 0.0
    while total < seconds * 1e6 {
      var step: Trainer<GPT>.Step?
      let time = try Stopwatch.microseconds { step = try session.trainer.next() }
      guard let step else { break }
      steps += 1
      if step.validationLoss == nil { total += time }
    }
    return (steps, total / 1e6)
  }
}
