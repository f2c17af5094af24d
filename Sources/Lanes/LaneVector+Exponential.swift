extension LaneVector where Number == Double {
  /// 1.5 · 2⁵²: in numbers of this size the last bit stands for 1, so that adding it rounds to a whole number.
  @inlinable @inline(__always)
  package static var rounder: Double { 0x1.8p52 }

  /// eˣ in every lane, within about one unit in the last place.
  ///
  ///     x = k ln 2 + r with whole k and |r| ≤ ½ ln 2,   eˣ = 2ᵏ eʳ
  ///
  /// eʳ is its Taylor polynomial of degree 13. ln 2 is subtracted in two parts, the first of which has so few digits that k
  /// times it is exact.
  ///
  /// Source: "Table-driven implementation of the exponential function", Tang 1989 (the reduction of the argument).
  @inlinable @inline(__always)
  package func exponential() -> Self {
    // Beyond these limits every result is infinite or 0.
    let x = atLeast(Self(repeating: -1400)).atMost(Self(repeating: 1400))
    let rounder = Self(repeating: Self.rounder)
    let k = rounder.adding(x, times: Self(repeating: 0x1.71547652b82fep0)) - rounder
    let r = x.adding(k, times: Self(repeating: -0x1.62e42feep-1))
      .adding(k, times: Self(repeating: -0x1.a39ef35793c76p-33))

    // Σ rⁿ / n! in pairs, pairs of pairs and so on, which keeps the chain of dependent operations short.
    let r2 = r * r
    let r4 = r2 * r2
    let c23 = Self.pair(1 / 2, 1 / 6, r)
    let c45 = Self.pair(1 / 24, 1 / 120, r)
    let c67 = Self.pair(1 / 720, 1 / 5040, r)
    let c89 = Self.pair(1 / 40_320, 1 / 362_880, r)
    let cAB = Self.pair(1 / 3_628_800, 1 / 39_916_800, r)
    let cCD = Self.pair(1 / 479_001_600, 1 / 6_227_020_800, r)
    let low = c23.adding(c45, times: r2)
    let middle = c67.adding(c89, times: r2)
    let high = cAB.adding(cCD, times: r2)
    let tail = low.adding(middle.adding(high, times: r4), times: r4)
    return (Self(repeating: 1) + r.adding(r2, times: tail)).scaled(byPowerOfTwo: k)
  }

}

extension LaneVector where Number == Float {
  /// 1.5 · 2²³, which does the same for numbers of 32 bits.
  @inlinable @inline(__always)
  package static var rounder: Float { 0x1.8p23 }

  /// eˣ in every lane, within about one unit in the last place: the same with a polynomial of degree 7.
  @inlinable @inline(__always)
  package func exponential() -> Self {
    let x = atLeast(Self(repeating: -170)).atMost(Self(repeating: 170))
    let rounder = Self(repeating: Self.rounder)
    let k = rounder.adding(x, times: Self(repeating: 0x1.715476p0)) - rounder
    let r = x.adding(k, times: Self(repeating: -0x1.63p-1))
      .adding(k, times: Self(repeating: 0x1.bd0106p-13))

    let r2 = r * r
    let c23 = Self.pair(1 / 2, 1 / 6, r)
    let c45 = Self.pair(1 / 24, 1 / 120, r)
    let c67 = Self.pair(1 / 720, 1 / 5040, r)
    let tail = c23.adding(c45.adding(c67, times: r2), times: r2)
    return (Self(repeating: 1) + r.adding(r2, times: tail)).scaled(byPowerOfTwo: k)
  }
}

extension LaneVector {
  /// a + b r.
  @inlinable @inline(__always)
  static func pair(_ a: Number, _ b: Number, _ r: Self) -> Self {
    Self(repeating: a).adding(Self(repeating: b), times: r)
  }
}
