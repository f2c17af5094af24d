import Lanes

extension Adam.Move {
  /// Moves all parameters, a vector of them at a time, and says whether all are finite afterwards.
  @inline(never)
  func applyInLanes(
    _ count: Int,
    _ data: UnsafeMutablePointer<Double>,
    _ grad: UnsafeMutablePointer<Double>,
    _ first: UnsafeMutablePointer<Double>,
    _ second: UnsafeMutablePointer<Double>
  ) -> Bool {
    let decay = (Lanes(repeating: Adam.firstDecay), Lanes(repeating: Adam.secondDecay))
    let share = (Lanes(repeating: 1 - Adam.firstDecay), Lanes(repeating: 1 - Adam.secondDecay))
    // Divided once, and not for each parameter.
    let rate = Lanes(repeating: learningRate * (1 / firstCorrection))
    let correction = Lanes(repeating: 1 / secondCorrection)
    let keptShare = Lanes(repeating: keptShare)
    let epsilon = Lanes(repeating: Adam.epsilon)
    // 0 times a number is 0 unless the number is not finite.
    var zeros = Lanes(repeating: 0)
    var i = 0
    while i &+ Lanes.width <= count {
      let g = Lanes(at: grad + i)
      let m = decay.0 * Lanes(at: first + i) + share.0 * g
      let v = decay.1 * Lanes(at: second + i) + share.1 * g * g
      let moved = keptShare * Lanes(at: data + i) - rate * m / ((v * correction).root() + epsilon)
      m.store(at: first + i)
      v.store(at: second + i)
      moved.store(at: data + i)
      Lanes(repeating: 0).store(at: grad + i)
      zeros = zeros + moved * Lanes(repeating: 0)
      i &+= Lanes.width
    }
    var rest = 0.0
    while i < count {
      apply(&data[i], &grad[i], &first[i], &second[i])
      rest += data[i] * 0
      i &+= 1
    }
    return zeros.sum() + rest == 0
  }
}
