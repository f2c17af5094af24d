extension LineChart {
  /// The chart as an SVG picture.
  ///
  /// A line is labelled at its right end, or in a legend above where the labels would not fit there. A series of many
  /// points is drawn with about two for each column of pixels, its lowest and its highest. Sizes are in pixels, 240 by
  /// 160 at least.
  public func svg(palette: Palette = .file, width: Double = 720, height: Double = 320) -> Markup {
    let pen = Pen(palette: palette)
    let width = width >= 240 && width.isFinite ? width : 240
    let height = height >= 160 && height.isFinite ? height : 160
    let lines = series.map { runs(of: $0) }
    guard let frame = ChartFrame(chart: self, lines: lines, width: width, height: height) else {
      return pen.picture(
        width: width,
        height: height,
        title: title,
        description: "A chart without points.",
        [
          heading(pen: pen, width: width),
          pen.text(
            "nothing to draw",
            x: width / 2,
            y: height / 2,
            colour: palette.muted,
            anchor: .middle
          ),
        ]
      )
    }
    // What is faint lies behind what is not.
    let order =
      series.indices.filter { series[$0].emphasis == .faint }
      + series.indices.filter { series[$0].emphasis != .faint }
    return pen.picture(
      width: width,
      height: height,
      title: title,
      description: description(of: lines),
      [heading(pen: pen, width: width), frame.axes(pen: pen)]
        + bands.map { frame.drawing(of: $0, pen: pen) } + [frame.references(pen: pen)]
        + order.map { frame.drawing(of: series[$0], runs: lines[$0], pen: pen) }
        + [
          frame.legend?.drawing(y: title.isEmpty ? 20 : 44, pen: pen) ?? .empty,
          frame.endLabels(pen: pen),
        ]
    )
  }

  private func heading(pen: Pen, width: Double) -> Markup {
    let text = Pen.cut(title, to: width - 2 * ChartFrame.margin, size: Pen.headingSize)
    return title.isEmpty ? .empty : pen.heading(text, x: ChartFrame.margin, y: 24)
  }

  /// What a reader who does not see the chart should know of it.
  private func description(of lines: [[[Place]]]) -> String {
    func range(_ values: [Double]) -> String {
      let low = NumberFormat.significant(values.min() ?? 0)
      let high = NumberFormat.significant(values.max() ?? 0)
      return low == high ? "at \(low)" : "from \(low) to \(high)"
    }
    let points = lines.joined().joined()
    func axis(_ name: String, _ scale: AxisScale, _ values: [Double]) -> String {
      "\(name) \(range(values))" + (scale == .logarithmic ? " (logarithmic)" : "")
    }
    let across = axis(xLabel.isEmpty ? "x" : xLabel, xScale, points.map { $0.x })
    let upwards = axis(yLabel.isEmpty ? "y" : yLabel, yScale, points.map { $0.y })
    var sentences = ["A line chart: \(across) across, \(upwards) upwards."]
    for (series, runs) in zip(series, lines) where !runs.isEmpty {
      let points = runs.joined()
      guard let first = points.first, let last = runs.last?.last else { continue }
      sentences.append(
        "\(series.name.isEmpty ? "A series without a name" : series.name) begins at "
          + "\(NumberFormat.significant(first.y)), ends at \(NumberFormat.significant(last.y)) and lies "
          + range(points.map { $0.y }) + "."
      )
    }
    for band in bands {
      let points = runs(of: band).joined()
      guard let low = points.map({ $0.low }).min(), let high = points.map({ $0.high }).max() else { continue }
      sentences.append("A band lies \(range([low, high])).")
    }
    for reference in references where yScale.isDrawable(reference.y) {
      sentences.append("A horizontal line at \(NumberFormat.significant(reference.y)): \(reference.name).")
    }
    return sentences.joined(separator: " ")
  }
}
