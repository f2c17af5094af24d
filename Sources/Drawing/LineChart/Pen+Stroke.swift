extension Pen {
  /// A path in the colour and the manner of a series; `isDot` draws its single points where the others are a line.
  func stroke(_ data: String, as series: LineChart.Series, isDot: Bool = false) -> Markup {
    let (width, opacity, dashes) =
      switch series.emphasis {
      case _ where isDot: ("6", "1", "none")
      case .line: ("2", "1", "none")
      case .faint: ("1", "0.45", "none")
      case .dashed: ("2", "1", "6 5")
      case .dotted: ("2", "1", "2 3")
      case .dashDotted: ("2", "1", "8 3 2 3")
      case .points: ("6", "0.9", "none")
      }
    return .element(
      "path",
      [
        "d": data, "fill": "none", "stroke-width": width, "stroke-opacity": opacity,
        "stroke-dasharray": dashes,
        "stroke-linecap": dashes == "none" ? "round" : "butt", "stroke-linejoin": "round",
        "style": "stroke:\(colour(series.colour))",
      ]
    )
  }
}
