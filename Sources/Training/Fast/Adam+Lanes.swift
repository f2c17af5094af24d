import Basics
import Lanes

extension Adam {
  /// The update of one step, which is the same for all parameters: a vector of them at a time.
  struct VectorUpdate {
    /// η / (1 − β₁ᵗ).
    let rate: Double
    /// 1 / (1 − β₂ᵗ).
    let secondCorrection: Double

    init(step: Int, learningRate: Double) {
      rate = learningRate * (1 / (1 - ElementaryFunctions.pow(Adam.firstDecay, Double(step))))
      secondCorrection = 1 / (1 - ElementaryFunctions.pow(Adam.secondDecay, Double(step)))
    }

    /// Updates parameters and moments, clears gradients, and says whether all parameters are finite.
    @inline(never)
    func apply(
      _ count: Int,
      _ data: UnsafeMutablePointer<Double>,
      _ grad: UnsafeMutablePointer<Double>,
      _ first: UnsafeMutablePointer<Double>,
      _ second: UnsafeMutablePointer<Double>
    ) -> Bool {
      let decay = (Lanes(repeating: Adam.firstDecay), Lanes(repeating: Adam.secondDecay))
      let share = (Lanes(repeating: 1 - Adam.firstDecay), Lanes(repeating: 1 - Adam.secondDecay))
      let rate = Lanes(repeating: rate)
      let correction = Lanes(repeating: secondCorrection)
      let epsilon = Lanes(repeating: Adam.epsilon)
      // 0 times a number is 0 unless the number is not finite.
      var zeros = Lanes(repeating: 0)
      var i = 0
      while i &+ Lanes.width <= count {
        let g = Lanes(at: grad + i)
        let m = decay.0 * Lanes(at: first + i) + share.0 * g
        let v = decay.1 * Lanes(at: second + i) + share.1 * g * g
        let moved = Lanes(at: data + i) - rate * m / ((v * correction).root() + epsilon)
        m.store(at: first + i)
        v.store(at: second + i)
        moved.store(at: data + i)
        Lanes(repeating: 0).store(at: grad + i)
        zeros = zeros + moved * Lanes(repeating: 0)
        i &+= Lanes.width
      }
      var rest = 0.0
      while i < count {
        let g = grad[i]
        first[i] = Adam.firstDecay * first[i] + (1 - Adam.firstDecay) * g
        second[i] = Adam.secondDecay * second[i] + (1 - Adam.secondDecay) * g * g
        data[i] -= self.rate * first[i] / ((second[i] * secondCorrection).squareRoot() + Adam.epsilon)
        grad[i] = 0
        rest += data[i] * 0
        i &+= 1
      }
      return zeros.sum() + rest == 0
    }
  }
}
