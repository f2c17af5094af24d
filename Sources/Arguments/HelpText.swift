/// Help pages, laid out for a terminal of some width.
struct HelpText {
  /// The program's name.
  private let program: String
  /// The terminal's width in columns.
  let width: Int
  private(set) var text = ""

  init(of program: String, width: Int) {
    self.program = program
    self.width = max(Self.narrowest, width)
  }

  /// Adds a titled paragraph: `OVERVIEW: …`, `USAGE: …`; following lines are indented by `indent`.
  ///
  /// An indented line that calls the program is to be copied, and stays whole.
  mutating func addParagraph(_ title: String?, _ body: String, indent: Int = 0) {
    addGap()
    let lines = body.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let prefix = index == 0 ? title.map { $0 + ": " } ?? "" : ""
      let margin = line.prefix { $0 == " " }.count
      let isCommand = margin > 0 && line.split(separator: " ").contains { $0 == program }
      addLines(isCommand ? [String(line)] : wrapped(prefix + line, indent: indent + margin))
    }
  }

  /// Adds a titled list of two columns.
  mutating func addList(_ title: String, _ entries: [(label: String, help: String)]) {
    guard !entries.isEmpty else { return }
    addGap()
    addLines([title + ":"])
    for entry in entries { addEntry(entry.label, entry.help) }
  }

  /// Adds an indented line after a blank one.
  mutating func addClosing(_ line: String) {
    addGap()
    addLines(wrapped("  " + line, indent: 2))
  }

  /// Where the second column begins.
  private var helpColumn: Int { width < 60 ? 6 : 26 }
  /// Below this the help is laid out as if the terminal were this wide.
  private static let narrowest = 24

  private mutating func addEntry(_ label: String, _ help: String) {
    let margin = String(repeating: " ", count: helpColumn)
    var lines = wrapped(margin + help, indent: helpColumn)
    if help.isEmpty {
      lines = ["  " + label]
    } else if label.count + 4 <= helpColumn {
      lines[0] = "  " + label + lines[0].dropFirst(label.count + 2)
    } else {
      lines.insert("  " + label, at: 0)
    }
    addLines(lines)
  }

  private mutating func addGap() {
    if !text.isEmpty { text += "\n" }
  }

  private mutating func addLines(_ lines: [String]) {
    for line in lines { text += line + "\n" }
  }

  /// Breaks a line at spaces so that each piece fits the width.
  ///
  /// The first piece keeps its own indentation, the others have `indent` spaces. A word that is too long for a line
  /// stands alone on it.
  private func wrapped(_ line: String, indent: Int) -> [String] {
    var lines: [String] = []
    var current = String(line.prefix { $0 == " " })
    var isEmpty = true
    for word in words(of: line) {
      if !isEmpty, current.count + 1 + word.count > width {
        lines.append(current)
        current = String(repeating: " ", count: indent)
        isEmpty = true
      }
      current += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    return lines + [isEmpty ? "" : current]
  }

  /// The words of a line, with what stands in square brackets as one word, so that `[--steps <steps>]` stays whole.
  private func words(of line: String) -> [String] {
    var words: [String] = []
    var isInBrackets = false
    for piece in line.split(separator: " ") {
      if isInBrackets, let last = words.indices.last {
        words[last] += " " + piece
      } else {
        words.append(String(piece))
        isInBrackets = piece.first == "["
      }
      if piece.last == "]" { isInBrackets = false }
    }
    return words
  }
}
