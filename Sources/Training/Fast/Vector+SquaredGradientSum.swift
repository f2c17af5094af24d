import Autograd
import Lanes

extension Vector {
  /// Σᵢ (∂L/∂xᵢ)², several at a time; it may overflow.
  var squaredGradientSum: Double {
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
      return total
    }
  }
}
