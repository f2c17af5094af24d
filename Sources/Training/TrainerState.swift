import Autograd
import Basics
import Random

/// What changes from step to step, apart from the parameters: with it and them, training goes on bit for bit.
public struct TrainerState: Equatable, Sendable {
  /// How many steps have been made.
  public private(set) var stepsDone: Int
  /// The optimizer with its moments.
  public internal(set) var optimizer: Adam
  /// The generator, as it stands after everything drawn so far.
  public var generator: MersenneTwister
  /// Σ over the steps t so far of (1 − β) βⁿ⁻ᵗ lossₜ, from which ``smoothedLoss`` follows.
  public private(set) var lossAverage: Double
  /// The model of the lowest held-out loss so far; nil where none has been measured.
  public private(set) var best: BestModel?
  /// How many times the held-out loss has been measured since it was lowest.
  public private(set) var measurementsSinceBest: Int

  /// β, how much of the running average of the loss is kept at each step.
  public static let smoothing = 0.98

  /// The state before the first step.
  public init(parameterCount: Int, generator: MersenneTwister) {
    self.init(
      stepsDone: 0,
      optimizer: Adam(parameterCount: parameterCount),
      generator: generator,
      lossAverage: 0
    )
  }

  /// A state that was saved.
  public init(
    stepsDone: Int,
    optimizer: Adam,
    generator: MersenneTwister,
    lossAverage: Double,
    best: BestModel? = nil,
    measurementsSinceBest: Int = 0
  ) {
    self.stepsDone = stepsDone
    self.optimizer = optimizer
    self.generator = generator
    self.lossAverage = lossAverage
    self.best = best
    self.measurementsSinceBest = measurementsSinceBest
  }

  /// The running average of the loss, corrected for having begun at 0; nan before the first step.
  public var smoothedLoss: Double {
    lossAverage / (1 - ElementaryFunctions.pow(Self.smoothing, Double(stepsDone)))
  }

  /// Keeps the parameters where their held-out loss is lower than any before.
  mutating func record(validationLoss: Double, parameters: Vector) {
    guard validationLoss < best?.validationLoss ?? .infinity else {
      measurementsSinceBest += 1
      return
    }
    measurementsSinceBest = 0
    best = BestModel(
      step: stepsDone,
      validationLoss: validationLoss,
      parameters: parameters.data,
      generator: generator,
      lossAverage: lossAverage
    )
  }

  mutating func record(loss: Double) {
    stepsDone += 1
    lossAverage = Self.smoothing * lossAverage + (1 - Self.smoothing) * loss
  }
}
