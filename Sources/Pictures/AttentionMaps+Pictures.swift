import Drawing
import Inspection

extension AttentionMaps {
  /// What the cells of a map show.
  public enum Cells: String, CaseIterable, Sendable {
    /// The pattern w, the softmax of the scaled scores: each row sums to 1.
    case pattern
    /// The scaled scores s·q·k.
    case scores
    /// ∂L/∂w, in nats per token for a change of a weight by 1.
    case gradient

    /// The cells in a few words.
    public var title: String {
      switch self {
      case .pattern: "pattern"
      case .scores: "scores"
      case .gradient: "∂L/∂pattern"
      }
    }
  }

  /// Whether the maps of all heads are few and small enough to stand side by side; else one head is shown at a time.
  public var areSideBySide: Bool { heads.count * positionCount <= 60 }

  /// The largest magnitude of the cells of all heads, so that heads can be compared.
  private func maximum(_ cells: Cells) -> Double {
    heads.flatMap { $0.cells(cells).joined() }.reduce(0) { max($0, $1?.magnitude ?? 0) }
  }

  /// The map of a head, on the scale that all these heads share; `labels` are the tokens read.
  public func heatMap(of head: Head, _ cells: Cells, labels: [String]) -> HeatMap {
    let scale: HeatMap.Scale =
      cells == .pattern ? .sequential(maximum: 1) : .diverging(maximum: maximum(cells))
    return HeatMap(
      title: "layer \(head.layer), head \(head.head): \(cells.title)",
      rowTitle: "query",
      columnTitle: "key",
      rows: labels,
      columns: labels,
      cells: head.cells(cells),
      scale: scale,
      format: cells == .gradient ? .significant(digits: 2) : .fixed(decimals: 2)
    )
  }

  /// What the columns of ``roleTable`` are.
  public static let roleLegend = [
    "previous, first, itself: the mean weight on that position; if even: the weight if all visible keys got the same;",
    "evenness: entropy / ln n, 1 if all keys get the same, 0 if one key gets everything. The first two tokens are left",
    "out: they have too little choice. A head is named after the position with half of the weight or more; else it is",
    "'spread' if the evenness is 0.9 or more, or 'mixed'; 'unknown' if no query is left that sees two keys.",
  ]

  /// What each head mostly does, and the numbers behind the word.
  public var roleTable: Table { HeadRole.roleTable(heads.map { ($0.layer, $0.head, $0.role) }) }

  /// How much of each head's weight goes to copies of the query's token, to what followed them, to the mirror and to a fixed
  /// distance; ``HeadRole/copyLegend`` tells what the columns are.
  public var copyTable: Table { HeadRole.copyTable(heads.map { ($0.layer, $0.head, $0.role) }) }
}

extension AttentionMaps.Head {
  /// What one query attends to, as arcs whose width is the weight; `labels` are the tokens.
  public func arcs(of query: Int, labels: [String]) -> ArcDiagram {
    ArcDiagram(
      title: "layer \(layer), head \(head)",
      labels: labels,
      query: query,
      weights: pattern[query],
      colour: head % Palette.page.series.count
    )
  }

  fileprivate func cells(_ cells: AttentionMaps.Cells) -> [[Double?]] {
    switch cells {
    case .pattern: pattern
    case .scores: scores
    case .gradient: gradient
    }
  }
}
