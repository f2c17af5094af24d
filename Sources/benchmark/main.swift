import Foundation
import Training
import Transformer
import VisibleText

/// What can be measured.
enum Report: String, CaseIterable {
  case steps, batches, scaling, replay, second, variants, kernels
}

let usage = """
  Measurements, each a table on standard output.

  Usage: benchmark [<report>] [<file>] [--json]

    steps     a training step and its parts in several configurations, beside a bare loop of the same arithmetic (default)
    batches   a document's share of a step by size of the batch and number of threads
    scaling   a step and its memory by width, layers and context
    replay    programs that are replayed against computations recorded anew
    second    the loss on held-out documents after one second of training
    variants  parameters, stored numbers, tape and loss after 1,000 steps of every variant of attention
    kernels   what one query leaves on the tape, by kernel and number of keys

    <file>    A text, a document a line. (default: data/names.txt)
    --json    An array of objects instead of the table, one for each row. Keys are the columns' names in full: times begin
              with microseconds_, sizes end in _bytes, rates in _per_second; shares are from 0 to 1.

  """

/// Ends with a message on standard error.
func fail(_ message: String, status: Int32) -> Never {
  FileHandle.standardError.write(Data("Error: \(message)\n".utf8))
  exit(status)
}

var operands: [String] = []
var asJSON = false
for argument in CommandLine.arguments.dropFirst() {
  switch argument {
  case "--json": asJSON = true
  case "--help", "-h":
    print(usage, terminator: "")
    exit(0)
  case _ where argument.hasPrefix("-"): fail("Unknown option '\(excerpt(argument))'\n\n\(usage)", status: 64)
  default: operands.append(argument)
  }
}
let report = operands.first.flatMap { Report(rawValue: $0) }
if report != nil { operands.removeFirst() }
if operands.count > 1 { fail("Unexpected argument '\(excerpt(operands[1]))'\n\n\(usage)", status: 64) }
let path = operands.first ?? "data/names.txt"

#if DEBUG
FileHandle.standardError.write(
  Data("note: this is a debug build, whose times mean nothing; use swift run -c release benchmark\n".utf8)
)
#endif

do {
  let text = try BenchmarkText(path: path)
  switch report ?? .steps {
  case .steps: try StepReport.measure(text).print(asJSON: asJSON)
  case .batches: try BatchReport.measure(text).print(asJSON: asJSON)
  case .scaling: try ScalingReport.measure(text).print(asJSON: asJSON)
  case .replay: try ReplayReport.measure(text).print(asJSON: asJSON)
  case .second: try SecondReport.measure(text).print(asJSON: asJSON)
  case .variants: try VariantReport.measure(text).print(asJSON: asJSON)
  case .kernels: try KernelReport.measure().print(asJSON: asJSON)
  }
} catch let error as CorpusError {
  fail("can't use '\(excerpt(path))' as a text: \(error)", status: 1)
} catch let error as CocoaError {
  fail("can't read '\(excerpt(path))': \(error.localizedDescription)", status: 1)
} catch {
  fail("\(error)", status: 1)
}
