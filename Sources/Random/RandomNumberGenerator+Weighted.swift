import Basics

extension RandomNumberGenerator {
  /// Draws an index, each with a probability in proportion to its weight, as CPython's `random.choices(range(n), weights)`.
  ///
  /// With u = ``nextUnit()`` and the cumulative weights Wᵢ = w₀ + … + wᵢ, it is the first i with u · Wₙ₋₁ < Wᵢ, or the
  /// last index where rounding leaves none.
  ///
  /// - Parameter weights: finite, none below 0, and at least one above it.
  public mutating func index(weightedBy weights: [Double]) -> Int {
    let total = weights.reduce(0, +)
    require(
      total > 0 && total.isFinite && weights.allSatisfy { $0 >= 0 },
      "nothing can be drawn: the weights must be finite, not negative, and not all zero"
    )
    let threshold = nextUnit() * total
    var cumulative = 0.0
    return weights.firstIndex {
      cumulative += $0
      return threshold < cumulative
    } ?? weights.count - 1
  }
}
