import Autograd

extension Vector {
  /// The Euclidean norm of the gradients, √Σᵢ (∂L/∂xᵢ)².
  public var gradientNorm: Double {
    withUnsafeMutableBuffers { _, grad in
      var total = 0.0
      for i in 0..<grad.count { total += grad[i] * grad[i] }
      return total.squareRoot()
    }
  }

  /// Whether all numbers are finite.
  public var isFinite: Bool {
    withUnsafeMutableBuffers { data, _ in
      // An infinite number or none at all has every bit of its exponent set. Comparing bits, and not stopping at the
      // first, lets the compiler look at several numbers at once.
      let exponent = Double.infinity.bitPattern
      var count = 0
      for i in 0..<data.count { count += data[i].bitPattern & exponent == exponent ? 1 : 0 }
      return count == 0
    }
  }

  /// Multiplies all gradients by one factor.
  public func scaleGradients(by factor: Double) {
    withUnsafeMutableBuffers { _, grad in
      for i in 0..<grad.count { grad[i] *= factor }
    }
  }
}
