import Autograd
import Basics

extension Vector {
  /// The Euclidean norm of the gradients, √Σᵢ (∂L/∂xᵢ)².
  ///
  /// It is finite and above 0 wherever the answer is, though squares may be too large or too small for a number.
  public var gradientNorm: Double {
    let sum = squaredGradientSum
    return sum > 1e-280 && sum < .infinity ? sum.squareRoot() : norm(grad)
  }

  /// Multiplies all gradients by one factor.
  public func scaleGradients(by factor: Double) {
    withUnsafeMutableBuffers { _, grad in
      for i in 0..<grad.count { grad[i] *= factor }
    }
  }
}
