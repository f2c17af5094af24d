import Arguments
import Drawing
import Inspection
import Lessons
import Pictures
import VisibleText

/// `microgpt worksheet`: one head's numbers, to be worked by hand.
struct WorksheetCommand {
  static let layer = Option(
    "--layer",
    placeholder: "n",
    as: .integer(in: 0...),
    defaultText: "0",
    help: "The layer, counted from 0."
  )
  static let head = Option(
    "--head",
    placeholder: "n",
    as: .integer(in: 0...),
    defaultText: "the one with the largest ∂L/∂s",
    help: "The head, counted from 0."
  )
  static let position = Option(
    "--position",
    placeholder: "n",
    as: .integer(in: 0...),
    defaultText: "the last that fits",
    help: "The position of the query, counted from 0."
  )
  static let output = Option(
    "--output",
    short: "-o",
    placeholder: "file",
    as: .path,
    help: "Write an HTML page to be printed to this file, in place of the text; - for standard output."
  )

  static let definition = CommandDefinition(
    program: About.name,
    name: "worksheet",
    abstract: "Make a sheet with one head's numbers, to work attention by hand.",
    discussion: """
      The sheet has a query, the keys and values that it sees, the scale s, and the gradient that arrives at the output, all rounded, and boxes \
      for the scores, the weights, the output and ∂L/∂s. On a second page are the solutions, computed from the rounded numbers, each beside what the engine computed.

      A sheet has room for a query that sees \(Worksheet.largestKeyCount) positions and for heads that are \(Worksheet.largestWidth) wide.
      """,
    arguments: [InspectedText.run],
    sections: [
      .init("WHAT", [InspectedText.text.required, Self.layer, head, position, RunFolder.checkpoint]),
      .init("OUTPUT", [output, PrintedDocument.flag, Terminal.ascii]),
    ]
  )

  private let arguments: ParsedArguments

  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  func run() throws {
    let output = try InspectionOutput(arguments)
    let page = arguments[Self.output].map { OutputFile(path: $0, kind: .page) }
    if let page {
      try output.check(page, of: Self.output)
      if arguments[Terminal.ascii] {
        throw arguments.usageError(
          "--ascii has no effect with \(Self.output.name), which takes the place of the text"
        )
      }
    }
    let text = try InspectedText(arguments)
    if let page { try page.check(against: text.run.files) }
    let (sheet, row) = try calculation(text)
    if let page {
      try page.write(WorksheetPage(text: text.drawn, sheet: sheet, row: row, command: command).html)
      // The page takes the place of the text.
      guard arguments[PrintedDocument.flag], !page.isStandardOutput else { return }
    }
    try output.write(FigureDocument(.worksheet, text, sheet)) { output in
      sheet.write(row, text, to: output)
    }
  }

  private func calculation(_ text: InspectedText) throws(UsageError) -> (Worksheet, AttentionRow) {
    let shape = text.checkpoint.model
    let layer = try arguments.index(Self.layer, below: shape.layerCount, "layer") ?? 0
    let head = try arguments.index(Self.head, below: shape.headCount, "head")
    let position = try arguments.index(Self.position, below: text.labels.count, "position")
    return try text.model.withForwardPass(over: text.tokens) {
      pass throws(UsageError) -> (Worksheet, AttentionRow) in
      do throws(WorksheetError) {
        let sheet = try Worksheet(pass, layer: layer, head: head, position: position)
        return (sheet, AttentionRow(pass, layer: layer, head: sheet.head, position: sheet.position))
      } catch { throw arguments.usageError(advice(error)) }
    }
  }

  /// What is wrong, and what would be accepted.
  private func advice(_ error: WorksheetError) -> Message {
    switch error {
    case .tooWide:
      "\(error); choose a run with narrower heads, which 'microgpt train' makes with more --heads or a smaller --embedding"
    case .tooManyKeys(_, _, let lastPosition):
      "\(Self.position.name): \(error); the last that sees so few is \(Self.position.name) \(lastPosition)"
    case .tooLarge: "\(error)"
    }
  }

  /// The command as it was given, but for the file that the page goes to: it is the same page in any file.
  private var command: String {
    let chosen: [any NamedDeclaration] = [Self.layer, Self.head, Self.position, RunFolder.checkpoint]
    let options = chosen.compactMap { option in
      arguments.typed(option).map { (name: option.name, value: $0) }
    }
    let text = visible(arguments[InspectedText.text] ?? [])
    return shellCommand(
      "microgpt worksheet",
      [arguments[InspectedText.run]],
      options: [(InspectedText.text.name, text)] + options
    ).text
  }
}
