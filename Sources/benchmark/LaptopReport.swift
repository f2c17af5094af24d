import Drawing
import Replay
import Threads
import Training

/// What a step takes with a model of a size that people train on a laptop, by precision and number of threads.
enum LaptopReport {
  struct Row: BenchmarkRow {
    let precision: String
    let threads: Int
    let parameters: Int
    let microsecondsStep: Double
    /// Of a step, a mean.
    let multiplyAdds: Double
    let multiplyAddsPerSecond: Double
    /// How many times as long as this one a step takes in double precision on one thread.
    let speedup: Double

    var name: String { "\(precision), \(counted(threads, "thread"))" }
  }

  /// nanoGPT's configuration for a laptop.
  static let configuration = BenchmarkConfiguration(
    name: "4 layers, width 128, context 64, batch 12",
    layers: 4,
    embedding: 128,
    heads: 4,
    context: 64,
    batch: 12,
    layout: .stream
  )

  private static let turnCount = 6
  private static let turn = 5

  static func measure(_ text: BenchmarkText) throws -> Figures<Row> {
    let choices = Precision.allCases.flatMap { precision in
      comparedThreadCounts.map { (precision: precision, threads: $0) }
    }
    var sessions = try choices.map { choice in
      var session = try configuration.session(
        on: text,
        stepCount: turnCount * turn,
        precision: choice.precision
      )
      if choice.threads > 1 { session.trainer.workers = ThreadPool(threadCount: choice.threads).workers }
      return session
    }
    let multiplyAdds = sessions[0].meanMultiplyAddCount(stepCount: 1)
    var times = [[Double]](repeating: [], count: sessions.count)
    for _ in 0..<turnCount {
      for index in sessions.indices {
        for _ in 0..<turn {
          times[index].append(try Stopwatch.microseconds { _ = try sessions[index].trainer.next() })
        }
      }
    }
    let medians = times.map(\.settledMedian)
    return Figures(
      note: """
        \(text.path): \(configuration.name) and 4 heads, the text as one stream. Whole steps as 'microgpt train' makes them,
        in turn; times are medians in ms. Multiply–adds are those of its dot products, forward and backward; the rate is how
        many it makes in a nanosecond. The speed-up is against double precision on one thread.

        """,
      columns: [
        .text("precision") { $0.precision },
        .count("threads") { $0.threads },
        .count("parameters") { $0.parameters },
        .right("multiply–adds") { "\(Int($0.multiplyAdds / 1e6))M" },
        .number("step") { $0.microsecondsStep / 1000 },
        .number("rate") { $0.multiplyAddsPerSecond / 1e9 },
        .number("speed-up", decimals: 2) { $0.speedup },
      ],
      rows: choices.indices.map { index in
        Row(
          precision: choices[index].precision.rawValue,
          threads: sessions[index].trainer.workers.count,
          parameters: sessions[index].model.parameterVector.count,
          microsecondsStep: medians[index],
          multiplyAdds: multiplyAdds,
          multiplyAddsPerSecond: multiplyAdds / medians[index] * 1e6,
          speedup: medians[0] / medians[index]
        )
      }
    )
  }
}
