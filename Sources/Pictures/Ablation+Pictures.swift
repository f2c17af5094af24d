import Drawing
import Inspection

extension Ablation {
  /// What the columns of ``table`` are.
  public static let legend = [
    "without: the loss without the part, in nats per token; change: how much more that is; forecast: Σ ∂L/∂a (a′ − a),",
    "what the gradient expects; off by: forecast − change. A head's output is replaced before",
    "the matrix that mixes the heads.",
  ]

  /// The loss without each part, beside what the gradient forecasts: heads, feed-forward parts and layers.
  public var table: Table {
    table(of: rows.filter { $0.kind != .position }, firstColumn: .init("part"), name: Self.name)
  }

  /// The loss with each position hidden from later queries, a layer's rows one below the other; `labels` are the tokens read.
  public func positionTable(labels: [String]) -> Table {
    table(of: rows.filter { $0.kind == .position }, firstColumn: .init("hidden")) { row in
      let position = row.position ?? 0
      return "layer \(row.layer), \(position) \(labels[position])"
    }
  }

  private func table(of rows: [Row], firstColumn: Table.Column, name: (Row) -> String) -> Table {
    Table(
      columns: [firstColumn]
        + ["without", "change", "forecast", "off by"].map { .init($0, alignment: .right) },
      rows: rows.map { row in
        [
          name(row), NumberFormat.fixed(row.ablatedLoss, decimals: 4),
          Self.signed(row.change), Self.signed(row.forecast), Self.signed(row.forecastError),
        ]
      }
    )
  }

  /// A change with its sign, where the digits that are shown are not all zeros.
  static func signed(_ number: Double) -> String {
    let text = NumberFormat.fixed(number, decimals: 4)
    return (number > 0 && text != NumberFormat.fixed(0, decimals: 4) ? "+" : "") + text
  }

  /// Two heads together, beside the sum of what each changes alone.
  public var pairTable: Table {
    Table(
      columns: [.init("heads")]
        + ["without both", "change", "sum of each", "more than the sum"].map { .init($0, alignment: .right) },
      rows: pairs.map { pair in
        [
          "\(pair.first.layer).\(pair.first.head) and \(pair.second.layer).\(pair.second.head)",
          NumberFormat.fixed(pair.ablatedLoss, decimals: 4),
          Self.signed(pair.change), Self.signed(pair.sum), Self.signed(pair.change - pair.sum),
        ]
      }
    )
  }

  /// The change of the loss without each part, beside the forecast.
  public var effectMap: HeatMap {
    let parts = rows.filter { $0.kind != .position }
    return HeatMap(
      title: "change of the loss without a part",
      rowTitle: "part",
      columnTitle: "nats per token",
      rows: parts.map(Self.name),
      columns: ["change", "forecast"],
      cells: parts.map { [$0.change, $0.forecast] },
      scale: .diverging(maximum: parts.reduce(0) { max($0, $1.change.magnitude, $1.forecast.magnitude) }),
      format: .significant(digits: 2)
    )
  }

  /// A part in a few words: `head 0.2`, `feed-forward 0`.
  private static func name(of row: Row) -> String {
    switch row.kind {
    case .head: "head \(row.layer).\(row.head ?? 0)"
    case .feedForward: "feed-forward \(row.layer)"
    case .layer, .position: "layer \(row.layer)"
    }
  }

  /// What the loss gains without each head, a row for each layer.
  public var headMap: HeatMap {
    map(
      .head,
      title: "change of the loss without a head",
      columnTitle: "head",
      columns: Set(rows.compactMap { $0.head }).sorted().map { "\($0)" }
    )
  }

  /// What the loss of the text gains where a position is hidden, a row for each layer; `labels` are the tokens read.
  public func positionMap(labels: [String]) -> HeatMap {
    map(
      .position,
      title: "change of the loss where a position is hidden from later queries",
      columnTitle: "hidden",
      columns: labels
    )
  }

  private func map(_ kind: Kind, title: String, columnTitle: String, columns: [String]) -> HeatMap {
    let rows = rows.filter { $0.kind == kind }
    let layers = Dictionary(grouping: rows) { $0.layer }.sorted { $0.key < $1.key }
    return HeatMap(
      title: title,
      rowTitle: "layer",
      columnTitle: columnTitle,
      rows: layers.map { "\($0.key)" },
      columns: columns,
      cells: layers.map { layer in layer.value.map { $0.change } },
      scale: .diverging(maximum: rows.reduce(0) { max($0, $1.change.magnitude) }),
      format: .significant(digits: 2)
    )
  }

  /// What every two heads together change beyond the sum of what each changes; on the diagonal each head's own change.
  public var pairMap: HeatMap {
    let heads = rows.filter { $0.kind == .head }
    let cells = heads.map { row in
      heads.map { column -> Double? in
        if row == column { return row.change }
        return pairs.first { pair in pair.joins(row, column) }.map { $0.change - $0.sum }
      }
    }
    return HeatMap(
      title: "two heads off: change beyond the sum of each (diagonal: one head off)",
      rowTitle: "head",
      columnTitle: "head",
      rows: heads.map { "\($0.layer).\($0.head ?? 0)" },
      columns: heads.map { "\($0.layer).\($0.head ?? 0)" },
      cells: cells,
      scale: .diverging(maximum: cells.joined().reduce(0) { max($0, $1?.magnitude ?? 0) }),
      format: .significant(digits: 2)
    )
  }
}

extension Ablation.Pair {
  /// Whether it is these two heads, whichever comes first.
  fileprivate func joins(_ one: Ablation.Row, _ other: Ablation.Row) -> Bool {
    func isFirst(_ row: Ablation.Row) -> Bool { first.layer == row.layer && first.head == row.head }
    func isSecond(_ row: Ablation.Row) -> Bool { second.layer == row.layer && second.head == row.head }
    return isFirst(one) && isSecond(other) || isFirst(other) && isSecond(one)
  }
}
