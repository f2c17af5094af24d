extension HeatMap {
  /// The map as a whole SVG picture: cells with their numbers, labelled axes and a legend.
  ///
  /// It has plain attributes and no style sheet, so that any program draws it. Where there are more than 24 columns, the cells
  /// are small and without numbers. Each cell says what it is when pointed at.
  public func svg(palette: Palette = .file) -> Markup {
    let drawing = Drawing(of: self, palette: palette)
    let width = Markup.length(drawing.width)
    let height = Markup.length(drawing.height)
    return .element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "role": "img",
        "width": width, "height": height, "viewBox": "0 0 \(width) \(height)",
        "font-family": "Helvetica, Arial, sans-serif",
      ],
      .element("title", .text(title)),
      .element("rect", ["width": width, "height": height, "fill": palette.paper]),
      drawing.heading,
      isEmpty ? drawing.note : .group([drawing.axes, drawing.grid, drawing.legend])
    )
  }
}

/// Where everything stands in the picture, in its units, which are pixels at full size.
private struct Drawing {
  let map: HeatMap
  let palette: Palette
  let colours: ColourScale
  let rowLabels: [String]
  let columnLabels: [String]
  let showsNumbers: Bool
  let cellWidth: Double
  let cellHeight: Double
  let labelSize: Double
  /// The column labels read upwards, because they are wider than a column.
  let isUpright: Bool
  let left: Double
  let top: Double

  private static let margin = 20.0
  private static let numberSize = 11.0
  private static let titleSize = 15.0

  init(of map: HeatMap, palette: Palette) {
    self.map = map
    self.palette = palette
    colours = ColourScale(map.scale)
    rowLabels = map.rows.map { truncated($0, to: 28) }
    columnLabels = map.columns.map { truncated($0, to: 20) }

    let texts = map.cells.joined().map { $0.map(map.format.text(of:)) ?? "" }
    let numberWidth = texts.reduce(0) { max($0, Self.width(of: $1, size: Self.numberSize)) }
    showsNumbers = map.columns.count <= 24 && map.rows.count <= 64 && numberWidth < 70
    let size = showsNumbers ? 12 : 10.0
    let columnWidth = columnLabels.reduce(0) { max($0, Self.width(of: $1, size: size)) }
    if showsNumbers {
      let label = columnWidth <= 64 && map.columns.count <= 12 ? columnWidth + 8 : 0
      cellWidth = max(32, numberWidth + 12, label).rounded()
      cellHeight = 28
    } else {
      cellWidth = min(18, max(6, (640 / Double(max(1, map.columns.count))).rounded(.down)))
      cellHeight = cellWidth
    }
    labelSize = size
    isUpright = columnWidth > cellWidth - 2

    let rowWidth = rowLabels.reduce(Self.width(of: map.rowTitle, size: 11)) {
      max($0, Self.width(of: $1, size: size))
    }
    left = Self.margin + rowWidth + 8
    top =
      Self.margin + (map.title.isEmpty ? 0 : 34) + (map.columnTitle.isEmpty ? 0 : 20)
      + (isUpright ? columnWidth : size) + 6
  }

  var gridWidth: Double { cellWidth * Double(map.columns.count) }
  var bottom: Double { top + cellHeight * Double(map.rows.count) }
  var height: Double { map.isEmpty ? top + 14 : bottom + 54 }
  var width: Double {
    let legend = map.isEmpty ? 0 : left + legendWidth
    return max(left + gridWidth, legend, Self.margin + Self.width(of: map.title, size: Self.titleSize))
      + Self.margin
  }

  /// About how wide a text is; a character of two columns takes little more than the height of its line.
  private static func width(of text: String, size: Double) -> Double {
    Double(displayWidth(of: text)) * size * 0.58
  }
}

// MARK: - Title and axes

extension Drawing {
  var heading: Markup {
    text(map.title, x: Self.margin, y: Self.margin + 12, size: Self.titleSize, weight: "600")
  }

  var note: Markup {
    text(HeatMap.emptyText, x: Self.margin, y: top - 6, size: 12, fill: palette.muted)
  }

  var axes: Markup {
    let rowPitch = labelStep(for: cellHeight)
    let columnPitch = labelStep(for: cellWidth)
    let titleY = top - (isUpright ? longestColumnLabel : labelSize) - 14
    return .group([
      text(map.columnTitle, x: left, y: titleY, size: 11, fill: palette.muted),
      text(map.rowTitle, x: left - 8, y: top - 6, size: 11, fill: palette.muted, anchor: "end"),
      .group(
        rowLabels.indices.filter { $0 % rowPitch == 0 }.map { row in
          let middle = top + (Double(row) + 0.5) * cellHeight
          return text(
            rowLabels[row],
            x: left - 8,
            y: middle + labelSize * 0.35,
            size: labelSize,
            anchor: "end"
          )
        }
      ),
      .group(columnLabels.indices.filter { $0 % columnPitch == 0 }.map(columnLabel)),
    ])
  }

  private var longestColumnLabel: Double {
    columnLabels.reduce(0) { max($0, Self.width(of: $1, size: labelSize)) }
  }

  private func columnLabel(_ column: Int) -> Markup {
    let middle = left + (Double(column) + 0.5) * cellWidth
    guard isUpright else {
      return text(columnLabels[column], x: middle, y: top - 6, size: labelSize, anchor: "middle")
    }
    let x = middle + labelSize * 0.35
    let turn = "rotate(-90 \(Markup.length(x)) \(Markup.length(top - 6)))"
    return .element(
      "g",
      ["transform": turn],
      text(columnLabels[column], x: x, y: top - 6, size: labelSize)
    )
  }

  /// Every which label has room for its line.
  private func labelStep(for pitch: Double) -> Int {
    max(1, Int((labelSize * 0.95 / pitch).rounded(.up)))
  }

  private func text(
    _ content: String,
    x: Double,
    y: Double,
    size: Double,
    fill: String? = nil,
    anchor: String = "start",
    weight: String = "400"
  ) -> Markup {
    guard !content.isEmpty else { return .empty }
    return .element(
      "text",
      [
        "x": Markup.length(x), "y": Markup.length(y), "font-size": Markup.length(size),
        "font-weight": weight, "fill": fill ?? palette.ink, "text-anchor": anchor,
      ],
      .text(content)
    )
  }
}

// MARK: - Cells and legend

extension Drawing {
  var grid: Markup {
    .element(
      "g",
      ["font-size": Markup.length(Self.numberSize), "text-anchor": "middle"],
      map.rows.indices.flatMap { row in map.columns.indices.map { cell(row: row, column: $0) } }
    )
  }

  private func cell(row: Int, column: Int) -> Markup {
    let x = left + Double(column) * cellWidth
    let y = top + Double(row) * cellHeight
    let value = map.cells[row][column]
    let title = Markup.element("title", .text(map.words(forRow: row, column: column)))
    guard let value, value.isFinite else {
      // Between small cells outlines would be louder than the numbers.
      let stroke = showsNumbers || value != nil ? palette.grid : "none"
      let rect = rect(x: x + 0.5, y: y + 0.5, inset: 2, fill: palette.paper, stroke: stroke)
      let number = value.map { numeral($0, x: x, y: y, fill: palette.muted) } ?? .empty
      return .element("g", title, rect, number)
    }
    let rect = rect(x: x, y: y, inset: 1, fill: colours.colour(of: value), stroke: "none")
    return .element("g", title, rect, numeral(value, x: x, y: y, fill: colours.textColour(on: value)))
  }

  private func rect(x: Double, y: Double, inset: Double, fill: String, stroke: String) -> Markup {
    .element(
      "rect",
      [
        "x": Markup.length(x), "y": Markup.length(y),
        "width": Markup.length(cellWidth - inset), "height": Markup.length(cellHeight - inset),
        "fill": fill, "stroke": stroke,
      ]
    )
  }

  private func numeral(_ value: Double, x: Double, y: Double, fill: String) -> Markup {
    guard showsNumbers else { return .empty }
    return .element(
      "text",
      [
        "x": Markup.length(x + cellWidth / 2 - 0.5),
        "y": Markup.length(y + cellHeight / 2 + Self.numberSize * 0.35 - 0.5), "fill": fill,
      ],
      .text(map.format.text(of: value))
    )
  }

  private static let legendSteps = 32
  private static let legendStep = 5.0

  private var ends: (low: Double, high: Double) {
    switch map.scale {
    case .sequential(let maximum): (0, maximum)
    case .diverging(let maximum): (-maximum, maximum)
    }
  }

  private var stripX: Double { left + Self.width(of: map.format.text(ofEnd: ends.low), size: 11) + 6 }
  private var stripWidth: Double { Double(Self.legendSteps) * Self.legendStep }

  private var legendWidth: Double {
    let end = Self.width(of: map.format.text(ofEnd: ends.high), size: 11)
    let hidden = hasHidden ? 84.0 : 0
    return stripX - left + stripWidth + 6 + end + hidden
  }

  private var hasHidden: Bool { showsNumbers && map.cells.joined().contains { $0 == nil } }

  /// The colours from end to end, and what an empty cell is.
  var legend: Markup {
    let y = bottom + 24
    let strip = (0..<Self.legendSteps).map { step -> Markup in
      let part = Double(step) / Double(Self.legendSteps - 1)
      // Each end on its own: their difference could be more than the largest number.
      let value = ends.low * (1 - part) + ends.high * part
      return .element(
        "rect",
        [
          "x": Markup.length(stripX + Double(step) * Self.legendStep), "y": Markup.length(y),
          "width": Markup.length(Self.legendStep), "height": "10", "fill": colours.colour(of: value),
        ]
      )
    }
    let labelY = y + 9
    let end = stripX + stripWidth + 6
    var pieces: [Markup] = [
      text(map.format.text(ofEnd: ends.low), x: left, y: labelY, size: 11, fill: palette.muted),
      .element("g", ["shape-rendering": "crispEdges"], strip),
      text(map.format.text(ofEnd: ends.high), x: end, y: labelY, size: 11, fill: palette.muted),
    ]
    if hasHidden {
      let x = left + legendWidth - 60
      pieces.append(
        .element(
          "rect",
          [
            "x": Markup.length(x.rounded() + 0.5), "y": Markup.length(y.rounded() - 0.5), "width": "14",
            "height": "10",
            "fill": palette.paper, "stroke": palette.grid,
          ]
        )
      )
      pieces.append(text("hidden", x: x + 20, y: labelY, size: 11, fill: palette.muted))
    }
    return .group(pieces)
  }
}
