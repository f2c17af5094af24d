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
        label(token.token), NumberFormat.fixed(token.probability, decimals: 4),
        NumberFormat.grouped(token.rank),
        NumberFormat.fixed(token.loss, decimals: 4),
      ])
    }
    return table
  }
}
