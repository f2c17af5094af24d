/// xʸ, as C's `pow` has it: by multiplying where y is whole and small, else e^(y ln x), both with 106 bits.
func power(_ x: Double, _ y: Double) -> Double {
  if y == 0 || x == 1 { return 1 }
  if x.isNaN || y.isNaN { return .nan }
  let isWhole = y.rounded(.towardZero) == y
  let isOdd = isWhole && y.magnitude < 0x1p53 && (y * 0.5).rounded(.towardZero) != y * 0.5
  let sign: Double = isOdd && x.sign == .minus ? -1 : 1
  if x == 0 || x.isInfinite { return (x == 0) == (y < 0) ? sign * .infinity : sign * 0 }
  if x < 0 && !isWhole && y.isFinite { return .nan }
  // No double but 1 is so close to 1 that such a power of it were anything but infinite or 0.
  if y.magnitude > 0x1p70 {
    if x.magnitude == 1 { return 1 }
    return (x.magnitude > 1) == (y > 0) ? .infinity : 0
  }
  if isWhole, y.magnitude < 1024, let product = wholePower(x.magnitude, UInt32(y.magnitude)) {
    return sign * (y < 0 ? DoubleDouble(1) / product : product).rounded
  }
  let exponent = preciseLogarithm(x.magnitude) * DoubleDouble(y)
  if exponent.high > 709.79 { return sign * .infinity }
  if exponent.high < -745.2 { return sign * 0 }
  return sign * exponential(exponent)
}

/// xⁿ for x > 0 and n > 0 by squaring, nil where it comes near the ends of the numbers.
private func wholePower(_ x: Double, _ n: UInt32) -> DoubleDouble? {
  let exponent = Double(x.exponent).magnitude + 1
  guard exponent * Double(n) < 900 else { return nil }
  var base = DoubleDouble(x)
  var result = DoubleDouble(1)
  var rest = n
  while true {
    if rest & 1 != 0 { result = result * base }
    rest >>= 1
    if rest == 0 { return result }
    base = base * base
  }
}
