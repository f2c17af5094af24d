import Drawing
import Inspection

extension AttentionRow {
  /// Which row it is: `layer 0, head 2, row 3: what the query of m reads`; `labels` are the tokens read.
  public func title(labels: [String]) -> String {
    "layer \(layer), head \(head), row \(position): what the query of \(labels[position]) reads"
  }

  /// What the variant does differently, a line each; `labels` are the tokens read.
  public func remarks(labels: [String]) -> [String] {
    let hidden = hiddenPositions.map { "\($0) \(labels[$0])" }.joined(separator: ", ")
    return
      (hiddenPositions.isEmpty
      ? [] : ["hidden from this query by the mask or forgotten by the store: \(hidden)"]) + variantRemarks
  }

  /// What the variant does differently, whatever the text, a line each.
  public var variantRemarks: [String] {
    [
      storedHead.flatMap { $0 == head ? nil : "head \(head) reads the keys and values of stored head \($0)" },
      origin.remark,
      isRotated ? "q and k are shown after their rotation by the angles of their positions" : nil,
      isPatternKept
        ? nil
        : "FlashAttention computes this tile by tile and keeps no weights; here they are computed again from q and k",
    ].compactMap { $0 }
  }

  /// The query, and below it each key that it sees.
  public func vectorMap(labels: [String]) -> HeatMap {
    map(
      "the query q and the keys k",
      rows: ["q \(position) \(labels[position])"] + keyLabels(labels).map { "k " + $0 },
      [query] + keys.map { $0.key }
    )
  }

  /// q times k, dimension by dimension: a row sums to q·k.
  public func productMap(labels: [String]) -> HeatMap {
    map(
      "q times k, dimension by dimension: a row sums to q·k",
      rows: keyLabels(labels),
      keys.map { $0.products }
    )
  }

  /// From q·k to the weight, a row for each key.
  public func weightTable(labels: [String]) -> Table {
    let headers = ["q·k", "s q·k", "less max", "exp", "running sum", "weight w"]
    var table = Table(columns: [.init("key")] + headers.map { .init($0, alignment: .right) })
    for (key, label) in zip(keys, keyLabels(labels)) {
      let numbers = [
        key.rawScore, key.score, key.score - largestScore, key.exponential, key.runningSum, key.weight,
      ]
      table.append([label] + numbers.map { NumberFormat.fixed($0, decimals: 4) })
    }
    return table
  }

  /// The value of each key.
  public func valueMap(labels: [String]) -> HeatMap {
    map("the values v", rows: keyLabels(labels), keys.map { $0.value })
  }

  /// Each value times its weight, and below them their sum z.
  public func weightedMap(labels: [String]) -> HeatMap {
    map(
      "w v, and their sum z: what the head has read",
      rows: keyLabels(labels) + ["z"],
      keys.map { $0.weightedValue } + [weightedSum]
    )
  }

  /// What becomes of z.
  public var additionMap: HeatMap {
    map(origin.additionTitle, rows: ["head \(layer).\(head)"], [addition])
  }

  /// What the columns of ``weightTable(labels:)`` are.
  public var weightLegend: [String] {
    [
      "s = \(NumberFormat.significant(scale)); less max: the score less the largest, so that exp can't overflow; weight: exp / the last",
      "running sum, which is \(NumberFormat.fixed(total, decimals: 4)): that division makes the weights sum to 1, and is softmax",
    ]
  }

  /// How far the row worked out here is from what the model itself computed.
  public var agreement: String {
    "the model's own z differs from this one by at most \(NumberFormat.size(deviation))"
  }

  private func keyLabels(_ labels: [String]) -> [String] {
    keys.map { "\($0.position) \(labels[$0.position])" }
  }

  private func map(_ title: String, rows: [String], _ cells: [[Double]]) -> HeatMap {
    HeatMap(
      title: title,
      rowTitle: "",
      columnTitle: "dimension",
      rows: rows,
      columns: (cells.first ?? []).indices.map { "\($0)" },
      cells: cells.map { $0.map { $0 } },
      format: .fixed(decimals: 3)
    )
  }
}

extension AttentionRow.Origin {
  /// Where keys come from, where they are not simply stored.
  fileprivate var remark: String? {
    switch self {
    case .stored: nil
    case .latent:
      "keys and values are the stored latents, the same for all heads; attn_wuk has taken the query to their space"
    case .rebuilt: "keys and values are rebuilt from the stored latents by attn_wuk and attn_wuv"
    }
  }

  fileprivate var additionTitle: String {
    let z = self == .latent ? "attn_wuv · z" : "z"
    return "the head's output: \(z) times its columns of attn_wo, added to the residual stream"
  }
}
