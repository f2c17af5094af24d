import Arguments
import Autograd
import Drawing
import Inspection
import Pictures
import Training
import Transformer
import VisibleText

/// `microgpt score`: how likely a trained model holds texts, token by token.
struct ScoreCommand {
  static let run = RunFolder.argument
  static let texts = RepeatedArgument(
    "text",
    isRequired: false,
    help:
      "The texts, each taken exactly, in the form in which texts are printed: \\n is a line break, \\\\ a backslash."
  )
  static let file = Option(
    "--file",
    placeholder: "file",
    as: .input,
    help: "Score each line of this file; for a run on a stream, the file as one text."
  )
  static let totals = Flag("--totals", help: "Give each text's totals, and not its tokens.")

  static let definition = CommandDefinition(
    program: About.name,
    name: "score",
    abstract: "Show how likely a trained model holds texts, token by token.",
    discussion: """
      Each token has the probability p that the model gave it after the tokens before it, its rank among all tokens, 1 for the \
      likeliest, and its loss −ln p in nats. The losses of a text's tokens add up to its nats; their mean is its loss per \
      token, as evaluate prints it.

      A text is read as in training: behind the boundary, and up to the context length. A line's end is predicted, too. For a \
      run on a stream, a longer text is read in windows, and its end is not predicted.
      """,
    arguments: [run, texts],
    sections: [
      .init("WHAT", [file, RunFolder.checkpoint]),
      .init("OUTPUT", [totals, PrintedDocument.flag, Terminal.ascii]),
    ]
  )

  private let arguments: ParsedArguments

  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  func run() throws {
    try arguments.checkTextIsPrinted()
    let run = RunFolder(path: arguments[Self.run])
    guard arguments[Self.texts].isEmpty != (arguments[Self.file] == nil) else {
      throw arguments.usageError(
        arguments[Self.file] == nil
          ? "Missing expected argument '\(Self.texts.name)'; or give \(Self.file.name) for the lines of a file"
          : "Give texts or \(Self.file.name), not both"
      )
    }
    let checkpoint = try arguments.checkpoint(of: run)
    let texts = try arguments[Self.file].map { try fileTexts($0, checkpoint) } ?? givenTexts(checkpoint)
    Terminal.noteDebugBuild()
    let model = checkpoint.makeModel(on: Tape())
    if arguments[PrintedDocument.flag] {
      var figures = ScoreFigures(checkpoint, givesTokens: !arguments[Self.totals])
      for (index, text) in texts.enumerated() {
        figures.add(text, try score(text, by: model, progress: index, of: texts.count))
      }
      let document = FigureDocument(.score, figures, run: run, step: checkpoint.state.stepsDone)
      return Terminal.output.write(try document.json())
    }
    var listing = ScoreListing(checkpoint.tokenizer, checkpoint.model.contextLength)
    for (index, text) in texts.enumerated() {
      let score = try score(text, by: model, progress: index, of: texts.count)
      if arguments[Self.totals] { listing.add(text, score) } else { listing.show(text, score) }
    }
    listing.end()
  }

  private func score(_ text: ScoredText, by model: GPT, progress index: Int, of count: Int) throws(Failure)
    -> TextScore
  {
    SignsOfLife.progress(index + 1, of: count, "text")
    let score = TextScore(model, documents: text.documents)
    if let failure = NonFiniteModel.failure(model, of: arguments[Self.run], text.documents, loss: score.loss)
    {
      throw failure
    }
    return score
  }

  private func givenTexts(_ checkpoint: Checkpoint) throws(UsageError) -> [ScoredText] {
    let tokenizer = checkpoint.tokenizer
    var texts: [ScoredText] = []
    for (index, line) in arguments[Self.texts].enumerated() {
      let bytes = unescaped(line)
      let place: Message = arguments[Self.texts].count == 1 ? "" : "text \(index + 1): "
      let documents: [[Int]]
      do {
        documents = try tokenizer.documents(
          bytes,
          layout: checkpoint.training.layout,
          contextLength: checkpoint.model.contextLength
        )
      } catch {
        let hint: Message =
          line == InputFile.standardInput ? "; for standard input give \(Self.file.name) -" : ""
        throw arguments.usageError("\(place)\(tokenizer.sentence(on: error))\(hint)")
      }
      guard !documents.isEmpty else {
        throw arguments.usageError(
          "\(place)an empty text has nothing to predict in a run on a stream; give at least one token"
        )
      }
      texts.append(ScoredText(bytes: bytes, documents: documents))
    }
    return texts
  }

  private func fileTexts(_ path: String, _ checkpoint: Checkpoint) throws(Failure) -> [ScoredText] {
    let text = try TextFile(path, layout: checkpoint.training.layout)
    let documents = try text.documents(
      checkpoint.tokenizer,
      contextLength: checkpoint.model.contextLength
    )
    switch text.corpus.layout {
    case .lines:
      return zip(text.corpus.texts, documents).map { ScoredText(bytes: Array($0), documents: [$1]) }
    case .stream: return [ScoredText(bytes: Array(text.corpus.texts[0]), documents: documents)]
    }
  }
}
