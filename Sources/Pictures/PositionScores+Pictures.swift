import Drawing
import Inspection

extension PositionScores {
  /// What the cells of a map show.
  public enum Cells: String, CaseIterable, Sendable {
    /// The mean score over all pairs of tokens.
    case means
    /// The standard deviation.
    case deviations

    /// The cells in a few words.
    public var title: String {
      switch self {
      case .means: "mean score of all pairs of tokens"
      case .deviations: "deviation of the scores of pairs of tokens"
      }
    }
  }

  /// How the maps are to be read.
  public static let legend = [
    "only differences within a row count. A head whose means differ much, and whose deviations are small, goes by position;",
    "one whose means are alike goes by content. Every token counts alike, however common it is.",
  ]

  /// The map of a head, on the scale that all these heads share.
  public func heatMap(of head: Head, _ cells: Cells) -> HeatMap {
    let positions = (0..<positionCount).map { "\($0)" }
    let largest = heads.flatMap { $0.cells(cells).joined() }.reduce(0) { max($0, $1?.magnitude ?? 0) }
    return HeatMap(
      title: "layer \(head.layer), head \(head.head): \(cells.title)",
      rowTitle: "query at",
      columnTitle: "key at",
      rows: positions,
      columns: positions,
      cells: head.cells(cells),
      scale: cells == .means ? .diverging(maximum: largest) : .sequential(maximum: largest),
      format: .significant(digits: 2)
    )
  }
}

extension PositionScores.Head {
  fileprivate func cells(_ cells: PositionScores.Cells) -> [[Double?]] {
    switch cells {
    case .means: means
    case .deviations: deviations
    }
  }
}
