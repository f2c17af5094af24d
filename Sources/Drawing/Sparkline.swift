/// A series drawn in one line of text: `█▆▅▃▃▂▁▁`.
public struct Sparkline: Sendable {
  /// The numbers that are drawn: what was given, without the non-finite ones.
  public let values: [Double]

  /// Creates a sparkline of a series; numbers that are not finite are left out.
  public init(_ values: some Sequence<Double>) {
    self.values = values.filter { $0.isFinite }
  }

  /// The series in at most `width` columns, the lowest value at the lowest glyph and the highest at the highest.
  ///
  /// A series longer than `width` is divided into `width` parts of (nearly) equal length, each drawn at its mean; a
  /// shorter one takes one column a value. A constant series is drawn at half height, an empty one as nothing.
  public func drawn(width: Int, glyphs: GlyphSet = .unicode) -> String {
    let points = resampled(to: width)
    guard let lowest = points.min(), let highest = points.max() else { return "" }
    let levels = glyphs.levels
    // Halves keep the difference of two huge numbers finite.
    let span = highest / 2 - lowest / 2
    return String(
      points.map { point in
        guard span > 0 else { return levels[levels.count / 2 - 1] }
        let height = (point / 2 - lowest / 2) / span
        return levels[min(levels.count - 1, Int(height * Double(levels.count)))]
      }
    )
  }

  /// The means of at most `count` consecutive parts of the series.
  func resampled(to count: Int) -> [Double] {
    guard count > 0 else { return [] }
    guard values.count > count else { return values }
    return (0..<count).map { part in
      let range = part * values.count / count..<(part + 1) * values.count / count
      // The running mean stays exact on constant parts and finite on huge ones.
      var mean = values[range.lowerBound]
      for (index, value) in values[range].enumerated() {
        let count = Double(index + 1)
        mean += value / count - mean / count
      }
      return mean
    }
  }
}
