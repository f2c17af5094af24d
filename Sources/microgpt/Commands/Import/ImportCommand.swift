import Arguments
import Drawing
import Training
import VisibleText

/// `microgpt import`: makes a run of a model that was trained elsewhere.
struct ImportCommand {
  static let model = Argument.required(
    "model",
    as: .path,
    help: "A folder with config.json, model.safetensors and tokenizer.json, or a safetensors file."
  )
  static let output = Option(
    "--output",
    short: "-o",
    placeholder: "run",
    as: .path,
    help: "The folder for the run."
  )
  static let overwrite = Flag("--overwrite", help: "Replace an existing run.")
  static let vocabulary = Option(
    "--vocabulary",
    placeholder: "text",
    as: .input,
    help:
      "Where the model brings no tokenizer: a text whose distinct characters, in order, are its tokens; the boundary follows them."
  )
  static let heads = Option(
    "--heads",
    placeholder: "n",
    as: .integer(in: 1...),
    help: "How many heads a model under microgpt.py's names has, which its matrices don't tell."
  )
  static let context = Option(
    "--context",
    placeholder: "n",
    as: .integer(in: 1...),
    help: "How many tokens a folder's model reads here, if not as many as its config.json says."
  )

  static let definition = CommandDefinition(
    program: About.name,
    name: "import",
    abstract: "Make a run of a model that was trained elsewhere.",
    discussion: """
      The run can be sampled and inspected, and trained on with 'microgpt train --from'. A model is

        a folder as transformers saves it: Llama, Mistral, Qwen3, Arcee or NanoChat, with a tokenizer whose tokens are characters or bytes;
        a checkpoint or a snapshot of a run, which stays what it is;
        a safetensors file with microgpt.py's names, with --heads and --vocabulary:

        microgpt import weights.safetensors --heads 4 --vocabulary data/names.txt -o runs/imported

      What can't be had exactly is refused with the reason. Pickles (.bin, .pt, .pkl) are never opened: to open one runs whatever program it holds.
      """,
    arguments: [model],
    options: [output.required, overwrite, vocabulary, heads, context]
  )

  private let arguments: ParsedArguments

  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  func run() throws {
    guard let path = arguments[Self.output], !path.isEmpty else {
      throw arguments.usageError("\(Self.output.name) is missing")
    }
    guard path != InputFile.standardInput else {
      throw arguments.usageError(
        "\(Self.output.name) \(visible: path) is standard output, which can't take a run; give the folder a name"
      )
    }
    guard arguments[Self.model] != InputFile.standardInput else {
      throw arguments.usageError(
        "a model can't come from standard input; give a folder or a safetensors file"
      )
    }
    let run = RunFolder(path: path)
    let model = ImportedModel(arguments[Self.model])
    try model.check(against: run)
    let checkpoint = try model.checkpoint(arguments)
    let output = try RunOutput(beginningIn: run, overwrites: arguments[Self.overwrite], trains: false)
    var metrics = try MetricsFile(output, resuming: nil)
    try output.save(checkpoint, after: &metrics)
    Terminal.error.line(
      "imported a model of \(counted(checkpoint.model.parameterCount, "parameter")) and \(counted(checkpoint.model.vocabularySize, "token")) into \(run.path)"
    )
  }
}
