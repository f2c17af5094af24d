import Arguments
import Drawing
import Formats
import VisibleText

/// How the results of `inspect` are given: as text, as JSON, as a picture.
struct InspectionOutput {
  static let json = Flag("--json", help: "Print the figures as JSON at full precision, in one line.")
  static let svg = Option(
    "--svg",
    placeholder: "file",
    as: .string,
    help: "Write a picture, SVG, to this file; - for standard output, in place of the text."
  )
  static let ascii = Flag("--ascii", help: "Draw with ASCII characters alone, tokens of the text aside.")

  /// The options of a subcommand with a picture.
  static let section = CommandDefinition.Section("OUTPUT", [json, svg, ascii])
  /// The options of a subcommand without.
  static let textSection = CommandDefinition.Section("OUTPUT", [json, ascii])

  private let arguments: ParsedArguments
  private let terminal = Terminal.output

  /// - Throws: ``UsageError`` where one of the options for the output would do nothing beside another.
  init(_ arguments: ParsedArguments) throws(UsageError) {
    self.arguments = arguments
    let hasPicture = arguments.command.options.contains { $0.name == Self.svg.name }
    if hasPicture, let path = arguments[Self.svg], OutputFile(path: path, kind: .picture).isStandardOutput,
      let flag = [Self.json, Self.ascii].first(where: { arguments[$0] })
    {
      throw arguments.usageError(
        "\(flag.name) has no effect where the picture is printed in place of the text; give --svg a file"
      )
    }
    if arguments[Self.json] && arguments[Self.ascii] {
      throw arguments.usageError("--ascii has no effect with --json, which is printed in place of the text")
    }
  }

  /// Refuses an option that chooses among what JSON prints all of, unless a picture is made by it.
  func check(_ option: any NamedDeclaration, jsonPrints what: String) throws(UsageError) {
    guard arguments.isGiven(option), arguments[Self.json], arguments[Self.svg] == nil else { return }
    throw arguments.usageError("\(option.name) has no effect with --json, which prints \(what)")
  }

  var style: Style { terminal.style }
  var width: Int { terminal.width }
  var glyphs: GlyphSet { arguments[Self.ascii] ? .ascii : .unicode }

  /// Writes the picture where one is asked for, and prints the document as JSON or the text.
  ///
  /// - Parameters:
  ///   - source: the run whose files must not be replaced, where there is one.
  ///   - picture: makes the picture; nil for a subcommand that has none.
  ///   - text: prints the text, a piece at a time.
  func write<Result: Encodable>(
    _ document: InspectionDocument<Result>,
    source: RunFolder? = nil,
    picture: (() -> Markup)? = nil,
    text: (InspectionOutput) -> Void
  ) throws {
    if let picture, let file = try pictureFile(source: source) {
      try file.write("\(picture().generated(by: About.name))\n")
      // The picture takes the place of the text: standard output holds one or the other.
      if file.isStandardOutput { return }
    }
    if arguments[Self.json] { terminal.write(try document.json()) } else { text(self) }
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

  func line(_ message: Message = "") { write(message.text + "\n") }

  func title(_ message: Message) { write(style.bold(message.text) + "\n") }

  func table(_ table: Table) {
    // Numbers that wrap can be read; numbers that are cut off can't.
    guard arguments[Self.ascii] else { return write(table.drawn(style: style, glyphs: glyphs)) }
    // Before it is drawn: a sign may take more room in ASCII.
    let ascii = Table(
      columns: table.columns.map { .init(asciiText($0.header), alignment: $0.alignment) },
      rows: table.rows.map { $0.map(asciiText) }
    )
    write(ascii.drawn(style: style, glyphs: glyphs))
  }

  func heatMap(_ map: HeatMap) {
    write(map.drawn(maximumWidth: terminal.width, style: style, glyphs: glyphs))
  }

  /// Prints a text as it stands, in ASCII where that is asked for.
  func write(_ text: String) {
    terminal.write(arguments[Self.ascii] ? asciiText(text) : text)
  }
}

/// The few signs beyond ASCII that the texts of `inspect` have, in ASCII.
private func asciiText(_ text: String) -> String {
  var result = ""
  for character in text {
    switch character {
    case "√": result += "sqrt "
    case "∂": result += "d"
    case "·": result += "*"
    case "Σ": result += "sum"
    case "ḡ": result += "mean g"
    case "ᵀ": result += "^T"
    case "→": result += "->"
    case "←": result += "<-"
    case "σ": result += "sigma"
    case "′": result += "'"
    case "␣": result += "_"
    case "‖": result += "|"
    case "×": result += "x"
    case "−", "–": result += "-"
    case "…": result += "..."
    default: result.append(character)
    }
  }
  return result
}
