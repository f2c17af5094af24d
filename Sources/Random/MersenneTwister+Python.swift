import Basics

/// The methods of CPython's `random.Random` that microgpt.py uses; each draws the same words in the same order.
extension MersenneTwister {
  /// Draws a number uniform in [0, 1) with 53 bits, as `random.random()`.
  public mutating func unit() -> Double {
    nextUnit()
  }

  /// Draws an integer of `count` random bits, as `random.getrandbits(count)`: uniform in 0..<2^`count`.
  ///
  /// Up to 32 bits are the upper bits of one word; more take two words, the first of which is the *low* half.
  ///
  /// - Precondition: `count` is in 0...64. None are drawn for 0.
  public mutating func bits(_ count: Int) -> UInt64 {
    require((0...64).contains(count), "bits(\(count)): the count must be in 0...64")
    if count == 0 { return 0 }
    if count <= 32 { return UInt64(nextWord() >> UInt32(32 - count)) }
    let low = UInt64(nextWord())
    return low | UInt64(nextWord() >> UInt32(64 - count)) << 32
  }

  /// Draws an integer uniform in 0..<`bound`, as `random._randbelow(bound)`.
  ///
  /// It draws as many bits as `bound` has, again and again until the number is below `bound`: at most twice on
  /// average, and with no bias.
  ///
  /// - Precondition: `bound` is positive.
  public mutating func below(_ bound: Int) -> Int {
    require(bound > 0, "below(\(bound)): the bound must be positive")
    let bitCount = Int.bitWidth - bound.leadingZeroBitCount
    while true {
      let drawn = Int(bits(bitCount))
      if drawn < bound { return drawn }
    }
  }

  /// Draws from the normal distribution, as `random.gauss(mean, standardDeviation)`.
  ///
  /// Two uniform numbers u, v give two independent standard normal ones (G. Box and M. Muller, 1958),
  ///
  ///     cos(2πu) √(−2 ln(1 − v))   and   sin(2πu) √(−2 ln(1 − v))
  ///
  /// The first is used at once, the second is kept for the next call.
  public mutating func gaussian(mean: Double = 0, standardDeviation: Double = 1) -> Double {
    if let spare = spareGaussian {
      spareGaussian = nil
      return mean + spare * standardDeviation
    }
    let angle = unit() * (2 * Double.pi)
    let radius = (-2 * ElementaryFunctions.log(1 - unit())).squareRoot()
    spareGaussian = ElementaryFunctions.sin(angle) * radius
    return mean + ElementaryFunctions.cos(angle) * radius * standardDeviation
  }

  /// Puts the elements in a random order, as `random.shuffle(elements)`: each order is equally likely.
  ///
  /// From the last element to the second, each changes places with one drawn from those up to itself. Swift's own
  /// `shuffle(using:)` gives another order for the same generator.
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, below(last + 1))
    }
  }
}
