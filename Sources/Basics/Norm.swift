/// The Euclidean norm √Σᵢ xᵢ².
///
/// It is finite and above 0 wherever the answer is: where squares may be too large or too small for a number, they are taken
/// of the numbers divided by one as large as the largest.
///
///     ‖x‖ = c √Σᵢ (xᵢ / c)²,   c = 2ᵉ ≤ maxᵢ |xᵢ| < 2ᵉ⁺¹
package func norm(_ numbers: some Collection<Double>) -> Double {
  let square = numbers.reduce(0) { $0 + $1 * $1 }
  if square > 1e-280, square < .infinity { return square.squareRoot() }
  let largest = numbers.reduce(0) { $1.magnitude > $0 || $1.isNaN ? $1.magnitude : $0 }
  guard largest > 0, largest.isFinite else { return largest }
  // Dividing by a power of two rounds nothing.
  let scale = Double(sign: .plus, exponent: largest.exponent, significand: 1)
  return scale * numbers.reduce(0) { $0 + ($1 / scale) * ($1 / scale) }.squareRoot()
}
