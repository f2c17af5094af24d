import Arguments
import Drawing
import Inspection
import Training
import Transformer
import VisibleText

/// `microgpt report`: everything about a run and a text on one page.
struct ReportCommand {
  static let output = Option(
    "--output",
    short: "-o",
    placeholder: "file",
    as: .path,
    defaultText: "<run>/report.html",
    help: "The file to write; - for standard output."
  )
  static let data = Option(
    "--data",
    placeholder: "file",
    as: .input,
    defaultText: "where it was",
    help: "The text the run was trained on, for the baselines and for marking samples."
  )

  static let definition = CommandDefinition(
    program: About.name,
    name: "report",
    abstract: "Write one HTML page about a run and a text.",
    discussion: """
      The page needs no network and no script. It shows training, samples, attention, the gradient of the √d scaling, the flow \
      of gradients through the cache, and the graph of one score. The same command writes the same page as long as the run and \
      the file it was trained on stay the same.
      """,
    arguments: [InspectedText.run],
    options: [InspectedText.text.required, RunFolder.checkpoint, output, data]
  )

  private let arguments: ParsedArguments

  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  func run() throws {
    let text = try InspectedText(arguments) {
      RunPage.largestPositionCount(heads: $0.model.layerCount * $0.model.headCount)
    }
    let path = arguments[Self.output] ?? text.run.path + "/report.html"
    let file = OutputFile(path: path, kind: .page)
    try file.check(against: text.run.files)
    let last = try text.run.loadCheckpoint()
    let record = try RunHistory(text.run, last, sourcePath: arguments[Self.data])
    let film = try text.film(upTo: last)
    let page = RunPage(
      text: text.drawn,
      record: record,
      losses: try losses(text, on: record.source),
      heldOutLosses: try heldOutLosses(text, on: record.source),
      film: film,
      lastStep: last.state.stepsDone,
      best: last.state.best,
      command: command
    )
    try file.write(page.html)
  }

  /// The losses on the text that the run was trained on, where that was found.
  private func losses(_ text: InspectedText, on source: TextFile?) throws(Failure) -> FileEvaluation? {
    let (model, tokenizer) = (text.model, text.checkpoint.tokenizer)
    guard
      let documents = try? source?.documents(tokenizer, contextLength: text.checkpoint.model.contextLength)
    else { return nil }
    return try FileEvaluation(model, of: text.run.path, tokenizer, documents)
  }

  /// The losses on what the run held out, where it did and its text was found.
  private func heldOutLosses(_ text: InspectedText, on source: TextFile?) throws(Failure) -> FileEvaluation? {
    guard text.checkpoint.training.validationShare > 0,
      let part = try source.map({ source throws(Failure) in try HeldOutPart(of: text.checkpoint, in: source) }
      )
    else { return nil }
    return try FileEvaluation(
      text.model,
      of: text.run.path,
      text.checkpoint.tokenizer,
      part.documents,
      bigrams: part.bigrams
    )
  }

  /// The command as it was given, but for the file that the page goes to: it is the same page in any file.
  private var command: String {
    let checkpoint =
      arguments.typed(RunFolder.checkpoint).map { [(name: RunFolder.checkpoint.name, value: $0)] } ?? []
    let data = arguments[Self.data].map { [(name: Self.data.name, value: $0)] } ?? []
    let text = visible(arguments[InspectedText.text] ?? [])
    return shellCommand(
      "microgpt report",
      [arguments[InspectedText.run]],
      options: [(InspectedText.text.name, text)] + checkpoint + data
    ).text
  }
}
