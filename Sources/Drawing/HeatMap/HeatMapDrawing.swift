/// Where everything of a heat map stands in a picture, in units that are pixels at full size.
struct HeatMapDrawing {
  let map: HeatMap
  let selection: HeatMap.Selection?
  let pen: Pen
  let colours: ColourScale
  let title: String
  let rowLabels: [String]
  let columnLabels: [String]
  let showsNumbers: Bool
  let cellWidth: Double
  let cellHeight: Double
  let labelSize: Double
  /// The column labels read upwards, because they are wider than a column.
  let isUpright: Bool
  /// How far the column labels reach up.
  let labelHeight: Double
  let left: Double
  let top: Double

  static let margin = 20.0
  static let noteSize = 11.0
  static let numberSize = 11.0

  init(of map: HeatMap, palette: Palette, selection: HeatMap.Selection?) {
    self.map = map
    self.selection = selection
    pen = Pen(palette: palette)
    colours = ColourScale(map.scale)
    title = truncated(drawable(map.title), to: 100)
    rowLabels = map.rows.map { truncated(drawable($0), to: 28) }
    columnLabels = map.columns.map { truncated(drawable($0), to: 20) }

    let numbers = map.cells.joined().compactMap { $0.map(map.format.text(of:)) }
    let numberWidth = Pen.width(ofWidest: numbers, size: Self.numberSize)
    showsNumbers = map.columns.count <= 24 && map.rows.count <= 64 && numberWidth < 72
    labelSize = showsNumbers ? 12 : 10
    let columnWidth = Pen.width(ofWidest: columnLabels, size: labelSize)
    if showsNumbers {
      // A few columns may as well be as wide as their labels.
      let label = columnWidth <= 64 && map.columns.count <= 12 ? columnWidth + 8 : 0
      cellWidth = max(32, numberWidth + 12, label).rounded()
      cellHeight = 28
    } else {
      cellWidth = min(18, max(6, (640 / Double(max(1, map.columns.count))).rounded(.down)))
      cellHeight = cellWidth
    }
    isUpright = columnWidth > cellWidth - 2
    labelHeight = isUpright ? columnWidth : labelSize

    let rowWidth = max(
      Pen.width(ofWidest: rowLabels, size: labelSize),
      Pen.width(of: map.rowTitle, size: Self.noteSize)
    )
    left = (Self.margin + rowWidth + 8).rounded()
    top =
      (Self.margin + (title.isEmpty ? 0 : 34) + (map.columnTitle.isEmpty ? 0 : 20) + labelHeight + 6)
      .rounded()
  }

  var bottom: Double { top + cellHeight * Double(map.rows.count) }

  var height: Double { map.isEmpty ? top : bottom + 34 + Self.margin }

  var width: Double {
    let right = max(
      Self.margin + Pen.width(of: title, size: Pen.headingSize),
      left + cellWidth * Double(map.columns.count),
      left + Pen.width(of: map.columnTitle, size: Self.noteSize),
      map.isEmpty ? 0 : legendEnd
    )
    return (right + Self.margin).rounded(.up)
  }
}

extension HeatMapDrawing {
  var heading: Markup { pen.heading(title, x: Self.margin, y: Self.margin + 12) }

  /// What stands in the place of no cells.
  var note: Markup {
    pen.text(HeatMap.emptyText, x: Self.margin, y: Self.margin + 36, colour: pen.palette.muted, size: 12)
  }

  /// The labels of rows and columns, as many as there is room for, and what they are.
  var axes: Markup {
    let rows = rowLabels.indices.filter { $0.isMultiple(of: labelStep(for: cellHeight)) }
    let columns = columnLabels.indices.filter { $0.isMultiple(of: labelStep(for: cellWidth)) }
    return .group([
      pen.text(
        map.columnTitle,
        x: left,
        y: top - labelHeight - 14,
        colour: pen.palette.muted,
        size: Self.noteSize
      ),
      pen.text(
        map.rowTitle,
        x: left - 8,
        y: top - 6,
        colour: pen.palette.muted,
        size: Self.noteSize,
        anchor: .end
      ),
      .group(columns.map(columnLabel)),
      .group(rows.map(rowLabel)),
    ])
  }

  private func rowLabel(_ row: Int) -> Markup {
    let middle = top + (Double(row) + 0.5) * cellHeight
    return pen.text(
      rowLabels[row],
      x: left - 8,
      y: middle + labelSize * 0.35,
      colour: pen.palette.ink,
      size: labelSize,
      anchor: .end
    )
  }

  private func columnLabel(_ column: Int) -> Markup {
    let label = columnLabels[column]
    let middle = left + (Double(column) + 0.5) * cellWidth
    let y = top - 6
    guard isUpright else {
      return pen.text(label, x: middle, y: y, colour: pen.palette.ink, size: labelSize, anchor: .middle)
    }
    let x = middle + labelSize * 0.35
    return .element(
      "g",
      ["transform": "rotate(-90 \(Markup.length(x)) \(Markup.length(y)))"],
      pen.text(label, x: x, y: y, colour: pen.palette.ink, size: labelSize)
    )
  }

  /// Every which label has room for its line.
  private func labelStep(for pitch: Double) -> Int {
    max(1, Int((labelSize * 0.95 / pitch).rounded(.up)))
  }
}
