import Foundation
import Report
import Training

let usage = """
  What a training step costs in several configurations, each beside a bare loop with the same number of multiply–adds.

  Usage: benchmark [<file>]

    <file>  A text, a document a line. (default: data/names.txt)

  """
let stepCount = 1000

switch CommandLine.arguments.dropFirst().first {
case "--help", "-h":
  print(usage, terminator: "")
case let argument:
  let path = argument ?? "data/names.txt"
  do {
    let bytes = try [UInt8](Data(contentsOf: URL(filePath: path)))
    print(try report(on: Corpus(utf8: bytes, layout: .lines), from: path), terminator: "")
  } catch {
    let reason = (error as? CorpusError)?.description ?? "it can't be read"
    print("Error: can't use '\(path)': \(reason)\n\(usage)")
    exit(1)
  }
}

func report(on corpus: Corpus, from path: String) throws -> String {
  var table = Table(
    columns: [.init("configuration")]
      + [
        "parameters", "values", "records", "tape", "forward", "backward", "Adam", "step", "bare loop",
        "ratio",
      ].map { .init($0, alignment: .right) }
  )
  for configuration in BenchmarkConfiguration.all {
    table.append(row(of: try StepTimes(configuration, on: corpus, stepCount: stepCount)))
  }
  var report = """
    \(path), \(stepCount) steps each. Times are medians in µs for one step, and the other figures means for one step. The
    tape's size is that of its longest document, with the parameters. The bare loop makes as many multiply–adds as the
    step's dot products, forward and backward.


    """
  #if DEBUG
  report = "This is a debug build, whose times mean nothing; use swift run -c release benchmark\n\n" + report
  #endif
  return report + table.drawn()
}

func row(of times: StepTimes) -> [String] {
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
}
