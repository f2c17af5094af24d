import Drawing
import Inspection

extension Circuits {
  /// The two tables of a head.
  public enum Kind: String, CaseIterable, Sendable {
    /// Which token attends to which: scaled scores.
    case queryKey = "QK"
    /// Which token, attended to, raises which logit.
    case outputValue = "OV"
  }

  /// How the tables are to be read.
  public static let legend = [
    "QK: the scaled score of a query's token (row) with a key's (column), less the row's mean: softmax sees only differences.",
    "OV: what the head adds to a token's logit (column) when all weight is on a token (row).",
    "σ: singular values; each is a pattern of rows times one of columns. At most d are not 0 for a head of width d.",
  ]

  /// What the tables of these heads leave out, in sentences; none where all are exact.
  public var omissions: [String] {
    Omission.allCases.filter { omission in
      heads.contains { ($0.queryKey.leavesOut + $0.outputValue.leavesOut).contains(omission) }
    }.map { $0.sentence }
  }

  /// Where query and key stand, in words.
  public var placeTitle: String {
    guard let query, let key else { return "the key \(distance) before the query" }
    return "query at \(query), key at \(key)"
  }

  /// A table of a head, on the scale that all these heads share.
  ///
  /// - Parameters:
  ///   - head: one of these heads.
  ///   - kind: which of its tables.
  ///   - labels: all tokens of the vocabulary.
  public func heatMap(of head: Head, _ kind: Kind, labels: [String]) -> HeatMap {
    let isScore = kind == .queryKey
    return HeatMap(
      title:
        "layer \(head.layer), head \(head.head): \(kind.rawValue), \(isScore ? placeTitle : key.map { "value at \($0)" } ?? "any place")",
      rowTitle: isScore ? "query" : "attended to",
      columnTitle: isScore ? "key" : "logit of",
      rows: labels,
      columns: labels,
      cells: head.shown(kind).map { $0.map { $0 } },
      scale: .diverging(maximum: maximum(kind)),
      format: .significant(digits: 2)
    )
  }

  /// The largest magnitude in the tables of all heads, so that heads can be compared.
  private func maximum(_ kind: Kind) -> Double {
    heads.flatMap { $0.shown(kind).joined() }.reduce(0) { max($0, $1.magnitude) }
  }

  /// The norms and the first singular values of each head's tables.
  public var table: Table {
    var table = Table(columns: [
      .init("layer", alignment: .right), .init("head", alignment: .right),
      .init("‖QK − row means‖", alignment: .right), .init("‖QK‖", alignment: .right), .init("σ of QK"),
      .init("‖OV‖", alignment: .right), .init("σ of OV"),
    ])
    for head in heads {
      table.append(
        ["\(head.layer)", "\(head.head)", NumberFormat.fixed(norm(of: head.shown(.queryKey)), decimals: 2)]
          + [head.queryKey, head.outputValue].flatMap {
            [NumberFormat.fixed($0.norm, decimals: 2), $0.singularValueText]
          }
      )
    }
    return table
  }
}

/// √Σ x².
private func norm(of rows: [[Double]]) -> Double {
  rows.joined().reduce(0) { $0 + $1 * $1 }.squareRoot()
}

extension Circuits.Head {
  /// The numbers of a table as a map shows them: scores less their row's mean.
  fileprivate func shown(_ kind: Circuits.Kind) -> [[Double]] {
    let numbers = table(kind).numbers
    guard kind == .queryKey else { return numbers }
    return numbers.map { row in
      let mean = row.reduce(0, +) / Double(row.count)
      return row.map { $0 - mean }
    }
  }

  fileprivate func table(_ kind: Circuits.Kind) -> Circuits.TokenTable {
    switch kind {
    case .queryKey: queryKey
    case .outputValue: outputValue
    }
  }
}

extension Circuits.TokenTable {
  /// The first singular values, as many as a line has room for.
  fileprivate var singularValueText: String {
    singularValues.prefix(4).map { NumberFormat.fixed($0, decimals: 2) }.joined(separator: " ")
      + (singularValues.count > 4 ? " …" : "")
  }
}

extension Circuits.Omission {
  /// What is left out, in a sentence.
  public var sentence: String {
    switch self {
    case .normalization:
      "Later layers: RMSNorm divides by the length of the whole residual stream, the tables by that of the embedding."
    case .earlierParts:
      "Later layers: what earlier parts add to the residual stream is read by the heads and is not in the tables."
    case .finalNorm:
      "OV: the final norm divides by the length of what the last layer gives, and the tables do not."
    case .laterParts: "OV: what later parts make of what a head adds is not in the tables."
    }
  }
}
