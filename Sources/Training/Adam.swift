import Autograd
import Basics
import Lanes

/// The Adam optimizer: steps along a running mean of the gradient, divided by the root of a running mean of its square.
///
///     mₜ = β₁ mₜ₋₁ + (1 − β₁) g        m̂ = mₜ / (1 − β₁ᵗ)
///     vₜ = β₂ vₜ₋₁ + (1 − β₂) g²       v̂ = vₜ / (1 − β₂ᵗ)
///     θ ← (1 − ηλ) θ − η m̂ / (√v̂ + ε)
///
/// λ is the weight decay, 0 in microgpt.
///
/// Sources: "Adam: A Method for Stochastic Optimization", Kingma and Ba 2015, algorithm 1; for λ "Decoupled Weight Decay
/// Regularization", Loshchilov and Hutter 2019, algorithm 2, with η in front of λ as in PyTorch. The constants are microgpt's.
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
  /// It computes what ``updateOneByOne(_:step:learningRate:weightDecay:)`` does, up to rounding, several parameters at a time. On
  /// x86 a moment below 2⁻¹⁰²² becomes 0: without a gradient, β₁ brings it there in some 4,000 steps.
  ///
  /// - Parameters:
  ///   - parameters: as many as the optimizer was made for.
  ///   - step: the number of this step, t, counted from 1.
  ///   - learningRate: η.
  ///   - weightDecay: λ.
  /// - Returns: whether all parameters are finite afterwards.
  @discardableResult
  public mutating func update(
    _ parameters: Vector,
    step: Int,
    learningRate: Double,
    weightDecay: Double = 0
  ) -> Bool {
    check(parameters, step: step)
    let move = Move(step: step, learningRate: learningRate, weightDecay: weightDecay)
    var isFinite = true
    first.withUnsafeMutablePointer { first in
      second.withUnsafeMutablePointer { second in
        parameters.withUnsafeMutableBuffers { data, grad in
          guard let data = data.baseAddress, let grad = grad.baseAddress else { return }
          takingSubnormalsAsZero {
            isFinite = move.applyInLanes(parameters.count, data, grad, first, second)
          }
        }
      }
    }
    return isFinite
  }

  /// The formulas as they stand, for one parameter after the other.
  ///
  /// - Parameters:
  ///   - parameters: as many as the optimizer was made for.
  ///   - step: the number of this step, t, counted from 1.
  ///   - learningRate: η.
  ///   - weightDecay: λ.
  /// - Returns: whether all parameters are finite afterwards.
  @discardableResult
  public mutating func updateOneByOne(
    _ parameters: Vector,
    step: Int,
    learningRate: Double,
    weightDecay: Double = 0
  ) -> Bool {
    check(parameters, step: step)
    let move = Move(step: step, learningRate: learningRate, weightDecay: weightDecay)
    var (m, v) = (firstMoments, secondMoments)
    parameters.withUnsafeMutableBuffers { data, grad in
      for i in data.indices { move.apply(&data[i], &grad[i], &m[i], &v[i]) }
    }
    self = Adam(firstMoments: m, secondMoments: v)
    return parameters.allSatisfy { $0.data.isFinite }
  }

  /// What one step does, which is the same for all parameters.
  struct Move {
    let learningRate: Double
    /// 1 − ηλ, what is left of each parameter.
    let keptShare: Double
    /// 1 − β₁ᵗ.
    let firstCorrection: Double
    /// 1 − β₂ᵗ.
    let secondCorrection: Double

    init(step: Int, learningRate: Double, weightDecay: Double) {
      self.learningRate = learningRate
      keptShare = 1 - learningRate * weightDecay
      firstCorrection = 1 - ElementaryFunctions.pow(Adam.firstDecay, Double(step))
      secondCorrection = 1 - ElementaryFunctions.pow(Adam.secondDecay, Double(step))
    }

    /// Moves one parameter against its gradient, and sets the gradient to zero.
    @inline(__always)
    func apply(_ parameter: inout Double, _ g: inout Double, _ m: inout Double, _ v: inout Double) {
      parameter *= keptShare
      m = Adam.firstDecay * m + (1 - Adam.firstDecay) * g
      v = Adam.secondDecay * v + (1 - Adam.secondDecay) * g * g
      let (mean, square) = (m / firstCorrection, v / secondCorrection)
      parameter -= learningRate * mean / (square.squareRoot() + Adam.epsilon)
      g = 0
    }
  }

  private func check(_ parameters: Vector, step: Int) {
    require(
      parameters.count == first.count && step > 0,
      "Adam for \(first.count) parameters can't update \(parameters.count) at step \(step)"
    )
  }
}
