import Autograd
import Inspection
import Report

/// `microgpt evaluate`: the loss of a trained model on a text, beside two predictions that need no model.
struct EvaluateCommand {
  static let run = SampleCommand.run
  static let file = Argument.required("file", help: "The text to predict, in UTF-8.")

  static let definition = CommandDefinition(
    name: "evaluate",
    abstract: "Measure how well a trained model predicts a text.",
    discussion: """
      The model's loss stands beside that of two predictions that need no model: the same probability for every token, \
      and the counts of pairs of tokens in the text itself, plus one, each pair left out of its own count.
      """,
    arguments: [run, file],
    options: []
  )

  private let arguments: ParsedArguments

  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  func run() throws {
    try refuseSwapped()
    let checkpoint = try RunFolder(path: arguments[Self.run]).loadCheckpoint()
    let tokenizer = checkpoint.tokenizer
    let text = try TextFile(arguments[Self.file], layout: checkpoint.training.layout)
    let documents = try text.documents(tokenizer, contextLength: checkpoint.model.contextLength)
    Program.noteDebugBuild()
    let evaluation = Evaluation(checkpoint.makeModel(on: Tape()), tokenizer: tokenizer, documents: documents)
    {
      SignsOfLife.progress($0, of: documents.count, "document")
    }

    let output = Terminal.output
    output.line(
      "\(text.path): "
        + counted(evaluation.documentCount, text.corpus.layout == .lines ? "document" : "window")
        + ", \(counted(evaluation.tokenCount, "token")) predicted, "
        + counted(evaluation.characterCount, "character")
    )
    if evaluation.truncatedCount > 0 {
      output.line(
        "longer than the context of \(checkpoint.model.contextLength), and predicted up to there: "
          + counted(evaluation.truncatedCount, "document")
      )
    }
    let table = Self.table(evaluation, stepsDone: checkpoint.state.stepsDone)
    output.write(table.drawn(style: output.style))
  }

  /// Refuses a text in the place of the run, and the run in that of the text.
  private func refuseSwapped() throws(UsageError) {
    let (run, file) = (arguments[Self.run], arguments[Self.file])
    guard Platform.kind(of: run) == .file, RunFolder(path: file).holdsCheckpoint else { return }
    throw arguments.usageError(
      "The run comes first, then the text: \(Self.definition.invocation) \(shellWord(file)) \(shellWord(run))"
    )
  }

  private static func table(_ evaluation: Evaluation, stepsDone: Int) -> Table {
    var table = Table(columns: [
      .init("prediction"),
      .init("nats/token", alignment: .right),
      .init("bits/character", alignment: .right),
      .init("perplexity", alignment: .right),
    ])
    let rows = [
      ("model after \(stepsDone) \(stepsDone == 1 ? "step" : "steps")", evaluation.loss),
      ("bigram counts", evaluation.bigramLoss),
      ("uniform", evaluation.uniformLoss),
    ]
    for (name, loss) in rows {
      table.append([
        name,
        NumberFormat.fixed(loss, decimals: 4),
        NumberFormat.fixed(evaluation.bitsPerCharacter(of: loss), decimals: 4),
        NumberFormat.fixed(evaluation.perplexity(of: loss), decimals: 3),
      ])
    }
    return table
  }
}
