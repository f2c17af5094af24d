import Autograd
import Lanes

extension Vector {
  /// The Euclidean norm of the gradients, √Σᵢ (∂L/∂xᵢ)².
  ///
  /// It is finite and above 0 wherever the answer is, though squares may be too large or too small for a number.
  public var gradientNorm: Double {
    withUnsafeMutableBuffers { _, grad in
      guard let gradients = grad.baseAddress else { return 0 }
      // Several partial sums, so that an addition need not wait for the one before it.
      var sums = (Lanes(repeating: 0), Lanes(repeating: 0), Lanes(repeating: 0), Lanes(repeating: 0))
      var i = 0
      while i &+ 4 &* Lanes.width <= grad.count {
        let g0 = Lanes(at: gradients + i)
        let g1 = Lanes(at: gradients + (i &+ Lanes.width))
        let g2 = Lanes(at: gradients + (i &+ 2 &* Lanes.width))
        let g3 = Lanes(at: gradients + (i &+ 3 &* Lanes.width))
        sums.0 = sums.0 + g0 * g0
        sums.1 = sums.1 + g1 * g1
        sums.2 = sums.2 + g2 * g2
        sums.3 = sums.3 + g3 * g3
        i &+= 4 &* Lanes.width
      }
      var total = ((sums.0 + sums.1) + (sums.2 + sums.3)).sum()
      while i < grad.count {
        total += gradients[i] * gradients[i]
        i &+= 1
      }
      // Where squares overflowed, or lost digits at the lower end, they are taken of what is near 1.
      if total > 1e-280, total < .infinity { return total.squareRoot() }
      let largest = grad.reduce(0) { $1.magnitude > $0 || $1.isNaN ? $1.magnitude : $0 }
      guard largest > 0, largest.isFinite else { return largest }
      // Dividing by a power of two rounds nothing.
      let scale = Double(sign: .plus, exponent: largest.exponent, significand: 1)
      return scale * grad.reduce(0) { $0 + ($1 / scale) * ($1 / scale) }.squareRoot()
    }
  }

  /// Multiplies all gradients by one factor.
  public func scaleGradients(by factor: Double) {
    withUnsafeMutableBuffers { _, grad in
      for i in 0..<grad.count { grad[i] *= factor }
    }
  }
}
