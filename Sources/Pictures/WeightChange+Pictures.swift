import Drawing
import Inspection

extension WeightChange {
  /// The row before and after, a row for each key; `labels` are the tokens read.
  public func weightTable(labels: [String]) -> Table {
    var table = Table(columns: [
      .init("key"), .init("weight", alignment: .right), .init("becomes", alignment: .right),
    ])
    for (index, key) in keys.enumerated() {
      table.append([
        "\(key) \(labels[key])", NumberFormat.fixed(weights[index], decimals: 4),
        NumberFormat.fixed(changedWeights[index], decimals: 4),
      ])
    }
    func sum(_ weights: [Double]) -> String { NumberFormat.fixed(weights.reduce(0, +), decimals: 4) }
    table.append(["sum", sum(weights), sum(changedWeights)])
    return table
  }

  /// The loss before and after, beside the forecast.
  public var effectTable: Table {
    Table(effectOf: "one weight", loss: loss, changed: changedLoss, change: change, forecast: forecast)
  }
}

extension JointAblation {
  /// The loss of the whole model and without the parts, beside the forecast.
  public var effectTable: Table {
    Table(
      effectOf: parts.map { $0.title }.joined(separator: ", "),
      loss: loss,
      changed: ablatedLoss,
      change: change,
      forecast: forecast
    )
  }
}

extension ModelPart {
  /// The part in a few words: `head 0.2`, `feed-forward 0`.
  public var title: String {
    switch self {
    case .head(let head, let layer): "head \(layer).\(head)"
    case .feedForward(let layer): "feed-forward \(layer)"
    case .layer(let layer): "layer \(layer)"
    }
  }
}

extension Table {
  /// One change of a model and what it does to the loss, in nats per token.
  fileprivate init(effectOf name: String, loss: Double, changed: Double, change: Double, forecast: Double) {
    self.init(
      columns: [.init("changed")]
        + ["loss before", "after", "change", "forecast", "off by"].map { .init($0, alignment: .right) },
      rows: [
        [
          name, NumberFormat.fixed(loss, decimals: 4), NumberFormat.fixed(changed, decimals: 4),
          Ablation.signed(change), Ablation.signed(forecast), Ablation.signed(forecast - change),
        ]
      ]
    )
  }
}
