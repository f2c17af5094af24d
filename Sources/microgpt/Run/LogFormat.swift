import Formats

/// A format in which the figures of a run's steps are written.
enum LogFormat: String, CaseIterable, Sendable {
  /// A JSON object a line: always written, and the one that this program reads.
  case jsonl
  /// A table with a header, numbers at full precision.
  case csv
  /// TensorBoard's events, numbers in 32 bits.
  case tensorboard

  /// The formats that are written beside the one that always is.
  static let others: [LogFormat] = [.csv, .tensorboard]

  /// The name of the file in a run's folder; TensorBoard finds its own by `tfevents` in it.
  var fileName: String {
    switch self {
    case .jsonl: RunFolder.metricsName
    case .csv: "metrics.csv"
    case .tensorboard: "events.out.tfevents"
    }
  }

  /// What stands near the beginning of every such file that this program writes.
  var mark: [UInt8] {
    switch self {
    case .jsonl: Array(MetricsFile.mark.utf8)
    case .csv: Self.header
    case .tensorboard: Array(TensorBoardEvent.version.utf8)
    }
  }

  /// What stands before the first step.
  var beginning: [UInt8] {
    switch self {
    case .jsonl: []
    case .csv: Self.header
    case .tensorboard: TensorBoardEvent(wallTime: 0, step: 0, content: .fileVersion).record
    }
  }

  /// A step's figures.
  ///
  /// - Parameter line: the same as JSON, as the file of figures has them.
  func encoded(_ step: StepFigures, line: some Collection<UInt8>) -> [UInt8] {
    let named = Self.figures(of: step)
    switch self {
    case .jsonl: return Array(line) + [UInt8(ascii: "\n")]
    case .csv:
      let cells = ["\(step.step)"] + named.map { $0.value.map { "\($0)" } ?? "" }
      return Array((cells.joined(separator: ",") + "\n").utf8)
    case .tensorboard:
      let scalars = named.compactMap { figure in
        figure.value.map { TensorBoardEvent.Scalar(tag: figure.name, value: $0) }
      }
      // The time goes from where training began, as in the other formats.
      let event = TensorBoardEvent(
        wallTime: step.seconds ?? 0,
        step: step.step,
        content: .scalars(scalars.filter { $0.tag != StepFigures.Key.seconds })
      )
      return event.record
    }
  }

  private static var header: [UInt8] {
    let names = [StepFigures.Key.step] + figures(of: nil).map(\.name)
    return Array((names.joined(separator: ",") + "\n").utf8)
  }

  /// The figures after the step's number, in their order.
  private static func figures(of step: StepFigures?) -> [(name: String, value: Double?)] {
    [
      (StepFigures.Key.loss, step?.loss),
      (StepFigures.Key.smoothedLoss, step?.smoothedLoss),
      (StepFigures.Key.learningRate, step?.learningRate),
      (StepFigures.Key.gradientNorm, step?.gradientNorm),
      (StepFigures.Key.seconds, step?.seconds),
      (StepFigures.Key.validationLoss, step?.validationLoss),
      (StepFigures.Key.validationLossPerToken, step?.validationLossPerToken),
    ]
  }
}
