import Basics

extension RandomNumberGenerator {
  /// Draws an index, each with a probability in proportion to its weight, as CPython's `random.choices(range(n), weights)`.
  ///
  /// With u = ``nextUnit()`` and the cumulative weights Wᵢ = w₀ + … + wᵢ, it is the first i with u · Wₙ₋₁ < Wᵢ, or the
  /// last with a weight above 0 where rounding leaves none.
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
    var last = 0
    for (index, weight) in weights.enumerated() where weight > 0 {
      cumulative += weight
      if threshold < cumulative { return index }
      last = index
    }
    return last
  }
}
