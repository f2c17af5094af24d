import Attention
import Autograd

/// The numbers of one query's attention, whatever its kernel keeps.
extension HeadActivations {
  /// aₜ = q·kₜ for each visible key.
  var rawScores: [Double] {
    let query = query.data
    return keys.map { key in innerProduct(query, key.data) }
  }

  /// s aₜ for each visible key: the kernel's own, or computed again where it keeps none.
  var scoreNumbers: [Double] {
    scores?.data ?? rawScores.map { scale.data * $0 }
  }

  /// w = softmax(s a): the kernel's own, or computed again where it keeps none.
  var patternNumbers: [Double] {
    pattern?.data ?? softmax(scoreNumbers)
  }

  /// gₜ = ∂L/∂wₜ = ∂L/∂output · vₜ for each visible key.
  var patternGradient: [Double] {
    let gradient = output.grad
    return values.map { value in innerProduct(gradient, value.data) }
  }

  /// ∂L/∂(s aₜ) = wₜ (gₜ − ḡ),  ḡ = Σₜ wₜ gₜ, for each visible key.
  var scoreGradient: [Double] {
    let pattern = patternNumbers
    let gradient = patternGradient
    let mean = innerProduct(pattern, gradient)
    return zip(pattern, gradient).map { $0 * ($1 - mean) }
  }
}
