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

  /// Multiplies all gradients by one factor.
  public func scaleGradients(by factor: Double) {
    withUnsafeMutableBuffers { _, grad in
      for i in 0..<grad.count { grad[i] *= factor }
    }
  }
}
