/// A number in two doubles, of which the second is what the first left over when it was rounded: some 106 bits.
///
/// Source: "A floating-point technique for extending the available precision", Dekker 1971.
struct DoubleDouble {
  var high: Double
  var low: Double

  @inline(__always)
  init(_ high: Double, _ low: Double = 0) {
    self.high = high
    self.low = low
  }

  /// a + b, exactly.
  @inline(__always)
  init(sum a: Double, _ b: Double) {
    high = a + b
    let ofB = high - a
    low = (a - (high - ofB)) + (b - ofB)
  }

  /// a b, exactly, where neither it nor its rounding error overflows or underflows.
  @inline(__always)
  init(product a: Double, _ b: Double) {
    let (a1, a2) = Self.halves(a)
    let (b1, b2) = Self.halves(b)
    high = a * b
    low = ((a1 * b1 - high) + a1 * b2 + a2 * b1) + a2 * b2
  }

  /// Two numbers of 26 bits whose sum is the number.
  @inline(__always)
  private static func halves(_ number: Double) -> (Double, Double) {
    let multiple = 0x1.0000002p27 * number
    let upper = multiple - (multiple - number)
    return (upper, number - upper)
  }

  /// a + b where |a| ≥ |b|, exactly.
  @inline(__always)
  private init(ordered a: Double, _ b: Double) {
    high = a + b
    low = b - (high - a)
  }

  static func + (a: Self, b: Self) -> Self {
    let highs = Self(sum: a.high, b.high)
    let lows = Self(sum: a.low, b.low)
    let first = Self(ordered: highs.high, highs.low + lows.high)
    return Self(ordered: first.high, first.low + lows.low)
  }

  static prefix func - (a: Self) -> Self { Self(-a.high, -a.low) }

  static func * (a: Self, b: Self) -> Self {
    let product = Self(product: a.high, b.high)
    return Self(ordered: product.high, product.low + (a.high * b.low + a.low * b.high))
  }

  static func / (a: Self, b: Self) -> Self {
    let quotient = a.high / b.high
    let rest = a + -(b * Self(quotient))
    return Self(ordered: quotient, (rest.high + rest.low) / b.high)
  }

  /// The nearest double.
  var rounded: Double { high + low }
}

/// 2ᵏ for whole k from −1022 to 1023.
@inline(__always)
func powerOfTwo(_ k: Double) -> Double {
  Double(bitPattern: UInt64(bitPattern: Int64(k) &+ 1023) << 52)
}

/// x 2ᵏ for whole k from −2044 to 2046: in two steps, so that a result below the normal numbers is rounded once.
@inline(__always)
func scaled(_ x: Double, byPowerOfTwo k: Double) -> Double {
  let half = (k * 0.5).rounded(.down)
  return x * powerOfTwo(half) * powerOfTwo(k - half)
}
