import Arguments
import Drawing
import Formats
import VisibleText

/// How the results of `inspect` and `compare` are given: as text, as JSON, as a picture.
struct InspectionOutput {
  static let svg = Option(
    "--svg",
    placeholder: "file",
    as: .path,
    help: "Write a picture, SVG, to this file; - for standard output, in place of the text."
  )

  /// The options of a subcommand with a picture.
  static let section = CommandDefinition.Section("OUTPUT", [PrintedDocument.flag, svg, Terminal.ascii])
  /// The options of a subcommand without.
  static let textSection = CommandDefinition.Section("OUTPUT", [PrintedDocument.flag, Terminal.ascii])

  private let arguments: ParsedArguments
  private let terminal = Terminal.output

  /// - Throws: ``UsageError`` where one of the options for the output would do nothing beside another.
  init(_ arguments: ParsedArguments) throws(UsageError) {
    self.arguments = arguments
    let hasPicture = arguments.command.options.contains { $0.name == Self.svg.name }
    if hasPicture, let path = arguments[Self.svg] {
      try check(OutputFile(path: path, kind: .picture), of: Self.svg)
    }
    try arguments.checkTextIsPrinted()
  }

  /// Refuses an option that chooses among what JSON prints all of, unless a picture is made by it.
  func check(_ option: any NamedDeclaration, jsonPrints what: String) throws(UsageError) {
    guard arguments.isGiven(option), arguments[PrintedDocument.flag], arguments[Self.svg] == nil else {
      return
    }
    throw arguments.usageError("\(option.name) has no effect with --json, which prints \(what)")
  }

  /// Refuses the options for the text beside a file that takes its place.
  func check(_ file: OutputFile, of option: any NamedDeclaration) throws(UsageError) {
    guard file.isStandardOutput,
      let flag = [PrintedDocument.flag, Terminal.ascii].first(where: { arguments[$0] })
    else {
      return
    }
    throw arguments.usageError(
      "\(flag.name) has no effect where the \(file.kind) is printed in place of the text; give \(option.name) a file"
    )
  }

  var style: Style { terminal.style }
  var width: Int { terminal.width }
  var glyphs: GlyphSet { terminal.glyphs }

  /// Writes the picture where one is asked for, and prints the document as JSON or the text.
  ///
  /// - Parameters:
  ///   - source: the run whose files must not be replaced, where there is one.
  ///   - picture: makes the picture; nil for a subcommand that has none.
  ///   - text: prints the text, a piece at a time.
  func write<Result: Encodable>(
    _ document: FigureDocument<Result>,
    source: RunFolder? = nil,
    picture: (() -> Markup)? = nil,
    text: (InspectionOutput) -> Void
  ) throws {
    if let picture, let file = try pictureFile(source: source) {
      try file.write("\(picture().generated(by: About.name))\n")
      // The picture takes the place of the text: standard output holds one or the other.
      if file.isStandardOutput { return }
    }
    if arguments[PrintedDocument.flag] { terminal.write(try document.json()) } else { text(self) }
  }

  /// The file for the picture, nil where none is asked for.
  ///
  /// - Throws: ``Failure`` where it can't be written or something would be lost; worth knowing before a long computation.
  @discardableResult
  func pictureFile(source: RunFolder?) throws(Failure) -> OutputFile? {
    guard let path = arguments[Self.svg] else { return nil }
    let file = OutputFile(path: path, kind: .picture)
    try file.check(against: source?.files ?? [])
    return file
  }

  func line(_ message: Message = "") { terminal.sentence(message.text) }

  func title(_ message: Message) { terminal.sentence(message.text, styled: style.bold) }

  /// A title with an empty line before it.
  func section(_ title: String) {
    line()
    self.title("\(visible: title)")
  }

  /// What the columns of a table are, in lines that go on from one to the next.
  func legend(_ lines: [String]) { terminal.legend(lines) }

  /// What is drawn for a terminal of some width.
  func lines(_ drawn: (_ width: Int) -> [String]) {
    write(drawn(width).map { $0 + "\n" }.joined())
  }

  /// A chart as text, of at most so many columns.
  func chart(_ chart: LineChart, widest: Int) {
    lines { chart.lines(width: min($0, widest), style: style, glyphs: glyphs) }
  }

  func table(_ table: Table) { terminal.write(table) }

  /// A text in lines as wide as the terminal.
  func paragraph(_ text: String) {
    for line in wrapped(text, width: width, margin: "  ") { write(line + "\n") }
  }

  func heatMap(_ map: HeatMap) {
    write(map.drawn(maximumWidth: terminal.width, style: style, glyphs: glyphs))
  }

  /// Prints what is drawn.
  func write(_ text: String) { terminal.draw(text) }
}
