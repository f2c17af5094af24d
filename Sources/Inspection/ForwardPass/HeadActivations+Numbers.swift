import Attention
import Autograd

/// The numbers of one query's attention, whatever its kernel keeps.
extension HeadActivations {
  /// aₜ = q·kₜ for each visible key.
  var rawScores: [Double] {
    let query = query.data
    return keys.map { key in zip(query, key.data).reduce(0) { $0 + $1.0 * $1.1 } }
  }

  /// s aₜ for each visible key: the kernel's own, or computed again where it keeps none.
  var scores: [Double] {
    result.scores?.data ?? rawScores.map { scale.data * $0 }
  }

  /// w = softmax(s a): the kernel's own, or computed again where it keeps none.
  var pattern: [Double] {
    result.pattern?.data ?? softmax(scores)
  }

  /// gₜ = ∂L/∂wₜ = ∂L/∂output · vₜ for each visible key.
  var patternGradient: [Double] {
    let gradient = result.output.grad
    return values.map { value in zip(gradient, value.data).reduce(0) { $0 + $1.0 * $1.1 } }
  }

  /// ∂L/∂(s aₜ) = wₜ (gₜ − ḡ),  ḡ = Σₜ wₜ gₜ, for each visible key.
  var scoreGradient: [Double] {
    let pattern = pattern
    let gradient = patternGradient
    let mean = zip(pattern, gradient).reduce(0) { $0 + $1.0 * $1.1 }
    return zip(pattern, gradient).map { $0 * ($1 - mean) }
  }
}

/// eˣⁱ / Σⱼ eˣʲ, less the largest in the exponent.
func softmax(_ numbers: [Double]) -> [Double] {
  let largest = numbers.max() ?? 0
  let exponentials = numbers.map { ElementaryFunctions.exp($0 - largest) }
  let sum = exponentials.reduce(0, +)
  return exponentials.map { $0 / sum }
}

/// −Σ w ln w, in nats, where 0 ln 0 is 0.
func entropy(_ pattern: [Double]) -> Double {
  pattern.reduce(0) { $0 - ($1 > 0 ? $1 * ElementaryFunctions.log($1) : 0) }
}

/// The largest of numbers from 0: 0 for none, and not a number where one of them is none.
func largest(_ numbers: some Sequence<Double>) -> Double {
  numbers.reduce(0) { $1 > $0 || $1.isNaN ? $1 : $0 }
}

/// √Σ x².
func norm(_ numbers: some Sequence<Double>) -> Double {
  numbers.reduce(0) { $0 + $1 * $1 }.squareRoot()
}
