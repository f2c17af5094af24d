import Drawing
import Inspection

extension Foresight {
  /// For each position how likely the token that came is, with later tokens hidden and shown.
  ///
  /// - Parameters:
  ///   - read: the tokens read, a text for each position.
  ///   - next: the tokens that came.
  public func predictionTable(read: [String], next: [String]) -> Table {
    var table = Table(
      columns: [.init("after"), .init("came")]
        + ["hidden: probability", "loss", "uncovered: probability", "loss"].map {
          .init($0, alignment: .right)
        }
    )
    func number(_ value: Double) -> String { NumberFormat.fixed(value, decimals: 3) }
    for position in read.indices {
      table.append(
        [read[position], next[position]]
          + [covered, uncovered].flatMap { reading in
            [number(reading.probabilities[position]), number(reading.losses[position])]
          }
      )
    }
    table.append(["mean", "", "", number(covered.loss), "", number(uncovered.loss)])
    return table
  }

  /// The pattern of a head without a mask; `labels` are the tokens read.
  public func heatMap(of head: Head, labels: [String]) -> HeatMap {
    HeatMap(
      title: "layer \(head.layer), head \(head.head): nothing hidden",
      rowTitle: "query",
      columnTitle: "key",
      rows: labels,
      columns: labels,
      cells: head.pattern.map { row in row.map { $0 } },
      scale: .sequential(maximum: 1)
    )
  }

  /// How much weight each head gives to the token that is to be predicted.
  public var nextTable: Table {
    Table(
      columns: [.init("head"), .init("mean weight on the next token", alignment: .right)],
      rows: heads.map { ["\($0.layer).\($0.head)", NumberFormat.fixed($0.weightOnNext, decimals: 3)] }
    )
  }
}
