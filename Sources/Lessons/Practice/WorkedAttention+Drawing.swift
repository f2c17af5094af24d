import Drawing

extension WorkedAttention {
  /// The pattern of words that attend to one another.
  func heatMap(_ title: String, words: [String]) -> HeatMap {
    HeatMap(
      title: title,
      rowTitle: "query",
      columnTitle: "key",
      rows: words,
      columns: words,
      cells: pattern,
      scale: .sequential(maximum: 1)
    )
  }

  /// The softmax of one query that sees all keys.
  func softmax(of query: Int) -> WorkedSoftmax { WorkedSoftmax(of: scores[query].map { $0 ?? 0 }) }

  /// From q·k to the weights of that query, a row for each key.
  func steps(of query: Int, words: [String]) -> Table {
    let exponentials = softmax(of: query).exponentials
    return Table(
      columns: [.init("key")] + ["q·k", "score", "exp(score)", "weight"].map(Table.Column.right),
      rows: words.indices.map { key in
        [
          words[key], shown(products[query][key], 0), shown(scores[query][key], 3),
          shown(exponentials[key], 3),
          shown(pattern[query][key], 3),
        ]
      }
    )
  }
}
