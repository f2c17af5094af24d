import Autograd
import Basics

/// Σ x y.
func innerProduct(_ x: [Double], _ y: [Double]) -> Double {
  zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
}

/// eˣⁱ / Σⱼ eˣʲ, less the largest in the exponent.
func softmax(_ numbers: [Double]) -> [Double] {
  let largest = numbers.max() ?? 0
  let exponentials = numbers.map { ElementaryFunctions.exp($0 - largest) }
  let sum = exponentials.reduce(0, +)
  return exponentials.map { $0 / sum }
}

/// −Σ w ln w, in nats, where 0 ln 0 is 0 and the weights sum to 1.
///
/// Of a weight over ½ the logarithm is taken of what the others leave of 1, for 1 − w says little where w is almost 1.
func entropy(_ pattern: [Double]) -> Double {
  let leading = leadingWeight(of: pattern)
  return pattern.indices.reduce(0) { sum, index in
    let weight = pattern[index]
    guard weight > 0 else { return sum }
    let logarithm =
      weight > 0.5 && index == leading.index
      ? logarithmOfOneLess(leading.rest) : ElementaryFunctions.log(weight)
    return sum - weight * logarithm
  }
}

/// Where the largest weight of a pattern is, and the sum of all the others: 1 less that weight, without its rounding.
func leadingWeight(of pattern: [Double]) -> (index: Int, rest: Double) {
  let index = pattern.indices.reduce(0) { pattern[$1] > pattern[$0] ? $1 : $0 }
  let rest = pattern.indices.reduce(0.0) { $1 == index ? $0 : $0 + pattern[$1] }
  return (index, rest)
}

/// ln(1 − x) for x from 0 to ½, as exactly where x is tiny.
///
/// The logarithm of the rounded difference, times what the difference lost: both have nearly the same relative error.
///
/// Source: "What every computer scientist should know about floating-point arithmetic", Goldberg 1991, theorem 4.
private func logarithmOfOneLess(_ x: Double) -> Double {
  let difference = 1 - x
  if difference == 1 { return -x }
  return -x * (ElementaryFunctions.log(difference) / (difference - 1))
}

/// The largest of numbers from 0: 0 for none, and not a number where one of them is none.
func largest(_ numbers: some Sequence<Double>) -> Double {
  numbers.reduce(0) { $1 > $0 || $1.isNaN ? $1 : $0 }
}

/// ‖diag(w) − w wᵀ‖, the Frobenius norm of softmax's Jacobian at weights w that sum to 1.
///
///     ‖J‖² = Σᵢ wᵢ² ((1 − wᵢ)² + Σ_{j≠i} wⱼ²)
///
/// No two numbers that nearly cancel are subtracted: of the largest weight, 1 − w and the other squares are sums of the
/// others' own. These are measured in units of the largest of them, so that no square is lost to underflow.
func softmaxJacobianNorm(_ pattern: [Double]) -> Double {
  let leading = leadingWeight(of: pattern)
  let unit = pattern.indices.reduce(0.0) { $1 == leading.index ? $0 : max($0, pattern[$1]) }
  guard unit > 0 else { return 0 }
  let others = pattern.indices.filter { $0 != leading.index }.map { pattern[$0] }
  // Σ of the others' squares, in units of unit².
  let otherSquares = others.reduce(0) { $0 + ($1 / unit) * ($1 / unit) }
  let weight = pattern[leading.index]
  let rest = leading.rest / unit
  let ofLeading = weight * weight * (rest * rest + otherSquares)
  return unit
    * others.reduce(ofLeading) { sum, other in
      let part = other / unit
      let remaining = otherSquares - part * part
      return sum + part * part * ((1 - other) * (1 - other) + weight * weight + unit * unit * remaining)
    }.squareRoot()
}

/// Σ x / n, of at least one number.
func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }
