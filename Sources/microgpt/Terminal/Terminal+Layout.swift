import Drawing
import VisibleText

/// Sentences and tables in the columns that there are. Into a pipe they stand as they are, for programs that read lines.
extension Terminal {
  /// Writes a table, in several where the columns are too few for one.
  func write(_ table: Table) {
    // Before it is drawn: a sign may take more room in ASCII.
    let shown = Table(
      columns: table.columns.map { .init(self.shown($0.header), alignment: $0.alignment) },
      rows: table.rows.map { $0.map(self.shown) }
    )
    let pieces = knownWidth.map { shown.pieces(maximumWidth: $0) } ?? [shown]
    // Numbers that wrap can be read; numbers that are cut off can't.
    write(pieces.map { $0.drawn(style: style, glyphs: glyphs) }.joined(separator: "\n"))
  }

  /// Writes a text that is visible, in several lines where the columns are too few for one.
  ///
  /// - Parameters:
  ///   - first: what stands before it.
  ///   - margin: what stands before all lines but the first.
  ///   - styled: what is done to each line.
  func sentence(
    _ text: String,
    first: String = "",
    margin: String = "  ",
    styled: (String) -> String = { $0 }
  ) {
    // Before it is broken into lines, as a table's cells.
    let text = shown(text)
    let lines = knownWidth.map { wrapped(text, width: $0, first: first, margin: margin) } ?? [first + text]
    write(lines.map { styled($0) + "\n" }.joined())
  }

  /// Writes what a table's columns are: lines that go on from one to the next.
  func legend(_ lines: [String]) {
    guard !lines.isEmpty else { return }
    for line in knownWidth == nil ? lines : [lines.joined(separator: " ")] { sentence(line) }
  }
}
