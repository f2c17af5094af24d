import Drawing
import Inspection
import Transformer

extension ScaleTraining {
  /// A row for each run: where it began and where it ended, with the losses on the way.
  public func table(glyphs: GlyphSet) -> Table {
    var table = Table(columns: [
      .init("d", alignment: .right), .init("heads", alignment: .right), .init("s"),
      .init("loss", alignment: .right), .init("losses"), .init("score sd", alignment: .right),
      .init("evenness", alignment: .right), .init("‖∂L/∂W_q‖", alignment: .right),
      .init("‖∂L/∂W_k‖", alignment: .right),
    ])
    func change(_ run: Run, _ figure: (Point) -> Double) -> String {
      let points = run.points
      return [points.first, points.last].compactMap { $0 }
        .map { Self.text(figure($0)) }.joined(separator: " → ")
    }
    for run in runs {
      let final = run.points.last.map { NumberFormat.fixed($0.loss, decimals: 4) } ?? "-"
      table.append([
        "\(run.headWidth)", "\(run.headCount)", run.rule.formula,
        run.failure == nil ? final : "stopped",
        Sparkline(run.points.map { $0.loss }).drawn(width: 20, glyphs: glyphs),
        change(run) { $0.scoreDeviation }, change(run) { $0.evenness },
        change(run) { $0.queryGradientNorm }, change(run) { $0.keyGradientNorm },
      ])
    }
    return table
  }

  /// A number in three decimals, or with an exponent where they would be zeros.
  private static func text(_ number: Double) -> String {
    number == 0 || number.magnitude >= 0.001
      ? NumberFormat.fixed(number, decimals: 3) : NumberFormat.size(number)
  }

  /// A figure over the steps for one head width, a line for each rule.
  private func chart(
    _ headWidth: Int,
    _ title: String,
    yLabel: String,
    yScale: LineChart.AxisScale = .linear,
    _ figure: (Point) -> Double
  ) -> LineChart {
    LineChart(
      title: "d = \(headWidth): \(title)",
      xLabel: "step",
      yLabel: yLabel,
      series: runs.filter { $0.headWidth == headWidth }.enumerated().map { index, run in
        .init(
          "s = \(run.rule.formula)",
          run.points.map { (x: Double($0.step), y: figure($0)) },
          colour: index
        )
      },
      yScale: yScale
    )
  }

  /// For each head width in turn: the loss, the gradients of queries and keys, and the pattern.
  public var charts: [LineChart] {
    var widths: [Int] = []
    for run in runs where !widths.contains(run.headWidth) { widths.append(run.headWidth) }
    return widths.flatMap { width in
      [
        chart(width, "loss", yLabel: "nats per token") { $0.loss },
        chart(width, "gradient of W_q", yLabel: "‖∂L/∂W_q‖", yScale: .logarithmic) { $0.queryGradientNorm },
        chart(width, "gradient of W_k", yLabel: "‖∂L/∂W_k‖", yScale: .logarithmic) { $0.keyGradientNorm },
        chart(width, "pattern's entropy", yLabel: "entropy / ln n") { $0.evenness },
      ]
    }
  }
}
