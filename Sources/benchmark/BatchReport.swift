import Drawing
import Replay
import Threads
import Training

/// What a document costs in batches of several sizes, by precision, and how much more threads help.
enum BatchReport {
  struct Row: BenchmarkRow {
    let batch: Int
    let precision: String
    let threads: Int
    let microsecondsStep: Double
    let microsecondsDocument: Double
    /// How many times as many steps are made as in double precision with one thread.
    let speedup: Double

    var name: String { "batch \(batch), \(precision), \(counted(threads, "thread"))" }
  }

  private static let batches = [1, 2, 4, 8, 16, 32, 64, 128]
  private static let smallestThreadedBatch = 32
  private static let turnCount = 6
  /// How many documents are read with one precision and number of threads before it is the next one's turn: enough for a system to find
  /// out which thread belongs on which processor.
  private static let turnDocumentCount = 16_000

  static func measure(_ text: BenchmarkText) throws -> Figures<Row> {
    var rows: [Row] = []
    for batch in batches {
      let threadCounts = batch < smallestThreadedBatch ? [1] : comparedThreadCounts
      let choices = Precision.allCases.flatMap { precision in
        threadCounts.map { (precision: precision, threads: $0) }
      }
      let times = try stepTimes(text, batch: batch, choices)
      for (choice, time) in zip(choices, times) {
        rows.append(
          Row(
            batch: batch,
            precision: choice.precision.rawValue,
            threads: choice.threads,
            microsecondsStep: time,
            microsecondsDocument: time / Double(batch),
            speedup: times[0] / time
          )
        )
      }
    }
    return Figures(
      note: """
        \(text.path): whole steps as 'microgpt train' makes them, on \(processorCount) processors. Times are medians in µs.
        The speed-up is in steps per second, against double precision on one thread.

        """,
      columns: [
        .count("batch") { $0.batch },
        .text("precision") { $0.precision },
        .count("threads") { $0.threads },
        .number("step") { $0.microsecondsStep },
        .number("per document", decimals: 2) { $0.microsecondsDocument },
        .number("speed-up", decimals: 2) { $0.speedup },
      ],
      rows: rows
    )
  }

  /// The median time of a step for each precision and number of threads; they take turns, so that whatever else the machine does
  /// meets all of them.
  private static func stepTimes(
    _ text: BenchmarkText,
    batch: Int,
    _ choices: [(precision: Precision, threads: Int)]
  ) throws -> [Double] {
    let configuration = BenchmarkConfiguration(name: "batch \(batch)", batch: batch)
    let turn = turnDocumentCount / batch
    var sessions = try choices.map { choice in
      var session = try configuration.session(
        on: text,
        stepCount: turnCount * turn,
        precision: choice.precision
      )
      if choice.threads > 1 { session.trainer.workers = ThreadPool(threadCount: choice.threads).workers }
      return session
    }
    var times = [[Double]](repeating: [], count: sessions.count)
    for _ in 0..<turnCount {
      for index in sessions.indices {
        for _ in 0..<turn {
          times[index].append(try Stopwatch.microseconds { _ = try sessions[index].trainer.next() })
        }
      }
    }
    return times.map(\.settledMedian)
  }
}
