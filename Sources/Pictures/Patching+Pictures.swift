import Drawing
import Inspection

extension Patching {
  /// Which of two numbers a map shows.
  public enum Cells: String, CaseIterable, Sendable {
    /// What an activation does when it is put in.
    case exact
    /// What the gradient forecasts.
    case forecast
  }

  /// Whether effects are shares of the way from one run to the other, and not differences.
  public var isNormalized: Bool { rows.allSatisfy { $0.normalized != nil } }

  /// What each head's activation at each position does, on one scale for both kinds of cells; `labels` are the tokens read.
  ///
  /// Effects are shares of the way from the text's run to the other's where the two differ enough, otherwise differences.
  public func heatMap(_ cells: Cells, labels: [String]) -> HeatMap {
    let heads = Dictionary(grouping: rows) { [$0.layer, $0.head] }.sorted {
      ($0.key[0], $0.key[1]) < ($1.key[0], $1.key[1])
    }
    let largest = rows.reduce(0) { largest, row in
      Cells.allCases.reduce(largest) { max($0, effect(row, $1).magnitude) }
    }
    return HeatMap(
      title: (cells == .exact ? "effect" : "forecast by the gradient") + " of one activation put in",
      rowTitle: "head",
      columnTitle: "position",
      rows: heads.map { "head \($0.key[0]).\($0.key[1])" },
      columns: labels,
      cells: heads.map { head in head.value.map { effect($0, cells) } },
      scale: .diverging(maximum: largest),
      format: isNormalized ? .fixed(decimals: 2) : .significant(digits: 2)
    )
  }

  private func effect(_ row: Row, _ cells: Cells) -> Double {
    switch cells {
    case .exact: row.normalized ?? row.change
    case .forecast: row.normalizedForecast ?? row.forecast
    }
  }

  /// The activations with the largest effects, the largest first; `labels` are the tokens read.
  public func table(labels: [String], limit: Int = 10) -> Table {
    let sorted = rows.sorted { $0.change.magnitude > $1.change.magnitude }
    func share(_ number: Double?) -> String { number.map { NumberFormat.fixed($0, decimals: 3) } ?? "-" }
    return Table(
      columns: [.init("head"), .init("position")]
        + ["patched", "change", "forecast", "share", "forecast share"].map { .init($0, alignment: .right) },
      rows: sorted.prefix(limit).map { row in
        [
          "\(row.layer).\(row.head)", "\(row.position) \(labels[row.position])",
          NumberFormat.fixed(row.patchedValue, decimals: 4),
          Ablation.signed(row.change), Ablation.signed(row.forecast),
          share(row.normalized), share(row.normalizedForecast),
        ]
      }
    )
  }

  /// What 0 and 1 stand for, in a line or two.
  public var summary: [String] {
    let name =
      switch measure {
      case .loss: "the loss of the text"
      case .logitDifference: "the difference of the logits"
      }
    let runs =
      "\(name): \(NumberFormat.fixed(value, decimals: 4)) on its own run, "
      + "\(NumberFormat.fixed(sourceValue, decimals: 4)) on the other text's"
    return isNormalized
      ? [runs, "0 stands for the text's own run, 1 for the other's"]
      : [runs, "the two are too near each other to divide by their difference: effects are differences"]
  }
}
