extension ChartFrame {
  /// The names of series and references.
  func labels(pen: Pen) -> Markup {
    guard hasLegend else { return endLabels(of: named, pen: pen) }
    return .group([
      legend(of: named.filter { $0.series != nil }, pen: pen),
      endLabels(of: named.filter { $0.series == nil }, pen: pen),
    ])
  }

  /// Labels at the right of the lines' ends, pushed apart where they would overlap.
  private func endLabels(of named: [Named], pen: Pen) -> Markup {
    let sorted = named.sorted { $0.end.y > $1.end.y }
    let room = (bottom - top) / Double(max(1, sorted.count - 1))
    let places = spread(
      sorted.map { height($0.end.y) },
      gaps: Array(repeating: min(room, Self.rowHeight), count: max(0, sorted.count - 1)),
      within: top...bottom
    )
    var parts: [Markup] = []
    for (label, y) in zip(sorted, places) {
      let start = left + (right - left) * label.end.x
      let from = height(label.end.y)
      let colour = label.series.map { pen.colour($0.colour) } ?? pen.palette.ink
      if label.series != nil || (from - y).magnitude > 2 {
        parts.append(leader(from: (start + 3, from), to: y, colour: colour))
      }
      let text = Pen.cut(label.name, to: width - right - Self.leader)
      parts.append(
        pen.text(
          text,
          x: right + Self.leader,
          y: y + 4,
          colour: label.series == nil ? pen.palette.muted : pen.palette.ink,
          isClear: true
        )
      )
    }
    return .element("g", [:], parts)
  }

  /// A thin line from the end of a line to its label.
  private func leader(from start: LineChart.Place, to y: Double, colour: String) -> Markup {
    let end = right + Self.leader - 4
    let bend = max(start.x, right)
    let middle = Markup.length((bend + end) / 2)
    return .element(
      "path",
      [
        "d": "M\(Markup.length(start.x)),\(Markup.length(start.y))H\(Markup.length(bend))"
          + "C\(middle),\(Markup.length(start.y)) \(middle),\(Markup.length(y)) \(Markup.length(end)),\(Markup.length(y))",
        "fill": "none", "stroke-width": "1", "stroke-opacity": "0.7", "style": "stroke:\(colour)",
      ]
    )
  }

  /// Rows of names, each with a piece of its line.
  private func legend(of entries: [Named], pen: Pen) -> Markup {
    var parts: [Markup] = []
    var y = chart.title.isEmpty ? Self.margin + 8 : 44
    for row in Self.legendRows(of: entries, width: width) {
      for (entry, x) in row {
        guard let series = entry.series else { continue }
        let data =
          series.emphasis == .points
          ? "M\(Markup.length(x + 9)),\(Markup.length(y))h0" : "M\(Markup.length(x)),\(Markup.length(y))h18"
        parts.append(Self.stroke(data, as: series.emphasis, colour: pen.colour(series.colour)))
        parts.append(pen.text(Pen.cut(entry.name, to: width - x - 26 - Self.margin), x: x + 24, y: y + 4))
      }
      y += 20
    }
    return .element("g", [:], parts)
  }
}
