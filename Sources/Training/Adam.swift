import Autograd

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
  public private(set) var firstMoments: [Double]
  /// v, the running mean of each parameter's squared gradient.
  public private(set) var secondMoments: [Double]

  /// An optimizer for `parameterCount` parameters that has not seen a gradient yet.
  public init(parameterCount: Int) {
    firstMoments = Array(repeating: 0, count: parameterCount)
    secondMoments = Array(repeating: 0, count: parameterCount)
  }

  /// An optimizer that goes on from saved moments, one of each for every parameter.
  public init(firstMoments: [Double], secondMoments: [Double]) {
    precondition(
      firstMoments.count == secondMoments.count,
      "\(firstMoments.count) first moments do not go with \(secondMoments.count) second ones"
    )
    self.firstMoments = firstMoments
    self.secondMoments = secondMoments
  }

  /// Moves the parameters one step against their gradients, and sets the gradients to zero for the next step.
  ///
  /// - Parameters:
  ///   - parameters: as many as the optimizer was made for.
  ///   - step: the number of this step, t, counted from 1.
  ///   - learningRate: η.
  public mutating func update(_ parameters: Vector, step: Int, learningRate: Double) {
    precondition(
      parameters.count == firstMoments.count && step > 0,
      "Adam for \(firstMoments.count) parameters can't update \(parameters.count) at step \(step)"
    )
    let firstCorrection = 1 / (1 - ElementaryFunctions.pow(Self.firstDecay, Double(step)))
    let secondCorrection = 1 / (1 - ElementaryFunctions.pow(Self.secondDecay, Double(step)))
    firstMoments.withUnsafeMutableBufferPointer { m in
      secondMoments.withUnsafeMutableBufferPointer { v in
        parameters.withUnsafeMutableBuffers { data, grad in
          Self.update(
            data,
            grad,
            m,
            v,
            firstCorrection,
            secondCorrection,
            learningRate
          )
        }
      }
    }
  }

  private static func update(
    _ data: UnsafeMutableBufferPointer<Double>,
    _ grad: UnsafeMutableBufferPointer<Double>,
    _ m: UnsafeMutableBufferPointer<Double>,
    _ v: UnsafeMutableBufferPointer<Double>,
    _ firstCorrection: Double,
    _ secondCorrection: Double,
    _ learningRate: Double
  ) {
    let rate = learningRate * firstCorrection
    for i in 0..<data.count {
      let gradient = grad[i]
      m[i] = firstDecay * m[i] + (1 - firstDecay) * gradient
      v[i] = secondDecay * v[i] + (1 - secondDecay) * gradient * gradient
      data[i] -= rate * m[i] / ((v[i] * secondCorrection).squareRoot() + epsilon)
      grad[i] = 0
    }
  }
}
