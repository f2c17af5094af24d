/// A fraction drawn as a horizontal bar, to an eighth of a column: `██████▍   `.
public struct Bar: Sendable {
  /// The part that is filled, from 0 to 1.
  public let fraction: Double

  /// Creates a bar; a fraction outside 0...1 is moved to the nearer end, one that is not a number counts as 0.
  public init(fraction: Double) {
    self.fraction = fraction.isNaN ? 0 : min(1, max(0, fraction))
  }

  /// The bar, with spaces after it up to exactly `width` columns.
  public func drawn(width: Int, glyphs: GlyphSet = .unicode) -> String {
    guard width > 0 else { return "" }
    let cells = glyphs.partialCells
    let parts = Int(fraction * Double(width * cells.count) + 0.5)
    let (whole, rest) = parts.quotientAndRemainder(dividingBy: cells.count)
    var bar = String(repeating: cells[cells.count - 1], count: whole)
    if rest > 0 { bar.append(cells[rest - 1]) }
    return bar + spaces(width - whole - (rest > 0 ? 1 : 0))
  }
}
