extension ChartFrame {
  /// The grid, the axes and their labels.
  func axes(pen: Pen) -> Markup {
    let palette = pen.palette
    var parts: [Markup] = []
    for (value, label) in zip(yAxis.ticks.values, yAxis.ticks.labels) {
      let y = height(yAxis.place(of: value))
      parts.append(pen.line(from: (left, y), to: (right, y), colour: palette.grid))
      let text = Pen.cut(label, to: left - Self.margin - 8)
      parts.append(pen.text(text, x: left - 8, y: y + 4, colour: palette.muted, anchor: .end))
    }
    parts.append(pen.line(from: (left, bottom), to: (right, bottom), colour: palette.muted))
    for (value, label) in zip(xAxis.ticks.values, xAxis.ticks.labels) {
      let x = left + (right - left) * xAxis.place(of: value)
      parts.append(pen.line(from: (x, bottom), to: (x, bottom + 4), colour: palette.muted))
      parts.append(pen.text(label, x: x, y: bottom + 18, colour: palette.muted, anchor: .middle))
    }
    let middle = (left + right) / 2
    if !chart.xLabel.isEmpty {
      let text = Pen.cut(chart.xLabel, to: right - left)
      parts.append(pen.text(text, x: middle, y: bottom + 37, colour: palette.muted, anchor: .middle))
    }
    if !chart.yLabel.isEmpty {
      let text = Pen.cut(chart.yLabel, to: right - Self.margin)
      parts.append(pen.text(text, x: Self.margin, y: top - 12, colour: palette.muted))
    }
    return .element("g", [:], parts)
  }

  /// The lines to compare with; their labels stand among those of the series.
  func references(pen: Pen) -> Markup {
    .group(
      chart.references.filter { chart.yScale.isDrawable($0.y) }.map { reference in
        let y = height(yAxis.place(of: reference.y))
        return .element(
          "line",
          [
            "x1": Markup.length(left), "y1": Markup.length(y), "x2": Markup.length(right),
            "y2": Markup.length(y), "stroke-dasharray": "2 3", "style": "stroke:\(pen.palette.ink)",
          ]
        )
      }
    )
  }

  /// The lines and points of a series; a point between two gaps is drawn as a dot.
  func drawing(of series: LineChart.Series, runs: [[LineChart.Place]], pen: Pen) -> Markup {
    let places = runs.map { $0.map(place) }
    let isScattered = series.emphasis == .points
    let dots =
      isScattered ? LineChart.distinct(Array(places.joined())) : places.filter { $0.count == 1 }.map { $0[0] }
    let lines = isScattered ? [] : places.filter { $0.count > 1 }
    var parts: [Markup] = []
    if !lines.isEmpty {
      let data = lines.map { line in
        "M" + LineChart.thinned(line).map { Pen.point($0.x, $0.y) }.joined(separator: " ")
      }.joined()
      parts.append(pen.stroke(data, as: series))
    }
    if !dots.isEmpty {
      let data = dots.map { "M\(Pen.point($0.x, $0.y))h0" }.joined()
      parts.append(pen.stroke(data, as: series, isDot: !isScattered))
    }
    return .group(parts)
  }
}
