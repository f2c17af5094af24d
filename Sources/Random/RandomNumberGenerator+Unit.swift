extension RandomNumberGenerator {
  /// Draws a number uniform over the 2⁵³ multiples of 2⁻⁵³ in [0, 1), from one `next()`.
  ///
  /// With `next()` = high · 2³² + low, two 32-bit words, the result is
  ///
  ///     (⌊high / 2⁵⌋ · 2²⁶ + ⌊low / 2⁶⌋) / 2⁵³
  ///
  /// This is how CPython makes `random.random()` of two words of its generator, so a generator whose `next()` puts
  /// the first word drawn in the high half gives CPython's numbers. It differs from `Double.random(in: 0..<1)`, whose
  /// use of the bits Swift leaves open.
  @inlinable
  public mutating func nextUnit() -> Double {
    let word = next()
    let high = word >> 37
    let low = (word & 0xFFFF_FFFF) >> 6
    return Double(high << 26 | low) * 0x1p-53
  }
}
