import Drawing
import Inspection
import Transformer

extension ScaleStatistics {
  /// A row for each width and rule.
  public var table: Table {
    var table = Table(columns: [
      .init("d", alignment: .right), .init("s"), .init("raw sd", alignment: .right),
      .init("√d", alignment: .right), .init("scaled sd", alignment: .right),
      .init("entropy", alignment: .right), .init("largest", alignment: .right),
      .init("‖J‖", alignment: .right), .init("‖∂L/∂score‖", alignment: .right),
    ])
    func text(_ number: Double) -> String { NumberFormat.fixed(number, decimals: 3) }
    for row in rows {
      table.append([
        "\(row.headWidth)", row.rule.formula, text(row.rawDeviation), text(row.expectedRawDeviation),
        text(row.scaledDeviation), text(row.entropy), text(row.largestWeight), text(row.jacobianNorm),
        text(row.scoreGradientNorm),
      ])
    }
    return table
  }

  /// A figure as a function of the head width, a line for each rule.
  private func chart(
    _ title: String,
    yLabel: String,
    references: [LineChart.Reference] = [],
    yScale: LineChart.AxisScale = .linear,
    _ figure: (Row) -> Double
  ) -> LineChart {
    LineChart(
      title: title,
      xLabel: "head width d",
      yLabel: yLabel,
      series: ScaleStatistics.rules.enumerated().map { index, rule in
        .init(
          "s = \(rule.formula)",
          rows.filter { $0.rule == rule }.map { (x: Double($0.headWidth), y: figure($0)) },
          colour: index
        )
      },
      references: references,
      xScale: .logarithmic,
      yScale: yScale
    )
  }

  /// The figures that tell the story.
  public var charts: [LineChart] {
    [
      chart(
        "scaled scores",
        yLabel: "standard deviation",
        references: [.init("1", y: 1)],
        yScale: .logarithmic
      ) { $0.scaledDeviation },
      chart("entropy of the pattern, \(counted(keyCount, "key"))", yLabel: "nats") { $0.entropy },
      chart("softmax's Jacobian", yLabel: "Frobenius norm") { $0.jacobianNorm },
      chart("size of ∂L/∂score", yLabel: "norm") { $0.scoreGradientNorm },
    ]
  }
}
