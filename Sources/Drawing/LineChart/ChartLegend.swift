/// Rows of the names of series, each with a piece of its line.
struct ChartLegend {
  private let rows: [[(series: LineChart.Series, x: Double)]]
  /// How many series had no room.
  private let missingCount: Int
  private let width: Double

  private static let rowHeight = 20.0
  private static let swatch = 24.0

  /// A legend of the rows that a height has room for, one at least.
  init(of series: [LineChart.Series], width: Double, maximumHeight: Double) {
    let margin = ChartFrame.margin
    var rows: [[(series: LineChart.Series, x: Double)]] = [[]]
    var x = margin
    for entry in series {
      let size = min(width - 2 * margin, Self.swatch + Pen.width(of: entry.name))
      if x + size > width - margin, rows.last?.isEmpty == false {
        rows.append([])
        x = margin
      }
      rows[rows.count - 1].append((entry, x))
      x += size + 18
    }
    let limit = max(1, Int(maximumHeight / Self.rowHeight))
    // A row that says how many are missing takes the place of the last.
    self.rows = rows.count <= limit ? rows : Array(rows.prefix(max(1, limit - 1)))
    missingCount = series.count - self.rows.joined().count
    self.width = width
  }

  var height: Double { Double(rows.count + (missingCount > 0 ? 1 : 0)) * Self.rowHeight }

  /// The legend, its first row around a height.
  func drawing(y: Double, pen: Pen) -> Markup {
    var y = y
    var parts: [Markup] = []
    for row in rows {
      for (series, x) in row {
        let isScattered = series.emphasis == .points
        let data = "M\(Pen.point(x + (isScattered ? 9 : 0), y))h\(isScattered ? 0 : 18)"
        parts.append(pen.stroke(data, as: series))
        let room = width - x - Self.swatch - ChartFrame.margin
        parts.append(pen.text(Pen.cut(series.name, to: room), x: x + Self.swatch, y: y + 4))
      }
      y += Self.rowHeight
    }
    if missingCount > 0 {
      parts.append(
        pen.text("and \(missingCount) more", x: ChartFrame.margin, y: y + 4, colour: pen.palette.muted)
      )
    }
    return .element("g", [:], parts)
  }
}
