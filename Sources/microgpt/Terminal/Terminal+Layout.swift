import Drawing
import VisibleText

/// Sentences and tables in the columns that there are. Into a pipe they stand as they are, for programs that read lines.
extension Terminal {
  /// Writes a table, in several where the columns are too few for one.
  func write(_ table: Table, glyphs: GlyphSet = .unicode) {
    let pieces = knownWidth.map { table.pieces(maximumWidth: $0) } ?? [table]
    // Numbers that wrap can be read; numbers that are cut off can't.
    write(pieces.map { $0.drawn(style: style, glyphs: glyphs) }.joined(separator: "\n"))
  }

  /// Writes a text that is visible, in several lines where the columns are too few for one.
  func sentence(_ text: String, margin: String = "  ", styled: (String) -> String = { $0 }) {
    var lines = [text]
    if let width = knownWidth, displayWidth(of: text) > width {
      lines = wrapped(text, width: width, margin: margin)
    }
    write(lines.map { styled($0) + "\n" }.joined())
  }

  /// Writes what a table's columns are: lines that go on from one to the next.
  func legend(_ lines: [String]) {
    for line in knownWidth == nil ? lines : [lines.joined(separator: " ")] { sentence(line) }
  }
}
