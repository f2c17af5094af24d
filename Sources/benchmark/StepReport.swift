import Training

/// What a step costs in several configurations, beside the bare arithmetic.
enum StepReport {
  struct Row: BenchmarkRow {
    let configuration: String
    let parameters: Int
    /// Of a step, a mean.
    let multiplyAdds: Double
    let microsecondsForward: Double
    let microsecondsBackward: Double
    let microsecondsAdam: Double
    /// The whole step, which also reads documents and takes the gradient's norm.
    let microsecondsStep: Double
    /// The multiply–adds of the step in the bare loop.
    let microsecondsBareLoop: Double
    /// How many times as long as the bare loop the step takes.
    let ratio: Double
    let multiplyAddsPerSecond: Double
    let bareLoopMultiplyAddsPerSecond: Double

    var name: String { configuration }
  }

  private static let stepCount = 1000
  /// How many steps are made whole before it is the turn of their parts: enough to find the caches as training does.
  private static let turn = 20

  static func measure(_ text: BenchmarkText) throws -> Figures<Row> {
    Figures(
      note: """
        \(text.path): up to \(stepCount) steps each, on one thread. Times are medians in µs for one step. The whole step also
        reads the documents and takes the gradient's norm. Multiply–adds are those of its dot products, forward and
        backward, a mean; the bare loop makes as many in registers. The rate is that of the step in multiply–adds per
        nanosecond, and beside it what share it is of the bare loop's.

        """,
      columns: [
        .text("configuration") { $0.configuration },
        .count("parameters") { $0.parameters },
        .right("multiply–adds") { "\(Int($0.multiplyAdds / 1000))k" },
        .number("forward") { $0.microsecondsForward },
        .number("backward") { $0.microsecondsBackward },
        .number("Adam") { $0.microsecondsAdam },
        .number("step") { $0.microsecondsStep },
        .number("bare loop") { $0.microsecondsBareLoop },
        .number("ratio") { $0.ratio },
        .number("rate") { $0.multiplyAddsPerSecond / 1e9 },
        .percentage("share") { 1 / $0.ratio },
      ],
      rows: try BenchmarkConfiguration.all.map { try row($0, text) }
    )
  }

  private static func row(_ configuration: BenchmarkConfiguration, _ text: BenchmarkText) throws -> Row {
    // One session makes whole steps, another their parts.
    var whole = try configuration.session(on: text, stepCount: stepCount)
    let parts = try configuration.session(on: text, stepCount: stepCount)
    let parameters = parts.model.parameterVector
    let gradients = ReplayedGradients(parts.model)
    var optimizer = Adam(parameterCount: parameters.count)
    var batches = parts.batches.makeIterator()
    var (step, forward, both, adam): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
    try Stopwatch.repeatedly(stepCount / turn) {
      for _ in 0..<turn { step.append(try Stopwatch.microseconds { _ = try whole.trainer.next() }) }
      for _ in 0..<turn {
        let documents = batches.next() ?? []
        let rate = parts.trainer.configuration.learningRate(at: adam.count)
        forward.append(Stopwatch.microseconds { _ = gradients.losses(of: documents) })
        both.append(
          Stopwatch.microseconds { _ = gradients.differentiate(documents, workers: .one) }
        )
        adam.append(
          Stopwatch.microseconds { optimizer.update(parameters, step: adam.count + 1, learningRate: rate) }
        )
      }
    }
    let bareRate = BareLoop.multiplyAddsPerMicrosecond()
    let time = step.settledMedian
    let meanMultiplyAdds = parts.meanMultiplyAddCount(stepCount: step.count)
    return Row(
      configuration: configuration.name,
      parameters: parameters.count,
      multiplyAdds: meanMultiplyAdds,
      microsecondsForward: forward.settledMedian,
      microsecondsBackward: both.settledMedian - forward.settledMedian,
      microsecondsAdam: adam.settledMedian,
      microsecondsStep: time,
      microsecondsBareLoop: meanMultiplyAdds / bareRate,
      ratio: time * bareRate / meanMultiplyAdds,
      multiplyAddsPerSecond: meanMultiplyAdds / time * 1e6,
      bareLoopMultiplyAddsPerSecond: bareRate * 1e6
    )
  }
}
