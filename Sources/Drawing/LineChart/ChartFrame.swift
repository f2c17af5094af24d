/// Where the parts of a chart stand: the rectangle of its lines, and what is written around it.
struct ChartFrame {
  let chart: LineChart
  let width: Double
  let xAxis: ChartAxis
  let yAxis: ChartAxis
  /// The edges of the rectangle that the lines stand in.
  let left: Double
  let right: Double
  let top: Double
  let bottom: Double
  /// What names the series above the lines, where not labels at their ends do.
  let legend: ChartLegend?
  /// What is labelled at its end.
  let labels: [Named]

  /// Something with a label: what it says, and where the line ends that it belongs to, as parts of the axes.
  struct Named {
    let name: String
    let series: LineChart.Series?
    let end: (x: Double, y: Double)
  }

  static let margin = 12.0
  static let rowHeight = 15.0
  /// The way from the rectangle to a label at its right.
  static let leader = 18.0

  /// A frame that fits; none if there are no points.
  init?(chart: LineChart, lines: [[[LineChart.Place]]], width: Double, height: Double) {
    let points = lines.joined().joined()
    guard !points.isEmpty else { return nil }
    let references = chart.references.filter { chart.yScale.isDrawable($0.y) }
    let extents = chart.bands.flatMap { chart.runs(of: $0).joined() }
    let yAxis = ChartAxis(
      showing: points.map { $0.y } + references.map { $0.y } + extents.flatMap { [$0.low, $0.high] },
      scale: chart.yScale,
      tickCount: Self.tickCount((height - 90) / 48),
      isTight: false
    )
    let xAxis = ChartAxis(
      showing: points.map { $0.x } + extents.map { $0.x },
      scale: chart.xScale,
      tickCount: Self.tickCount(width / 110),
      isTight: true
    )
    let namedSeries = zip(chart.series, lines).compactMap { series, runs in
      runs.last?.last.map { last in
        Named(name: series.name, series: series, end: (xAxis.place(of: last.x), yAxis.place(of: last.y)))
      }
    }.filter { !$0.name.isEmpty }
    let namedReferences = references.filter { !$0.name.isEmpty }
      .map { Named(name: $0.name, series: nil, end: (1, yAxis.place(of: $0.y))) }

    let above = Self.margin + (chart.title.isEmpty ? 0 : 24) + (chart.yLabel.isEmpty ? 0 : 18)
    let bottom = height - Self.margin - 18 - (chart.xLabel.isEmpty ? 0 : 18)
    let all = namedSeries + namedReferences
    let hasLegend = Self.needsLegend(series: namedSeries, all: all, height: bottom - above - 8)
    // A legend of very many series leaves half of the height to the lines.
    legend =
      hasLegend
      ? ChartLegend(
        of: namedSeries.compactMap { $0.series },
        width: width,
        maximumHeight: (bottom - above) / 2
      ) : nil
    labels = hasLegend ? namedReferences : all
    let tickWidth = yAxis.ticks.labels.map { Pen.width(of: $0) }.max() ?? 0
    let labelWidth = labels.map { Pen.width(of: $0.name) }.max().map { $0 + Self.leader } ?? 0

    self.chart = chart
    self.width = width
    self.xAxis = xAxis
    self.yAxis = yAxis
    // The labels below the ends of the axis are centred there.
    let ends = xAxis.ticks.labels.map { Pen.width(of: $0) / 2 }
    left = max(Self.margin + min(tickWidth, width / 4) + 8, min(width / 4, ends.first ?? 0))
    right = width - Self.margin - max(min(labelWidth, width * 0.3), min(ends.last ?? 0, width / 4))
    top = above + (legend?.height ?? 0) + 8
    self.bottom = bottom
  }

  private static func tickCount(_ wanted: Double) -> Int { Int(min(20, max(2, wanted))) }

  /// Where a point of the data stands.
  func place(_ point: LineChart.Place) -> LineChart.Place {
    (left + (right - left) * xAxis.place(of: point.x), height(yAxis.place(of: point.y)))
  }

  /// Where a part of the vertical axis stands.
  func height(_ part: Double) -> Double { bottom - (bottom - top) * part }

  /// Whether labels at the right ends would not fit, or would stand far from the ends.
  private static func needsLegend(series: [Named], all: [Named], height: Double) -> Bool {
    guard Double(all.count) * rowHeight <= height else { return true }
    if series.contains(where: { $0.end.x < 0.7 || $0.series?.emphasis == .points }) { return true }
    let ends = all.map { height * (1 - $0.end.y) }.sorted()
    let gaps = Array(repeating: rowHeight, count: max(0, ends.count - 1))
    let places = spread(ends, gaps: gaps, within: 0...height)
    return zip(ends, places).contains { ($0 - $1).magnitude > 45 }
  }
}
