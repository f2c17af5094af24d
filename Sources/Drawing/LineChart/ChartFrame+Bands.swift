extension LineChart {
  /// A place of a band: where it stands, and from where to where it reaches.
  typealias Extent = (x: Double, low: Double, high: Double)

  /// The runs of a band: what can be drawn of it, divided where something can't.
  func runs(of band: Band) -> [[Extent]] {
    var runs: [[Extent]] = [[]]
    for point in band.points {
      if xScale.isDrawable(point.x), yScale.isDrawable(point.low), yScale.isDrawable(point.high) {
        runs[runs.count - 1].append(point)
      } else {
        runs.append([])
      }
    }
    return runs.filter { !$0.isEmpty }
  }

  /// A band with one place for each column of pixels, as far down and up as any in it reaches.
  static func thinned(_ band: [Extent]) -> [Extent] {
    var result: [Extent] = []
    for point in band {
      guard let last = result.last, result.count > 1, last.x.rounded(.down) == point.x.rounded(.down) else {
        result.append(point)
        continue
      }
      result[result.count - 1] = (point.x, min(last.low, point.low), max(last.high, point.high))
    }
    return result
  }
}

extension ChartFrame {
  /// The area of a band.
  func drawing(of band: LineChart.Band, pen: Pen) -> Markup {
    let data = chart.runs(of: band).map { run in
      // In pixels low is high: upwards the numbers fall.
      let places = LineChart.thinned(
        run.map { point in
          let (x, low) = place((point.x, point.low))
          return (x, place((point.x, point.high)).y, low)
        }
      )
      let upper = places.map { Pen.point($0.x, $0.low) }
      let lower = places.reversed().map { Pen.point($0.x, $0.high) }
      return "M" + (upper + lower).joined(separator: " ") + "Z"
    }.joined()
    return data.isEmpty
      ? .empty
      : .element(
        "path",
        ["d": data, "fill-opacity": "0.2", "stroke": "none", "style": "fill:\(pen.colour(band.colour))"]
      )
  }
}
