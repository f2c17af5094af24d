import VisibleText

/// Rows of text in aligned columns under a header.
///
///     layer  head  entropy
///     ─────  ────  ───────
///         0     1   1.3863
///
/// Widths are terminal columns, not characters, so that names of any script stay in line.
public struct Table: Sendable {
  /// One column's header and the side its cells stand on.
  public struct Column: Sendable {
    /// The text above the column.
    public let header: String
    /// Where the cells stand; text columns stand left, numbers right.
    public let alignment: Alignment

    /// Creates a column with its header, which stands on the side of the cells.
    public init(_ header: String, alignment: Alignment = .left) {
      self.header = Table.cell(header)
      self.alignment = alignment
    }
  }

  /// The columns from left to right.
  public let columns: [Column]
  /// The cells, one row after another; each row has one cell per column.
  public private(set) var rows: [[String]] = []

  /// Creates a table; every row must have one cell per column.
  public init(columns: [Column], rows: [[String]] = []) {
    self.columns = columns
    for row in rows { append(row) }
  }

  /// Adds a row below the others; it must have one cell per column.
  public mutating func append(_ row: [String]) {
    precondition(
      row.count == columns.count,
      "a row of \(row.count) cells does not fit a table of \(columns.count) columns"
    )
    rows.append(row.map(Self.cell))
  }

  /// The table's lines, without line breaks.
  ///
  /// With a `maximumWidth`, the widest text column is cut until every line fits, then the next widest; where no text is
  /// left to cut, the lines are.
  public func lines(
    maximumWidth: Int? = nil,
    style: Style = .plain,
    glyphs: GlyphSet = .unicode
  ) -> [String] {
    let widths = columnWidths(maximumWidth: maximumWidth)
    var lines = [line(of: columns.map { $0.header }, widths: widths, glyphs: glyphs)].map(style.bold)
    let rules = widths.map { String(repeating: glyphs.rule, count: $0) }
    lines.append(style.dim(rules.joined(separator: Self.gutter)))
    lines += rows.map { line(of: $0, widths: widths, glyphs: glyphs) }
    guard let maximumWidth else { return lines }
    return lines.map { truncated($0, to: maximumWidth, ellipsis: glyphs.ellipsis) }
  }

  /// The table as text, a line break after each line.
  public func drawn(
    maximumWidth: Int? = nil,
    style: Style = .plain,
    glyphs: GlyphSet = .unicode
  ) -> String {
    lines(maximumWidth: maximumWidth, style: style, glyphs: glyphs).map { $0 + "\n" }.joined()
  }

  private static let gutter = "  "

  private func columnWidths(maximumWidth: Int?) -> [Int] {
    var widths = columns.indices.map { index in
      rows.reduce(displayWidth(of: columns[index].header)) { max($0, displayWidth(of: $1[index])) }
    }
    guard let maximumWidth else { return widths }
    let gutters = Self.gutter.count * max(0, columns.count - 1)
    let textColumns = columns.indices.filter { columns[$0].alignment == .left }
    while widths.reduce(gutters, +) > maximumWidth,
      let widest = textColumns.max(by: { widths[$0] < widths[$1] }),
      widths[widest] > 1
    {
      widths[widest] -= 1
    }
    return widths
  }

  private func line(of cells: [String], widths: [Int], glyphs: GlyphSet) -> String {
    var line = ""
    // Spaces wait until something follows them: no line ends in blanks.
    var waiting = 0
    for (index, cell) in cells.enumerated() {
      let text = truncated(cell, to: widths[index], ellipsis: glyphs.ellipsis)
      let missing = widths[index] - displayWidth(of: text)
      let before =
        switch columns[index].alignment {
        case .left: 0
        case .right: missing
        case .center: missing / 2
        }
      waiting += before
      if !text.isEmpty {
        line += spaces(waiting) + text
        waiting = 0
      }
      waiting += missing - before + Self.gutter.count
    }
    return line
  }

  /// The text in one line with what can't be seen written out, styles kept.
  private static func cell(_ text: String) -> String {
    textSegments(of: text).map { segment in
      switch segment {
      case .escape(let escape): Style.isStyle(escape) ? escape : harmless(escape)
      case .text(let text): harmless(text)
      }
    }.joined()
  }
}
