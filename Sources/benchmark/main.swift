import Foundation
import Arguments
import VisibleText

/// What can be measured.
enum Report: String, CaseIterable {
  case steps, batches, laptop, scaling, replay, second, variants, kernels

  /// Whether it measures times, and not only counts and losses.
  var measuresTimes: Bool {
    switch self {
    case .steps, .batches, .laptop, .scaling, .replay: true
    case .second, .variants, .kernels: false
    }
  }
}

let usage = """
  Measurements, each a table on standard output.

  Usage: benchmark [<report>] [<file>] [--json] [--save <file>] [--against <file>]

    steps     a training step and its parts in several configurations, beside a bare loop of the same arithmetic (default)
    batches   a document's share of a step by size of the batch, precision and number of threads
    laptop    a step of nanoGPT's model for a laptop, in double and single precision, by number of threads
    scaling   a step and its memory by width, layers and context
    replay    programs that are replayed against computations recorded anew
    second    the loss on held-out documents after one second of training
    variants  parameters, stored numbers, tape and loss after 1,000 steps of every variant of attention
    kernels   what one query leaves on the tape, by kernel and number of keys

    <file>            A text, a document a line. (default: data/names.txt)
    --json            An array of objects instead of the table, one for each row. Keys are what the columns are, in full words:
                      times begin with microseconds_, rates end in _per_second, sizes are in bytes; a share is 1 over its ratio.
    --save <file>     Keep the figures in a file.
    --against <file>  Say how many times as long each time is as in that file, which --save wrote for the same report, and
                      what else differs: the processor, the vectors of the build, the text. With --json, each object has
                      these ratios, too.

  """

/// Ends with a message on standard error.
func fail(_ message: String, status: Int32) -> Never {
  let hint = status == 64 ? "\nSee 'benchmark --help' for more information." : ""
  FileHandle.standardError.write(Data("Error: \(message)\(hint)\n".utf8))
  exit(status)
}

/// Writes to standard output.
func write(_ text: String) throws {
  do { try FileHandle.standardOutput.write(contentsOf: Data(text.utf8)) } catch {
    throw Unusable("can't write to standard output: \(reason(for: error))")
  }
}

var operands: [String] = []
var asJSON = false
/// The files that options name.
var (savePath, baselinePath): (String?, String?)
var arguments = CommandLine.arguments.dropFirst()

/// The file that follows an option, which may be given once.
@MainActor
func file(after option: String, before: String?) -> String {
  if before != nil { fail("'\(option)' is given twice", status: 64) }
  guard let path = arguments.popFirst(), !path.isEmpty else {
    fail("'\(option)' needs the name of a file", status: 64)
  }
  return path
}

while let argument = arguments.popFirst() {
  switch argument {
  case "--json": asJSON = true
  case "--save": savePath = file(after: argument, before: savePath)
  case "--against": baselinePath = file(after: argument, before: baselinePath)
  case "--help", "-h":
    do { try write(usage) } catch { fail("\(error)", status: 1) }
    exit(0)
  case _ where argument.hasPrefix("-"):
    let options = ["--json", "--save", "--against", "--help"]
    fail(
      "Unknown option '\(excerpt(argument))'\(suggestion(for: argument, among: options))",
      status: 64
    )
  default: operands.append(argument)
  }
}
let report = operands.first.flatMap { Report(rawValue: $0) } ?? .steps
if operands.first == report.rawValue { operands.removeFirst() }
if operands.count > 1 { fail("Unexpected argument '\(excerpt(operands[1]))'", status: 64) }
let path = operands.first ?? "data/names.txt"
if let word = operands.first, !FileManager.default.fileExists(atPath: word) {
  let names = Report.allCases.map(\.rawValue)
  let hint = suggestion(for: word, among: names)
  fail(
    """
    '\(excerpt(word))' is neither a report nor a file\(hint.isEmpty ? "." : hint) The reports are \
    \(names.joined(separator: ", "))
    """,
    status: 64
  )
}
if savePath ?? baselinePath != nil, !report.measuresTimes {
  fail("'benchmark \(report.rawValue)' measures no times that --save and --against could compare", status: 64)
}

/// Prints what a report measured, beside an earlier one if asked, and keeps it if asked.
@MainActor
func finish<Row>(_ measure: () throws -> Figures<Row>) throws {
  let conditions = Conditions(text: excerpt(path))
  // Before minutes are spent.
  let baseline = try baselinePath.map { try Baseline(path: $0, of: report.rawValue) }
  if let savePath { try Baseline.checkTarget(savePath) }
  let figures = try measure()
  let records = try figures.records
  if asJSON {
    let objects = records.map { record in
      guard let baseline else { return record.figures }
      return record.figures.merging(["ratios": baseline.ratios(of: record)]) { figure, _ in figure }
    }
    let data = try JSONSerialization.data(withJSONObject: objects, options: [.prettyPrinted, .sortedKeys])
    try write(String(decoding: data, as: UTF8.self) + "\n")
  } else {
    try write(figures.text)
    if let baseline, let baselinePath {
      try write(baseline.comparison(of: records, conditions, path: baselinePath))
    }
  }
  if let savePath {
    try Baseline(report: report.rawValue, records: records, conditions: conditions).save(to: savePath)
  }
}

#if DEBUG
FileHandle.standardError.write(
  Data("note: this is a debug build, whose times mean nothing; use swift run -c release benchmark\n".utf8)
)
#endif

do {
  switch report {
  case .steps: try finish { try StepReport.measure(BenchmarkText(path: path)) }
  case .batches: try finish { try BatchReport.measure(BenchmarkText(path: path)) }
  case .laptop: try finish { try LaptopReport.measure(BenchmarkText(path: path)) }
  case .scaling: try finish { try ScalingReport.measure(BenchmarkText(path: path)) }
  case .replay: try finish { try ReplayReport.measure(BenchmarkText(path: path)) }
  case .second: try finish { try SecondReport.measure(BenchmarkText(path: path)) }
  case .variants: try finish { try VariantReport.measure(BenchmarkText(path: path)) }
  case .kernels: try finish { KernelReport.measure() }
  }
} catch {
  fail("\(error)", status: 1)
}
