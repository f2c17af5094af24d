import VisibleText

extension LineChart {
  /// The chart as lines of text, in which each series is drawn with a letter: A the first, B the second, a the 27th.
  ///
  ///     nats per token
  ///     2.4 │AA
  ///         │  AAAAA
  ///     1.8 │ BB    AAAAAAAA
  ///         │   BBBBBB
  ///     1.2 │         BBBBBB
  ///         └───────────────
  ///          0           300
  ///          step
  ///
  /// A place where several series meet has a plus, but a series of a single point is drawn over those before it. Bands and
  /// horizontal lines are left out.
  ///
  /// - Parameters:
  ///   - width: how many columns it takes, 24 at least.
  ///   - height: how many lines the curves are spread over, 4 at least.
  ///   - style: colours the letters, where colours are on.
  ///   - glyphs: what the axes are drawn with.
  public func lines(
    width: Int,
    height: Int = 12,
    style: Style = .plain,
    glyphs: GlyphSet = .unicode
  ) -> [String] {
    let runs = series.map { self.runs(of: $0) }
    guard let chart = TextChart(self, runs, width: max(24, width), height: max(4, height)) else {
      return ["nothing to draw"]
    }
    return chart.lines(style: style, glyphs: glyphs)
  }

  /// The letter that stands for a series in ``lines(width:height:style:glyphs:)``; after 52 it is a star.
  public static func letter(_ index: Int) -> Character {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    return index < letters.count ? letters[index] : "*"
  }
}

/// A chart in cells of text.
private struct TextChart {
  let chart: LineChart
  let xAxis: ChartAxis
  let yAxis: ChartAxis
  let labelWidth: Int
  /// What each cell holds, by rows from above.
  private var cells: [[Cell]]

  private enum Cell {
    case nothing
    case series(Int)
    case several
  }

  init?(_ chart: LineChart, _ runs: [[[LineChart.Place]]], width: Int, height: Int) {
    let points = runs.joined().joined()
    guard !points.isEmpty else { return nil }
    self.chart = chart
    yAxis = ChartAxis(
      showing: points.map { $0.y },
      scale: chart.yScale,
      tickCount: max(2, height / 4),
      isTight: false
    )
    xAxis = ChartAxis(showing: points.map { $0.x }, scale: chart.xScale, tickCount: 2, isTight: true)
    labelWidth = yAxis.ticks.labels.map { displayWidth(of: $0) }.max() ?? 0
    cells = Array(
      repeating: Array(repeating: .nothing, count: max(8, width - labelWidth - 2)),
      count: height
    )
    for (index, runs) in runs.enumerated() {
      for run in runs { draw(run, series: index, isScattered: chart.series[index].emphasis == .points) }
    }
  }

  private var columnCount: Int { cells[0].count }

  private func column(of x: Double) -> Int {
    min(columnCount - 1, max(0, Int((xAxis.place(of: x) * Double(columnCount - 1)).rounded())))
  }

  /// The row of a height, which is a part of the axis: 0 is the lowest row, 1 the uppermost.
  private func row(ofHeight height: Double) -> Int {
    min(cells.count - 1, max(0, Int(((1 - height) * Double(cells.count - 1)).rounded())))
  }

  private mutating func mark(_ series: Int, row: Int, column: Int) {
    switch cells[row][column] {
    case _ where chart.series[series].points.count == 1: cells[row][column] = .series(series)
    case .nothing: cells[row][column] = .series(series)
    case .series(let other) where other != series: cells[row][column] = .several
    case .series, .several: break
    }
  }

  /// Puts a run into the cells: in each column the mean height of its points there, or else on the line between them.
  private mutating func draw(_ run: [LineChart.Place], series: Int, isScattered: Bool) {
    var columns: [(column: Int, height: Double, count: Double)] = []
    for point in run {
      let (place, height) = (column(of: point.x), yAxis.place(of: point.y))
      guard let last = columns.last, last.column == place, !isScattered else {
        columns.append((place, height, 1))
        continue
      }
      columns[columns.count - 1].count += 1
      columns[columns.count - 1].height += (height - last.height) / (last.count + 1)
    }
    for here in columns { mark(series, row: row(ofHeight: here.height), column: here.column) }
    guard !isScattered else { return }
    for (here, next) in zip(columns, columns.dropFirst()) {
      for column in stride(from: here.column + 1, to: next.column, by: 1) {
        let part = Double(column - here.column) / Double(next.column - here.column)
        mark(series, row: row(ofHeight: here.height + part * (next.height - here.height)), column: column)
      }
    }
  }

  func lines(style: Style, glyphs: GlyphSet) -> [String] {
    var labels = Array(repeating: "", count: cells.count)
    for (value, label) in zip(yAxis.ticks.values, yAxis.ticks.labels) {
      labels[row(ofHeight: yAxis.place(of: value))] = label
    }
    let blank = spaces(labelWidth + 2)
    var lines = chart.yLabel.isEmpty ? [] : [harmless(chart.yLabel)]
    for (label, row) in zip(labels, cells) {
      var line = padded(label, to: labelWidth, alignment: .right) + " " + String(glyphs.axis.side)
      var waiting = ""
      for cell in row {
        switch cell {
        case .nothing: waiting += " "
        case .series(let index):
          line += waiting + style.inColour(ofSeries: index, String(LineChart.letter(index)))
          waiting = ""
        case .several:
          line += waiting + "+"
          waiting = ""
        }
      }
      lines.append(line)
    }
    lines.append(
      spaces(labelWidth + 1) + String(glyphs.axis.corner) + String(repeating: glyphs.rule, count: columnCount)
    )
    lines.append(blank + ticks)
    if !chart.xLabel.isEmpty { lines.append(blank + harmless(chart.xLabel)) }
    return lines
  }

  /// The labels below the axis; one that would run into the one before, or beyond the end, is moved or left out.
  private var ticks: String {
    var text = ""
    for (value, label) in zip(xAxis.ticks.values, xAxis.ticks.labels) {
      let width = displayWidth(of: label)
      let start = min(column(of: value), columnCount - width)
      guard start >= 0, text.isEmpty || start > displayWidth(of: text) else { continue }
      text = padded(text, to: start) + label
    }
    return text
  }
}
