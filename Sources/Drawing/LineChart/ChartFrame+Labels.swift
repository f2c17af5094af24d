extension ChartFrame {
  /// Labels at the right of the lines' ends, pushed apart where they would overlap.
  func endLabels(pen: Pen) -> Markup {
    let sorted = labels.sorted { $0.end.y > $1.end.y }
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
    let middle = (bend + end) / 2
    return .element(
      "path",
      [
        "d": "M\(Pen.point(start.x, start.y))H\(Markup.length(bend))"
          + "C\(Pen.point(middle, start.y)) \(Pen.point(middle, y)) \(Pen.point(end, y))",
        "fill": "none", "stroke-width": "1", "stroke-opacity": "0.7", "style": "stroke:\(colour)",
      ]
    )
  }
}
