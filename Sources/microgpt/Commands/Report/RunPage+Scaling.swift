import Drawing
import Inspection
import Pictures
import VisibleText

extension RunPage {
  /// The gradient of the scale, in four ways, and why there is one.
  var scalingPanel: Page.Panel {
    let gradients = text.model.withForwardPass(over: text.tokens) { ScaleGradients($0) }
    let sweep = ScaleSweep(text.model, tokens: text.tokens)
    let statistics = ScaleStatistics(queryCount: 200)
    let table = gradients.table(labels: labels).figure(
      caption: "∂L/∂s by backpropagation, in closed form, through the query, and by a difference"
    )
    return Page.Panel(
      id: "scaling",
      title: "The gradient of the √d scaling",
      shows:
        "How the loss of this text depends on the scale s of the scores, for all heads together and for each head at each position; and "
        + "what scales do to queries and keys that are random.",
      reading:
        "∂L/∂s = Σ w (g − ḡ) a, the covariance under the pattern w of the weights’ gradients g and the raw scores a = q·k. It is exactly 0 where "
        + "one key is visible. In blue cells a slightly larger s would lower the loss, in orange cells a slightly smaller one. The columns of the table are four ways to the same "
        + "number (the one through the query has none where s is 0): ‘apart’ is how far the three exact ones disagree, relative to their "
        + "terms before they cancel; ‘error’ is how far the difference is from backpropagation, relative to the larger of the two, or to "
        + "0.001 where both are smaller.",
      limits:
        "A gradient is a slope at one point: the curve shows how far it holds, and may be lowest on the other side. In a small model raw scores are small after initialisation "
        + "and the scale hardly matters then; training can compensate any scale but 0 with longer or shorter queries and keys.",
      content: .group(
        gradients.summary.map { .element("p", .text($0 + ".")) } + [
          Figure.scrolling(
            sweep.chart(gradients).svg(palette: .page, width: Self.chartWidth),
            label: "Loss as the scale varies",
            caption: .text(
              "Only s varies. The dashed line has the slope that backpropagation computes at the model’s own s."
            ),
            isChart: true
          ),
          Figure.scrolling(
            gradients.heatMap(labels: labels).table(),
            label: "∂L/∂s of each head at each position"
          ),
          gradients.entries.count > 24
            ? Figure.details(
              summary: "The four ways, side by side: \(counted(gradients.entries.count, "row"))",
              table
            )
            : table,
          .element("h3", "Why 1/√d: queries and keys at random"),
          Figure.grid(
            statistics.charts.map {
              Figure.scrolling($0.svg(palette: .page, width: 340, height: 240), label: $0.title)
            }
          ),
          .element(
            "p",
            .text(
              "Of independent components with variance 1, q·k has the standard deviation √d. Unscaled, wide heads give almost everything to one "
                + "key, and softmax’s derivatives vanish; 1/√d keeps their standard deviation at 1 for every width; 1/d makes the pattern flat. Drawn: "
                + "\(counted(statistics.queryCount, "query", "queries")) of \(statistics.keyCount) keys for each width."
            )
          ),
          Figure.details(
            summary: "The numbers",
            statistics.table.figure(caption: "Random queries and keys with each scale")
          ),
        ]
      )
    )
  }
}
