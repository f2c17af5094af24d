/// The nearest whole number, of two the one further from zero.
func roundedAwayFromZero(_ x: Double) -> Double {
  // From here on all numbers are whole, and NaN is not below.
  guard x.magnitude < 0x1p52 else { return x }
  let below = Double(Int64(x.magnitude))
  let magnitude = x.magnitude - below >= 0.5 ? below + 1 : below
  return x.sign == .minus ? -magnitude : magnitude
}

/// a b + c, rounded once, where the product's rounding error is a normal number.
///
/// The three parts of the exact result are added with their last but one sum rounded to odd, which keeps what decides a tie.
///
/// Source: "Emulation of a FMA and correctly rounded sums", Boldo and Melquiond 2008.
func fusedMultiplyAdd(_ a: Double, _ b: Double, _ c: Double) -> Double {
  if c.isInfinite && a.isFinite && b.isFinite { return c }
  let plain = a * b + c
  guard plain.isFinite, a != 0, b != 0, max(a.magnitude, b.magnitude) < 0x1p990 else { return plain }
  let product = DoubleDouble(product: a, b)
  let low = DoubleDouble(sum: c, product.low)
  let high = DoubleDouble(sum: product.high, low.high)
  let result = high.high + roundedToOdd(high.low, low.low)
  // A sum of 0 has the sign that the plain operations give it.
  return result == 0 && plain == 0 ? plain : result
}

/// a + b, and where that is not exact the neighbour whose last bit is 1.
private func roundedToOdd(_ a: Double, _ b: Double) -> Double {
  let sum = DoubleDouble(sum: a, b)
  guard sum.low != 0, sum.high.bitPattern & 1 == 0 else { return sum.high }
  return (sum.low > 0) ? sum.high.nextUp : sum.high.nextDown
}
