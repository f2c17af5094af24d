/// The logarithm to base ten of a positive number, to about fifteen digits.
///
/// It stands here because the standard library has none and this module imports nothing. With x = m·2ᵉ and m within
/// a factor √2 of 1: ln m = 2·artanh((m − 1)/(m + 1)), whose power series ends after a few terms.
func decimalLogarithm(_ x: Double) -> Double {
  precondition(x > 0 && x.isFinite, "no logarithm of \(x)")
  var mantissa = x.significand
  var exponent = Double(x.exponent)
  if mantissa > 1.414 {
    mantissa /= 2
    exponent += 1
  }
  let ratio = (mantissa - 1) / (mantissa + 1)
  var power = ratio
  var sum = 0.0
  for odd in stride(from: 1.0, through: 23, by: 2) {
    sum += power / odd
    power *= ratio * ratio
  }
  return (exponent * 0.693_147_180_559_945_3 + 2 * sum) / 2.302_585_092_994_045_7
}
