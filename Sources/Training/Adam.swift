import Autograd
import Basics
import Lanes

/// The Adam optimizer: steps along a running mean of the gradient, divided by the root of a running mean of its square.
///
///     mₜ = β₁ mₜ₋₁ + (1 − β₁) g        m̂ = mₜ / (1 − β₁ᵗ)
///     vₜ = β₂ vₜ₋₁ + (1 − β₂) g²       v̂ = vₜ / (1 − β₂ᵗ)
///     θ ← θ − η m̂ / (√v̂ + ε)
///
/// Source: "Adam: A Method for Stochastic Optimization", Kingma and Ba 2015, algorithm 1. The constants are microgpt's.
public struct Adam: Equatable, Sendable {
  /// β₁, how much of the mean of gradients is kept at each step.
  public static let firstDecay = 0.85
  /// β₂, how much of the mean of squared gradients is kept at each step.
  public static let secondDecay = 0.99
  /// ε, which keeps the quotient finite.
  public static let epsilon = 1e-8

  /// m, the running mean of each parameter's gradient.
  public var firstMoments: [Double] { first.numbers }
  /// v, the running mean of each parameter's squared gradient.
  public var secondMoments: [Double] { second.numbers }

  private var first: AlignedNumbers
  private var second: AlignedNumbers

  /// An optimizer for `parameterCount` parameters that has not seen a gradient yet.
  public init(parameterCount: Int) {
    first = AlignedNumbers(zeros: parameterCount)
    second = AlignedNumbers(zeros: parameterCount)
  }

  /// An optimizer that goes on from saved moments, one of each for every parameter.
  public init(firstMoments: [Double], secondMoments: [Double]) {
    require(
      firstMoments.count == secondMoments.count,
      "\(firstMoments.count) first moments do not go with \(secondMoments.count) second ones"
    )
    first = AlignedNumbers(firstMoments)
    second = AlignedNumbers(secondMoments)
  }

  /// Moves the parameters one step against their gradients, and sets the gradients to zero for the next step.
  ///
  /// - Parameters:
  ///   - parameters: as many as the optimizer was made for.
  ///   - step: the number of this step, t, counted from 1.
  ///   - learningRate: η.
  /// - Returns: whether all parameters are finite afterwards.
  @discardableResult
  public mutating func update(_ parameters: Vector, step: Int, learningRate: Double) -> Bool {
    require(
      parameters.count == first.count && step > 0,
      "Adam for \(first.count) parameters can't update \(parameters.count) at step \(step)"
    )
    let rule = Rule(step: step, learningRate: learningRate)
    var isFinite = true
    first.withUnsafeMutablePointer { first in
      second.withUnsafeMutablePointer { second in
        parameters.withUnsafeMutableBuffers { data, grad in
          guard let data = data.baseAddress, let grad = grad.baseAddress else { return }
          isFinite = rule.update(parameters.count, data, grad, first, second)
        }
      }
    }
    return isFinite
  }
}

/// The update of one step, which is the same for all parameters: a vector of them at a time.
private struct Rule {
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
  func update(
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
