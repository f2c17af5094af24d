import Arguments
import VisibleText

/// `microgpt export`: writes a trained model in a form that other programs open.
struct ExportCommand {
  static let format = Option(
    "--to",
    placeholder: "format",
    as: Conversion<ExportFormat>.choice,
    help:
      "What the model becomes: a program in Python (microgpt.py), a graph of operations (onnx), a folder for transformers, or a file for llama.cpp (gguf)."
  )
  static let output = Option(
    "--output",
    short: "-o",
    placeholder: "file",
    as: .path,
    help: "The file to write, - for standard output; with transformers the folder to make."
  )
  static let patterns = Flag(
    "--patterns",
    help:
      "With onnx: let the patterns of every layer come out beside the logits, as layer0.pattern and so on."
  )

  static let definition = CommandDefinition(
    program: About.name,
    name: "export",
    abstract: "Write a trained model as other programs open it: Python, ONNX, transformers, llama.cpp.",
    discussion: """
      microgpt.py is one file with the algorithm and the weights. It needs Python 3.8 or later and nothing else, and samples the \
      texts that 'microgpt sample' prints:

        microgpt export runs/names --to microgpt.py -o names.py
        python3 names.py

      onnx is the same computation for all positions of a text at once, in 64-bit floating point. Its input 'tokens' is a list of whole \
      numbers (Int64) that begins with the boundary; its output 'logits' has a row for each of them. transformers is a folder that \
      AutoModelForCausalLM and AutoTokenizer open, gguf a file for llama.cpp, both in 32-bit floating point. \
      Their architectures want --positions rotary and --final-norm; a model that is exactly none of them is refused with the reason.

      A file is written whole or not at all, and replaces only one of the same format that this program wrote; a folder must be new or empty.
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
    guard !path.isEmpty else { throw arguments.usageError("\(Self.output.name) has no name") }
    let givesPatterns = arguments[Self.patterns]
    if givesPatterns, format != .onnx {
      throw arguments.usageError(
        "\(Self.patterns.name) has no effect with \(Self.format.name) \(format.rawValue); leave it out"
      )
    }
    let run = RunFolder(path: arguments[RunFolder.argument])
    guard let kind = format.kind else {
      guard path != InputFile.standardInput else {
        throw arguments.usageError(
          "\(Self.output.name) \(visible: path) is standard output, which can't take a folder; give the folder a name"
        )
      }
      let folder = OutputFolder(path: path)
      try folder.check()
      return try folder.write(format.files(of: arguments.checkpoint(of: run), in: run))
    }
    let file = OutputFile(path: path, kind: kind)
    try file.check(against: run.files)
    if !format.isText, file.isStandardOutput, Terminal.output.isInteractive {
      throw Failure("the \(file.kind.rawValue) is no text for a terminal; give \(Self.output.name) a file")
    }
    let checkpoint = try arguments.checkpoint(of: run)
    try file.write(
      format.bytes(of: checkpoint, in: run, arguments[RunFolder.checkpoint], givesPatterns: givesPatterns)
    )
  }
}
