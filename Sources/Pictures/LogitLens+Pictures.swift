import Drawing
import Inspection

extension LogitLens {
  /// What the lens does not show.
  public static let legend = [
    "what the model would predict if it ended after a part; after the last part that is its prediction. An early stage",
    "is no step of the computation: later parts read the residual stream with matrices of their own.",
    "logit: a number for each token, the larger the likelier, softmax(logits) being the probabilities; residual stream: the",
    "vector of a position that each part reads and adds to.",
  ]

  /// How likely the token that came is after each part.
  ///
  /// - Parameter label: how a token is written.
  public func heatMap(label: (Int) -> String) -> HeatMap {
    HeatMap(
      title: "probability of the token that came",
      rowTitle: "after",
      columnTitle: "next token",
      rows: stages.map { $0.title },
      columns: stages[0].predictions.map { label($0.next) },
      cells: stages.map { $0.predictions.map { $0.probability } },
      scale: .sequential(maximum: 1)
    )
  }

  /// For each position what was read, the likeliest token, the token that came, and how likely both were.
  ///
  /// - Parameters:
  ///   - read: the tokens read, a text for each position.
  ///   - label: how a token is written.
  public func predictionTable(read: [String], label: (Int) -> String) -> Table {
    var table = Table(columns: [
      .init("after"), .init("predicted"), .init("probability", alignment: .right), .init("came"),
      .init("its probability", alignment: .right), .init("its rank", alignment: .right),
      .init("loss in nats", alignment: .right),
    ])
    for (token, last) in zip(read, stages[stages.count - 1].predictions) {
      table.append([
        token, label(last.likeliest), NumberFormat.fixed(last.probabilities[last.likeliest], decimals: 3),
        label(last.next), NumberFormat.fixed(last.probability, decimals: 3), "\(last.rank + 1)",
        NumberFormat.fixed(last.loss, decimals: 3),
      ])
    }
    return table
  }

  /// For each position the token that came, how likely it was, and what was likeliest after each part, with its probability.
  ///
  /// - Parameters:
  ///   - read: the tokens read, a text for each position.
  ///   - label: how a token is written.
  public func table(read: [String], label: (Int) -> String) -> Table {
    var table = Table(
      columns: [.init("read"), .init("next"), .init("p(next)", alignment: .right)]
        + stages.map { .init("after " + $0.title) }
    )
    for position in 0..<positionCount {
      let last = stages[stages.count - 1].predictions[position]
      table.append(
        [read[position], label(last.next), NumberFormat.fixed(last.probability, decimals: 3)]
          + stages.map { $0.predictions[position] }.map {
            "\(label($0.likeliest)) \(NumberFormat.fixed($0.probabilities[$0.likeliest], decimals: 3))"
          }
      )
    }
    return table
  }
}

extension LogitLens.Stage {
  /// The part in a few words: `embedding`, `attention 0`.
  var title: String { part.title + (layer.map { " \($0)" } ?? "") }
}

extension ResidualPart {
  /// The part in words.
  public var title: String {
    switch self {
    case .embedding: "embedding"
    case .attention: "attention"
    case .feedForward: "feed-forward"
    }
  }
}
