import Drawing
import Inspection

extension Request {
  /// How wide a chart is on the page, in pixels.
  var chartWidth: Double { min(max(number("width") ?? 680, 320), 1024) }
}

/// Charts of losses over the steps.
extension Playground {
  /// Losses by step, beside that of the same probability for every token where the vocabulary's size is given.
  static func lossChart(
    _ title: String,
    _ series: [LineChart.Series],
    vocabularySize: Int? = nil,
    width: Double
  ) -> Markup {
    let uniform = vocabularySize.map { Evaluation.uniformLoss(vocabularySize: $0) }
    let chart = LineChart(
      title: title,
      xLabel: "step",
      yLabel: "nats per token",
      series: series,
      references: uniform.map { [.init("uniform \(NumberFormat.fixed($0, decimals: 3))", y: $0)] } ?? []
    )
    return Figure.scrolling(chart.svg(palette: .page, width: width), label: title, isChart: true)
  }
}
