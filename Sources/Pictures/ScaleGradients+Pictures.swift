import Drawing
import Inspection

extension ScaleGradients {
  /// The four ways side by side, a row for each layer, head and position.
  public func table(labels: [String]) -> Table {
    var table = Table(columns: [
      .init("head"), .init("query"), .init("keys", alignment: .right),
      .init("backprop", alignment: .right), .init("Cov(g, a)", alignment: .right),
      .init("q·∂L/∂q / s", alignment: .right), .init("apart", alignment: .right),
      .init("difference", alignment: .right), .init("error", alignment: .right),
    ])
    for entry in entries {
      table.append([
        "\(entry.layer).\(entry.head)", "\(entry.position) \(labels[entry.position])",
        "\(entry.visibleCount)",
        Self.text(entry.backpropagated),
        Self.text(entry.covariance),
        entry.throughQuery.map(Self.text) ?? "-",
        NumberFormat.size(entry.disagreement),
        Self.text(entry.difference),
        NumberFormat.size(entry.differenceDisagreement),
      ])
    }
    return table
  }

  /// ∂L/∂s with as many decimals as fit eighty columns, so that the ways can be compared digit by digit.
  private static func text(_ number: Double) -> String { NumberFormat.fixed(number, decimals: 7) }

  /// ∂L/∂s of every head at every position.
  public func heatMap(labels: [String]) -> HeatMap {
    let rows = Dictionary(grouping: entries) { [$0.layer, $0.head] }.sorted {
      ($0.key[0], $0.key[1]) < ($1.key[0], $1.key[1])
    }
    return HeatMap(
      title: "∂L/∂s of each head at each position",
      rowTitle: "head",
      columnTitle: "query",
      rows: rows.map { "layer \($0.key[0]), head \($0.key[1])" },
      columns: labels,
      cells: rows.map { row in row.value.map { $0.backpropagated } },
      scale: .diverging(maximum: entries.reduce(0) { max($0, $1.backpropagated.magnitude) }),
      format: .significant(digits: 2)
    )
  }

  /// What the numbers say together, in a line or two.
  public var summary: [String] {
    let effect =
      if gradient.isNaN {
        "it is not a number"
      } else if gradient == 0 {
        "a small change of s changes nothing"
      } else {
        "a slightly \(gradient < 0 ? "larger" : "smaller") s would lower the loss"
      }
    return [
      "s = \(NumberFormat.significant(scale)), L = \(NumberFormat.fixed(loss, decimals: 4)) nats per token on this text, "
        + "total ∂L/∂s \(NumberFormat.significant(gradient)): \(effect)",
      "The exact ways are at most \(NumberFormat.size(worstDisagreement)) apart, "
        + "the difference \(NumberFormat.size(worstDifferenceDisagreement))",
    ]
  }
}

extension ScaleSweep {
  /// The loss as a function of s, with the tangent whose slope is the gradient.
  ///
  /// - Parameters:
  ///   - gradients: the gradient at the scale where the tangent touches.
  ///   - point: what the point where it touches is called.
  public func chart(_ gradients: ScaleGradients, point: String = "s of the model") -> LineChart {
    let span = (scales.max() ?? 0) - (scales.min() ?? 0)
    let reach = span / 6
    func tangent(_ distance: Double) -> (x: Double, y: Double) {
      (gradients.scale + distance, gradients.loss + gradients.gradient * distance)
    }
    return LineChart(
      title: "Loss of the text as s varies",
      xLabel: "scale s",
      yLabel: "loss, nats per token",
      series: [
        .init("loss", zip(scales, losses).map { (x: $0, y: $1) }, colour: 0),
        .init(
          "slope ∂L/∂s = \(NumberFormat.significant(gradients.gradient))",
          [tangent(-reach), tangent(reach)],
          colour: 1,
          emphasis: .dashed
        ),
        .init(point, [(x: gradients.scale, y: gradients.loss)], colour: 2, emphasis: .points),
      ]
    )
  }
}
