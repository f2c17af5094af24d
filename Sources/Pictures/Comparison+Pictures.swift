import Drawing
import Inspection

extension SeedSpread {
  /// The mean, and behind ± the standard deviation where there are several runs: `1.2100 ± 0.0100`.
  public func text(decimals: Int = 4) -> String {
    let mean = NumberFormat.fixed(mean, decimals: decimals)
    guard let standardDeviation else { return mean }
    return "\(mean) ± \(NumberFormat.fixed(standardDeviation, decimals: decimals))"
  }
}

extension TextReading.Head {
  /// The pattern, for the maps of several runs beside each other; `labels` are the tokens read.
  public func heatMap(title: String, labels: [String]) -> HeatMap {
    HeatMap(
      title: title,
      rowTitle: "query",
      columnTitle: "key",
      rows: labels,
      columns: labels,
      cells: pattern,
      scale: .sequential(maximum: 1),
      format: .fixed(decimals: 2)
    )
  }
}
