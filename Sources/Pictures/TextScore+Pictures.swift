import Drawing
import Inspection

extension TextScore {
  /// For each token its probability, its rank and its loss.
  ///
  /// - Parameter label: how a token is written.
  public func table(label: (Int) -> String) -> Table {
    var table = Table(columns: [
      .init("token"), .init("probability", alignment: .right), .init("rank", alignment: .right),
      .init("nats", alignment: .right),
    ])
    for token in tokens {
      table.append([
        label(token.token), Self.text(ofProbability: token.probability),
        NumberFormat.grouped(token.rank),
        NumberFormat.fixed(token.loss, decimals: 4),
      ])
    }
    return table
  }

  /// Four decimals; where they would all be 0, the first digit and the exponent.
  private static func text(ofProbability probability: Double) -> String {
    probability < 0.000_05 && probability > 0
      ? NumberFormat.size(probability) : NumberFormat.fixed(probability, decimals: 4)
  }
}
