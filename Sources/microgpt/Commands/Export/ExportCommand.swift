import Arguments
import VisibleText

/// `microgpt export`: writes a trained model in a form that other programs open.
struct ExportCommand {
  static let format = Option(
    "--to",
    placeholder: "format",
    as: Conversion<ExportFormat>.choice,
    help: "What the model becomes: a program in Python (microgpt.py), or a graph of operations (onnx)."
  )
  static let output = Option(
    "--output",
    short: "-o",
    placeholder: "file",
    as: .string,
    help: "The file to write; - for standard output."
  )
  static let patterns = Flag(
    "--patterns",
    help:
      "With onnx: let the patterns of every layer come out beside the logits, as layer0.pattern and so on."
  )

  static let definition = CommandDefinition(
    program: About.name,
    name: "export",
    abstract: "Write a trained model as a program in Python, or as a graph for ONNX.",
    discussion: """
      microgpt.py is one file with the algorithm and the weights. It needs Python 3.8 or later and nothing else, and samples the \
      texts that 'microgpt sample' prints:

        microgpt export runs/names --to microgpt.py -o names.py
        python3 names.py

      onnx is the same computation for all positions of a text at once, in 64-bit floating point, with the inputs 'tokens' and the output \
      'logits'. A file is written whole or not at all, and replaces only one of the same format that this program wrote.
      """,
    arguments: [RunFolder.argument],
    options: [format.required, output.required, patterns, RunFolder.checkpoint]
  )

  private let arguments: ParsedArguments

  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  func run() throws {
    guard let format = arguments[Self.format], let path = arguments[Self.output] else {
      throw arguments.usageError("\(Self.format.name) and \(Self.output.name) are missing")
    }
    let givesPatterns = arguments[Self.patterns]
    if givesPatterns, format != .onnx {
      throw arguments.usageError(
        "\(Self.patterns.name) has no effect with \(Self.format.name) \(format.rawValue); leave it out"
      )
    }
    let run = RunFolder(path: arguments[RunFolder.argument])
    let file = OutputFile(path: path, kind: format.kind)
    try file.check(against: run.files)
    if format == .onnx, file.isStandardOutput, Terminal.output.isInteractive {
      throw Failure("the \(file.kind.rawValue) is no text for a terminal; give \(Self.output.name) a file")
    }
    let checkpoint = try arguments.checkpoint(of: run)
    try file.write(
      format.bytes(of: checkpoint, in: run, arguments[RunFolder.checkpoint], givesPatterns: givesPatterns)
    )
  }
}
