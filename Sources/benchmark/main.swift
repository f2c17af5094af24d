import Report
import Training

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

// swift run -c release benchmark [FILE]
//
// What a training step costs in several configurations, each beside a bare loop with the same number of multiply–adds.

let stepCount = 1000
let path = CommandLine.arguments.dropFirst().first ?? "data/names.txt"

#if DEBUG
print("note: this is a debug build, whose times mean nothing; use swift run -c release benchmark")
#endif

let corpus = try Corpus(utf8: [UInt8](Data(contentsOf: URL(filePath: path))), layout: .lines)
var table = Table(
  columns: [.init("configuration")]
    + [
      "parameters", "values", "records", "tape", "forward", "backward", "Adam", "step", "bare loop", "ratio",
    ].map { .init($0, alignment: .right) }
)
for configuration in BenchmarkConfiguration.all {
  let times = try StepTimes(configuration, on: corpus, stepCount: stepCount)
  table.append(
    [
      configuration.name,
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
print(
  """
  \(path), \(stepCount) steps each. Times are medians in µs for one step; values, records and bytes of tape are means
  for one step. The bare loop makes as many multiply–adds as the step's dot products, forward and backward.

  """
)
print(table.drawn(), terminator: "")
