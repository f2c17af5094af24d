import Foundation
import Report
import Training

let usage = """
  Measurements, each a table on standard output.

  Usage: benchmark [steps | variants | kernels] [<file>]

    steps     what a training step costs in several configurations, beside a bare loop of the same arithmetic (default)
    variants  parameters, stored numbers, tape and loss after 1,000 steps of every variant of attention
    kernels   what one query leaves on the tape, by kernel and number of keys
    <file>    A text, a document a line. (default: data/names.txt)

  """

#if DEBUG
print("This is a debug build, whose times mean nothing; use swift run -c release benchmark\n")
#endif

var arguments = CommandLine.arguments.dropFirst()
let names = ["steps", "variants", "kernels"]
let name = names.first { $0 == arguments.first } ?? "steps"
if names.contains(arguments.first ?? "") { arguments = arguments.dropFirst() }
let path = arguments.first ?? "data/names.txt"

if ["--help", "-h"].contains(path) {
  print(usage, terminator: "")
} else if name == "kernels" {
  print(KernelReport().text, terminator: "")
} else {
  do {
    let bytes = try [UInt8](Data(contentsOf: URL(filePath: path)))
    let corpus = try Corpus(utf8: bytes, layout: .lines)
    print("\(path): ", terminator: "")
    print(name == "steps" ? try StepReport(corpus).text : try VariantReport(corpus).text, terminator: "")
  } catch {
    let reason = (error as? CorpusError)?.description ?? "it can't be read"
    print("Error: can't use '\(path)' as a text: \(reason)\n\n\(usage)", terminator: "")
    exit(1)
  }
}
