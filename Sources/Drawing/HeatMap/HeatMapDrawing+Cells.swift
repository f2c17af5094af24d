extension HeatMapDrawing {
  /// The cells, each with its number if there is room, and with what it is for whoever points at it.
  var grid: Markup {
    var attributes = [
      Markup.Attribute(name: "font-size", value: Markup.length(Self.numberSize)),
      .init(name: "text-anchor", value: "middle"),
    ]
    if let selection { attributes.append(.init(name: "data-cells", value: selection.name)) }
    let cells = map.rows.indices.flatMap { row in map.columns.indices.map { cell(row: row, column: $0) } }
    return .node(name: "g", attributes: attributes, children: cells + [frame])
  }

  /// A line around the chosen cell.
  private var frame: Markup {
    guard let row = selection?.row, let column = selection?.column else { return .empty }
    let x = left + Double(column) * cellWidth
    let y = top + Double(row) * cellHeight
    return .element(
      "rect",
      [
        "x": Markup.length(x), "y": Markup.length(y), "width": Markup.length(cellWidth - 1),
        "height": Markup.length(cellHeight - 1), "pointer-events": "none",
        "style": "fill:none;stroke:\(pen.palette.ink);stroke-width:2.5",
      ]
    )
  }

  /// What makes a cell one that can be chosen.
  private func attributes(row: Int, column: Int) -> [Markup.Attribute] {
    guard let selection else { return [] }
    let isChosen = row == selection.row && column == selection.column
    let isStop = isChosen || selection.row == nil && row == 0 && column == 0
    return [
      .init(name: "data-row", value: "\(row)"), .init(name: "data-column", value: "\(column)"),
      .init(name: "role", value: "button"), .init(name: "aria-pressed", value: isChosen ? "true" : "false"),
      .init(name: "tabindex", value: isStop ? "0" : "-1"),
    ]
  }

  private func cell(row: Int, column: Int) -> Markup {
    let x = left + Double(column) * cellWidth
    let y = top + Double(row) * cellHeight
    let title = Markup.element("title", .text(map.words(forRow: row, column: column)))
    let attributes = attributes(row: row, column: column)
    let value = map.cells[row][column]
    guard let value, value.isFinite else {
      // Between small cells the outlines would be louder than the colours.
      let stroke = showsNumbers || value != nil ? pen.palette.grid : nil
      let place = (x: x + 0.5, y: y + 0.5, width: cellWidth - 2, height: cellHeight - 2)
      return .group([
        Self.rect(place, fill: pen.palette.paper, stroke: stroke, attributes, [title]),
        numeral(value, x: x, y: y, fill: pen.palette.muted),
      ])
    }
    let place = (x: x, y: y, width: cellWidth - 1, height: cellHeight - 1)
    return .group([
      Self.rect(place, fill: colours.colour(of: value), stroke: nil, attributes, [title]),
      numeral(value, x: x, y: y, fill: colours.textColour(on: value)),
    ])
  }

  private func numeral(_ value: Double?, x: Double, y: Double, fill: String) -> Markup {
    guard showsNumbers, let value else { return .empty }
    return .element(
      "text",
      [
        "x": Markup.length(x + (cellWidth - 1) / 2),
        "y": Markup.length(y + (cellHeight - 1) / 2 + Self.numberSize * 0.35),
        // Whoever points at the number means the cell.
        "pointer-events": "none", "style": "fill:\(fill)",
      ],
      .text(map.format.text(of: value))
    )
  }

  private typealias Place = (x: Double, y: Double, width: Double, height: Double)

  private static func rect(
    _ place: Place,
    fill: String,
    stroke: String?,
    _ own: [Markup.Attribute] = [],
    _ children: [Markup] = []
  ) -> Markup {
    let lengths = [
      ("x", place.x), ("y", place.y), ("width", place.width), ("height", place.height),
    ]
    var attributes = lengths.map { Markup.Attribute(name: $0.0, value: Markup.length($0.1)) }
    let outline = stroke.map { ";stroke:\($0);stroke-width:0.75" } ?? ""
    attributes.append(.init(name: "style", value: "fill:\(fill)\(outline)"))
    return .node(name: "rect", attributes: attributes + own, children: children)
  }
}

// MARK: - Legend

extension HeatMapDrawing {
  private static let legendSteps = 32
  private static let legendStep = 5.0

  /// The colours from end to end, and what an empty cell is.
  var legend: Markup {
    let y = bottom + 24
    let steps = (0..<Self.legendSteps).map { step in
      let part = Double(step) / Double(Self.legendSteps - 1)
      // Not low + part · (high − low): that difference can be more than the largest number.
      let value = (1 - part) * ends.low + part * ends.high
      let x = stripStart + Double(step) * Self.legendStep
      return Self.rect((x, y, Self.legendStep, 10), fill: colours.colour(of: value), stroke: nil)
    }
    var pieces: [Markup] = [
      note(format(ends.low), x: left, y: y + 9),
      .element("g", ["shape-rendering": "crispEdges"], steps),
      note(format(ends.high), x: stripEnd + 6, y: y + 9),
    ]
    if explainsHidden {
      let x = endLabelEnd + 24.5
      pieces.append(Self.rect((x, y - 0.5, 14, 11), fill: pen.palette.paper, stroke: pen.palette.grid))
      pieces.append(note("hidden", x: x + 20, y: y + 9))
    }
    return .group(pieces)
  }

  /// Where the legend ends on the right.
  var legendEnd: Double {
    endLabelEnd + (explainsHidden ? 44 + Pen.width(of: "hidden", size: Self.noteSize) : 0)
  }

  private var ends: (low: Double, high: Double) {
    switch map.scale {
    case .sequential(let maximum): (0, maximum)
    case .diverging(let maximum): (-maximum, maximum)
    }
  }

  private var stripStart: Double {
    (left + Pen.width(of: format(ends.low), size: Self.noteSize) + 6).rounded()
  }

  private var stripEnd: Double { stripStart + Double(Self.legendSteps) * Self.legendStep }

  private var endLabelEnd: Double {
    (stripEnd + 6 + Pen.width(of: format(ends.high), size: Self.noteSize)).rounded()
  }

  private var explainsHidden: Bool { showsNumbers && map.cells.joined().contains { $0 == nil } }

  private func format(_ end: Double) -> String { map.format.text(ofEnd: end) }

  private func note(_ text: String, x: Double, y: Double) -> Markup {
    pen.text(text, x: x, y: y, colour: pen.palette.muted, size: Self.noteSize)
  }
}
