import Drawing
import Inspection

extension DirectAttribution {
  /// What the cells of a map show.
  public enum Cells: String, CaseIterable, Sendable {
    /// What a part adds to the logit.
    case logits
    /// The same less the mean of what it adds to all logits.
    case relative

    /// The cells in a few words.
    public var title: String {
      switch self {
      case .logits: "what each part adds to the token's logit"
      case .relative: "what each part adds to the token's logit, less the mean over all tokens"
      }
    }
  }

  /// How the numbers are to be read.
  public var legend: [String] {
    [
      "each column sums to its last row: the logit of the token that came, or that less the mean logit. These are direct",
      "effects: what a part does by way of later parts that read it counts as theirs.",
    ]
      + (finalNormFactors == nil
        ? []
        : [
          "The final norm divides by the length of the whole residual stream at a position. That divisor is held constant, so a",
          "part's effect on it is in no row.",
        ])
  }

  /// What each part adds, a column for each position; the last row is their sum, and the shades go by the parts.
  ///
  /// - Parameters:
  ///   - cells: the logits, or these less their mean.
  ///   - label: how a token is written.
  public func heatMap(_ cells: Cells, label: (Int) -> String) -> HeatMap {
    let rows = parts.map { $0.cells(cells) }
    let largest = rows.joined().reduce(0) { max($0, $1.magnitude) }
    return HeatMap(
      title: cells.title,
      rowTitle: "part",
      columnTitle: "next token",
      rows: parts.map { $0.title } + ["sum"],
      columns: tokens.map(label),
      cells: (rows + [cells == .logits ? logits : relative]).map { $0.map { $0 } },
      scale: .diverging(maximum: largest)
    )
  }
}

extension DirectAttribution.Part {
  /// The part in a few words: `embedding`, `head 0.2`, `feed-forward 0`.
  var title: String {
    guard let layer else { return part.title }
    return head.map { "head \(layer).\($0)" } ?? "\(part.title) \(layer)"
  }

  fileprivate func cells(_ cells: DirectAttribution.Cells) -> [Double] {
    switch cells {
    case .logits: logits
    case .relative: relative
    }
  }
}
