import Autograd

extension Vector {
  /// The Euclidean norm of the gradients, √Σᵢ (∂L/∂xᵢ)².
  ///
  /// It is finite and above 0 wherever the answer is, though squares may be too large or too small for a number.
  public var gradientNorm: Double {
    let sum = squaredGradientSum
    return sum > 1e-280 && sum < .infinity ? sum.squareRoot() : scaledGradientNorm
  }

  /// The norm by its formula, of gradients divided by a number as large as the largest: no square overflows, and none that
  /// matters is lost.
  ///
  ///     ‖g‖ = c √Σᵢ (gᵢ / c)²,   c = 2ᵉ ≤ maxᵢ |gᵢ| < 2ᵉ⁺¹
  var scaledGradientNorm: Double {
    let gradients = grad
    let largest = gradients.reduce(0) { $1.magnitude > $0 || $1.isNaN ? $1.magnitude : $0 }
    guard largest > 0, largest.isFinite else { return largest }
    // Dividing by a power of two rounds nothing.
    let scale = Double(sign: .plus, exponent: largest.exponent, significand: 1)
    return scale * gradients.reduce(0) { $0 + ($1 / scale) * ($1 / scale) }.squareRoot()
  }

  /// Multiplies all gradients by one factor.
  public func scaleGradients(by factor: Double) {
    withUnsafeMutableBuffers { _, grad in
      for i in 0..<grad.count { grad[i] *= factor }
    }
  }
}
