import Autograd
import Replay
import Training

/// Computations recorded anew each time against those recorded once and replayed.
enum ReplayReport {
  struct Row: BenchmarkRow {
    let configuration: String
    /// Of a document of the usual length.
    let values: Int
    let operations: Int
    let instructions: Int
    /// To record it and to plan the program.
    let microsecondsPlanning: Double
    /// For one document, forward and backward.
    let microsecondsRecorded: Double
    let microsecondsReplayed: Double
    /// How many times as long recording takes as replaying.
    let ratio: Double

    var name: String { configuration }
  }

  private static let stepCount = 1000
  /// How many steps are made in one way before it is the turn of the other.
  private static let turn = 20
  private static let planningCount = 30

  static func measure(_ text: BenchmarkText) throws -> Figures<Row> {
    Figures(
      note: """
        \(text.path): up to \(stepCount) steps each. Values, operations and instructions are those of a document of the usual length;
        planning is what it takes to record it and make a program of it, once for each length. Times are medians in µs; recorded
        and replayed are for one document, forward and backward.

        """,
      columns: [
        .text("configuration") { $0.configuration },
        .count("values") { $0.values },
        .count("operations") { $0.operations },
        .count("instructions") { $0.instructions },
        .number("planning") { $0.microsecondsPlanning },
        .number("recorded") { $0.microsecondsRecorded },
        .number("replayed") { $0.microsecondsReplayed },
        .number("ratio") { $0.ratio },
      ],
      rows: try BenchmarkConfiguration.all.map { try row($0, text) }
    )
  }

  private static func row(_ configuration: BenchmarkConfiguration, _ text: BenchmarkText) throws -> Row {
    let session = try configuration.session(on: text, stepCount: stepCount)
    let (model, tape) = (session.model, session.model.tape)
    let gradients = ReplayedGradients(model)
    let recording = RecordedGradients(model)
    var batches = session.batches.makeIterator()
    var (recorded, replayed): ([Double], [Double]) = ([], [])
    var lengths: [Double] = []
    Stopwatch.repeatedly(stepCount / turn) {
      let turn = (0..<turn).map { _ in batches.next() ?? [] }
      lengths += turn.joined().map { Double($0.count) }
      for documents in turn {
        replayed.append(
          Stopwatch.microseconds { _ = gradients.differentiate(documents, workers: .one) }
        )
      }
      for documents in turn {
        recorded.append(
          Stopwatch.microseconds {
            _ = recording.differentiate(documents, workers: .one)
          }
        )
      }
    }
    let usual = Array(repeating: 0, count: Int(median(lengths)))
    let planning = (0..<planningCount).map { _ in
      Stopwatch.microseconds {
        _ = tape.program(differentiating: model.parameterVector) { [model.loss(of: usual)] }
      }
    }
    let sizes = RecordedSizes(model, document: usual)
    let count = Double(configuration.batch)
    return Row(
      configuration: configuration.name,
      values: sizes.values,
      operations: sizes.operations,
      instructions: sizes.instructions,
      microsecondsPlanning: median(planning),
      microsecondsRecorded: recorded.settledMedian / count,
      microsecondsReplayed: replayed.settledMedian / count,
      ratio: recorded.settledMedian / replayed.settledMedian
    )
  }
}
