import VisibleText

extension HeatMap {
  /// The map's lines, without line breaks.
  ///
  /// With a style, a number stands on a background of its colour; without, a glyph before it is the denser the larger its
  /// magnitude. Where the columns do not fit a `maximumWidth`, they go on in a block below, with the row labels again. Labels
  /// may be cut, numbers never are: where not even one column fits, the lines are wider.
  public func lines(
    maximumWidth: Int? = nil,
    style: Style = .plain,
    glyphs: GlyphSet = .unicode
  ) -> [String] {
    let heading = title.isEmpty ? [] : [style.bold(cut(title, to: maximumWidth ?? .max, glyphs))]
    guard !isEmpty else { return heading + [Self.emptyText] }
    let layout = Layout(of: self, maximumWidth: maximumWidth, style: style, glyphs: glyphs)
    let blocks = layout.blocks.map { layout.lines(of: $0) }
    return heading + Array(blocks.joined(separator: [""]))
      + [style.dim(shadingLegend(inColour: style.isEnabled))]
  }

  /// The map as text, a line break after each line.
  public func drawn(
    maximumWidth: Int? = nil,
    style: Style = .plain,
    glyphs: GlyphSet = .unicode
  ) -> String {
    lines(maximumWidth: maximumWidth, style: style, glyphs: glyphs).map { $0 + "\n" }.joined()
  }

  private func shadingLegend(inColour: Bool) -> String {
    switch scale {
    case .sequential(let maximum):
      "shading: 0 to " + format.text(ofEnd: maximum)
    case .diverging(let maximum) where inColour:
      "shading: " + format.text(ofEnd: -maximum) + " to " + format.text(ofEnd: maximum)
    case .diverging(let maximum):
      "shading: magnitude, 0 to " + format.text(ofEnd: maximum)
    }
  }

  fileprivate func cut(_ text: String, to width: Int, _ glyphs: GlyphSet) -> String {
    truncated(harmless(text), to: width, ellipsis: glyphs.ellipsis)
  }
}

/// Where everything stands in a terminal.
private struct Layout {
  let map: HeatMap
  let style: Style
  let glyphs: GlyphSet
  let colours: ColourScale
  /// The cells as text.
  let numbers: [[String]]
  let rowLabels: [String]
  let columnLabels: [String]
  let columnTitle: String
  let numbersStart: Int
  let columnWidths: [Int]
  /// The columns that stand side by side, one range below the other.
  let blocks: [Range<Int>]

  private static let longestRowLabel = 32
  private static let longestColumnLabel = 12
  private static let hidden = "---"

  init(of map: HeatMap, maximumWidth: Int?, style: Style, glyphs: GlyphSet) {
    self.map = map
    self.style = style
    self.glyphs = glyphs
    colours = ColourScale(map.scale)

    numbers = map.cells.map { row in row.map { $0.map(map.format.text(of:)) ?? Self.hidden } }
    let numberWidth = numbers.joined().reduce(0) { max($0, $1.count) }

    let room = maximumWidth.map { max(6, $0 / 3) } ?? .max
    let labels = alignedLabels(
      [map.rowTitle] + map.rows,
      to: min(Self.longestRowLabel, room),
      glyphs: glyphs
    )
    let labelWidth = displayWidth(of: labels[0])
    // A glyph has a space before it; a coloured cell begins with its colour.
    let gap = style.isEnabled ? " " : ""
    rowLabels = labels.map { $0 + gap }
    let labelEnd = labelWidth + gap.count

    let longest = min(max(Self.longestColumnLabel, numberWidth), max(numberWidth, room))
    columnLabels = map.columns.map { map.cut($0, to: longest, glyphs) }
    // One more for the gap, and one for the shade or the other half of the gap.
    columnWidths = columnLabels.map { max(numberWidth, displayWidth(of: $0)) + 2 }

    var blocks: [Range<Int>] = []
    var start = 0
    var width = labelEnd
    for (column, columnWidth) in columnWidths.enumerated() {
      width += columnWidth
      if let maximumWidth, width > maximumWidth, column > start {
        blocks.append(start..<column)
        start = column
        width = labelEnd + columnWidth
      }
    }
    self.blocks = blocks + [start..<columnWidths.count]
    numbersStart = labelWidth + 2
    columnTitle = map.cut(map.columnTitle, to: max(0, (maximumWidth ?? .max) - labelWidth - 2), glyphs)
  }

  func lines(of block: Range<Int>) -> [String] {
    var lines: [String] = []
    if !columnTitle.isEmpty {
      lines.append(spaces(numbersStart) + style.dim(columnTitle))
    }
    // In colour a number stands in the middle of its cell, not at its right edge.
    let margin = style.isEnabled ? " " : ""
    let header = block.map {
      padded(columnLabels[$0] + margin, to: columnWidths[$0], alignment: .right)
    }
    lines.append(trimmed(style.dim(rowLabels[0]) + header.joined()))
    for row in map.rows.indices {
      lines.append(rowLabels[row + 1] + block.map { cell(row: row, column: $0) }.joined())
    }
    return lines
  }

  private func cell(row: Int, column: Int) -> String {
    let number = numbers[row][column]
    let width = columnWidths[column]
    guard let value = map.cells[row][column], value.isFinite else {
      let text = padded(number + (style.isEnabled ? " " : ""), to: width, alignment: .right)
      return map.cells[row][column] == nil ? style.dim(text) : text
    }
    guard style.isEnabled else {
      let shade = glyphs.shade(of: colours.fraction(of: value).magnitude)
      return padded(String(shade) + number, to: width, alignment: .right)
    }
    let text = padded(number + " ", to: width, alignment: .right)
    return style.onBackground(colours.terminalColour(of: value), text)
  }
}
