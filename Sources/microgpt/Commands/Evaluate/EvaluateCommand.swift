import Arguments
import Autograd
import Drawing
import Inspection
import Pictures
import Training
import Transformer
import VisibleText

/// `microgpt evaluate`: the loss of a trained model on a text, beside three baselines.
struct EvaluateCommand {
  static let run = RunFolder.argument
  static let file = Argument.optional(
    "file",
    as: .input,
    help: "The text to predict, in UTF-8, up to 256 MiB."
  )
  static let heldOut = Flag(
    "--held-out",
    help:
      "Predict what the run held out of its text, and nothing else; the file is then the run's own unless given."
  )

  static let definition = CommandDefinition(
    program: About.name,
    name: "evaluate",
    abstract: "Measure how well a trained model predicts a text.",
    discussion: """
      The model's loss stands beside baselines. Two need no model: the same probability for every token, and bigram \
      counts plus one, taken from the text itself, where a pair can't predict itself; what was held out is predicted from the \
      counts of what was trained on. A third shows whether attention matters \
      here: the same model with every query seeing only itself, which may be worse than guessing: it was not trained so.

      There are two means, both in nats per token. Per token, every token counts the same: bits per character and \
      perplexity follow from this mean. Per document, every document counts the same, however long it is: training minimises \
      this mean, and a run's loss and validation_loss are of this kind.
      """,
    arguments: [run, file],
    options: [heldOut, RunFolder.checkpoint, PrintedDocument.flag, Terminal.ascii]
  )

  private let arguments: ParsedArguments

  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  func run() throws {
    try arguments.checkTextIsPrinted()
    try refuseSwapped()
    let run = RunFolder(path: arguments[Self.run])
    let checkpoint = try arguments.checkpoint(of: run)
    let tokenizer = checkpoint.tokenizer
    let isHeldOut = arguments[Self.heldOut]
    let text = try isHeldOut ? source(of: checkpoint) : file(layout: checkpoint.training.layout)
    let heldOut = isHeldOut ? try HeldOutPart(of: checkpoint, in: text) : nil
    let documents =
      try heldOut?.documents ?? text.documents(tokenizer, contextLength: checkpoint.model.contextLength)
    Terminal.noteDebugBuild()
    let model = checkpoint.makeModel(on: Tape())
    let losses = try FileEvaluation(
      model,
      of: arguments[Self.run],
      tokenizer,
      documents,
      bigrams: heldOut?.bigrams
    )
    let evaluation = losses.evaluation

    let output = Terminal.output
    guard !arguments[PrintedDocument.flag] else {
      let figures = EvaluationFigures(losses, of: text, isHeldOut: isHeldOut)
      let document = FigureDocument(.evaluate, figures, run: run, step: checkpoint.state.stepsDone)
      return output.write(try document.json())
    }
    let counts: Message =
      "\(InputFile.title(text.path))\(isHeldOut ? ", held out" : ""): "
      + "\(counted(evaluation.documentCount, text.corpus.layout == .lines ? "document" : "window")), "
      + "\(counted(evaluation.tokenCount, "token")) predicted, "
      + "\(visible: Self.characters(evaluation, tokenizer.unit))"
    output.sentence(counts.text)
    if evaluation.truncatedCount > 0 {
      output.sentence(
        "cut at the context length of \(checkpoint.model.contextLength): "
          + counted(evaluation.truncatedCount, "document")
      )
    }
    let table = evaluation.table(
      tokenizer.unit,
      stepsDone: checkpoint.state.stepsDone,
      seeingOnlyItself: losses.seeingOnlyItself
    )
    output.write(table)
    output.sentence(
      "loss in nats: per token, each token counts the same; per document, each document, as in training"
    )
    output.sentence(
      "both are of the whole \(isHeldOut ? "part that was held out" : "file"); the smoothed loss of train is of its last documents, while it learned"
    )
    if isHeldOut { output.sentence("bigrams are counted in the part that was trained on") }
  }

  /// The text that is to be predicted as a whole.
  private func file(layout: Corpus.Layout) throws -> TextFile {
    guard let path = arguments[Self.file] else {
      throw arguments.usageError(
        "Missing expected argument '\(Self.file.name)'; or give \(Self.heldOut.name) for what the run held out"
      )
    }
    return try TextFile(path, layout: layout)
  }

  /// The text that the run was trained on.
  private func source(of checkpoint: Checkpoint) throws -> TextFile {
    guard checkpoint.training.validationShare > 0 else {
      throw arguments.usageError(
        "\(Self.heldOut.name): '\(arguments[Self.run])' held nothing out; a run does where it is trained with "
          + "--\(Setting.validation.name)"
      )
    }
    let layout = checkpoint.training.layout
    if let path = arguments[Self.file] {
      let text = try TextFile(path, layout: layout)
      guard text.fingerprint == checkpoint.source.fingerprint else {
        throw text.isAnother(than: checkpoint.source)
      }
      return text
    }
    guard let text = TextFile(checkpoint.source, layout: layout) else {
      throw Failure(
        "\(TextFile.absence(of: checkpoint.source)); name the text: "
          + "\(shellCommand(Self.definition.invocation, [arguments[Self.run], "<file>"], others: Self.heldOut.name))"
      )
    }
    return text
  }

  /// Refuses a text in the place of the run, and the run in that of the text.
  private func refuseSwapped() throws(UsageError) {
    let run = arguments[Self.run]
    guard let file = arguments[Self.file], Platform.kind(of: run) == .file,
      RunFolder(path: file).holdsCheckpoint
    else { return }
    throw arguments.usageError(
      "The run comes first, then the text: \(shellCommand(Self.definition.invocation, [file, run]))"
    )
  }

  /// How much text the tokens stand for.
  ///
  /// Where tokens are grapheme clusters, those are the characters, and scalars what texts of any tokens are measured in.
  private static func characters(_ evaluation: Evaluation, _ unit: Tokenizer.Unit) -> String {
    guard unit == .characters else { return counted(evaluation.characterCount, "character") }
    return counted(evaluation.textTokenCount, "character") + " of "
      + counted(evaluation.characterCount, "Unicode scalar")
  }
}
