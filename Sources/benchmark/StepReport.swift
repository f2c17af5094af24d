import Report
import Training

/// What a step costs in several configurations.
struct StepReport {
  let text: String

  private static let stepCount = 1000

  init(_ corpus: Corpus) throws {
    var table = Table(
      columns: [.init("configuration")]
        + [
          "parameters", "nodes", "records", "tape", "forward", "backward", "Adam", "step", "bare loop",
          "ratio",
        ].map { .init($0, alignment: .right) }
    )
    for configuration in BenchmarkConfiguration.all {
      let times = try StepTimes(configuration, on: corpus, stepCount: Self.stepCount)
      table.append(
        [
          times.configuration.name,
          NumberFormat.grouped(times.parameterCount),
          NumberFormat.grouped(times.valueCount),
          NumberFormat.grouped(times.recordCount),
          NumberFormat.bytes(Int(times.tapeBytes)),
        ]
          + [times.forward, times.backward, times.adam, times.step, times.bareLoop].map {
            NumberFormat.fixed($0, decimals: 1)
          }
          + [NumberFormat.fixed(times.ratio, decimals: 1)]
      )
    }
    text = """
      \(Self.stepCount) steps each. Times are medians in µs for one step, the other figures means for one step. Nodes are
      values on the tape besides the parameters, records the operations that made them. The
      tape's size is that of its longest document, with the parameters. The bare loop makes as many multiply–adds as the
      step's dot products, forward and backward.

      \(table.drawn())
      """
  }
}
