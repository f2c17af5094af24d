/// Lines of roff, as mdoc(7) wants them: short, and a new one for each sentence.
struct Roff {
  private(set) var text = ""

  /// Whether a paragraph ends here, if anything but a list, a display or a section follows.
  private var isParagraphDue = false

  /// Macros that keep a distance of their own.
  private static let apart: Set = ["Bl", "Bd", "Sh", "Ss"]

  /// Adds a line that begins with a macro.
  mutating func macro(_ line: String) {
    endParagraph(before: String(line.prefix(2)))
    text += "." + line + "\n"
  }

  /// From here on is another paragraph.
  mutating func paragraph() { isParagraphDue = true }

  private mutating func endParagraph(before macro: String? = nil) {
    if isParagraphDue, macro.map({ !Self.apart.contains($0) }) ?? true { text += ".Pp\n" }
    isParagraphDue = false
  }

  /// Adds paragraphs; what is indented stays as it is.
  mutating func discussion(_ body: String) {
    var isLiteral = false
    var isBeginning = true
    for line in body.split(separator: "\n", omittingEmptySubsequences: false) where !line.isEmpty {
      if line.first == " " {
        if !isLiteral { macro("Bd -literal -offset indent") }
        isLiteral = true
        text += Self.guarded(Self.escaped(String(line.drop { $0 == " " }))) + "\n"
      } else {
        if isLiteral { macro("Ed") }
        if isLiteral || !isBeginning { paragraph() }
        isLiteral = false
        lines(String(line))
      }
      isBeginning = false
    }
    if isLiteral { macro("Ed") }
    paragraph()
  }

  /// Adds a text, broken after each sentence and where a line gets long.
  mutating func lines(_ body: String) {
    endParagraph()
    var line = ""
    func isEnd(_ word: Substring) -> Bool {
      word.last.map { ".!?".contains($0) } ?? false || word.hasSuffix(".)")
    }
    for word in body.split(separator: " ") {
      let escaped = Self.escaped(String(word))
      if !line.isEmpty, line.utf8.count + 1 + escaped.utf8.count > Self.width {
        text += Self.guarded(line) + "\n"
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + escaped
      if isEnd(word) {
        text += Self.guarded(line) + "\n"
        line = ""
      }
    }
    if !line.isEmpty { text += Self.guarded(line) + "\n" }
  }

  private static let width = 78

  /// A text in which nothing is taken for roff: hyphens that can be copied, and ASCII alone.
  static func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      // Which every device has.
      case "…": result += "..."
      case "\u{20}"..."\u{7E}": result.unicodeScalars.append(scalar)
      default:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "\\[u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "]"
      }
    }
  }

  /// A line that does not begin as a macro does.
  private static func guarded(_ line: String) -> String {
    line.first == "." || line.first == "'" ? "\\&" + line : line
  }
}
