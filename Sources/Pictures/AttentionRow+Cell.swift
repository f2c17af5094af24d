import Drawing
import Inspection

extension AttentionRow {
  /// One key of the row: what its weight is computed from, dimension by dimension, and what is read of its value.
  ///
  /// - Parameter key: the key's position; nil is given for one that the query does not see.
  public func dimensionTable(of key: Int) -> Table? {
    guard let key = keys.first(where: { $0.position == key }) else { return nil }
    var table = Table(
      columns: [.init("dimension")]
        + ["q", "k", "q times k", "v", "w v"].map { .init($0, alignment: .right) }
    )
    // A latent is narrower than what stands behind it in the key.
    for index in 0..<max(query.count, key.value.count) {
      func number(_ vector: [Double]) -> String {
        vector.indices.contains(index) ? NumberFormat.fixed(vector[index], decimals: 4) : ""
      }
      table.append(
        ["\(index)"] + [query, key.key, key.products, key.value, key.weightedValue].map(number)
      )
    }
    table.append(["sum", "", "", NumberFormat.fixed(key.rawScore, decimals: 4), "", ""])
    return table
  }

  /// The way from q·k of one key to its weight, in numbers, a step a line; nothing for a key that the query does not see.
  public func weightSteps(of key: Int) -> [String] {
    guard let key = keys.first(where: { $0.position == key }) else { return [] }
    func number(_ value: Double) -> String { NumberFormat.fixed(value, decimals: 4) }
    return [
      "q·k = \(number(key.rawScore))",
      "s q·k = \(number(scale)) · \(number(key.rawScore)) = \(number(key.score))",
      "e = exp(s q·k − m) = exp(\(number(key.score)) − \(number(largestScore))) = \(number(key.exponential))",
      "w = e / Σ e = \(number(key.exponential)) / \(number(total)) = \(number(key.weight))",
    ]
  }
}
