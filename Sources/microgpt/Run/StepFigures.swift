import Formats

/// The figures of one step, as a line of a run's metrics has them.
struct StepFigures {
  let step: Int
  let loss: Double
  let smoothedLoss: Double
  let learningRate: Double
  let gradientNorm: Double
  let validationLoss: Double?
  let seconds: Double?
  let validationLossPerToken: Double?

  /// The keys of a line, in their order.
  enum Key {
    static let step = "step"
    static let loss = "loss"
    static let smoothedLoss = "smoothed_loss"
    static let learningRate = "learning_rate"
    static let gradientNorm = "gradient_norm"
    static let seconds = "seconds"
    static let validationLoss = "validation_loss"
    static let validationLossPerToken = "validation_loss_per_token"
  }

  /// The figures of a line, nil where it is no JSON object with those that every step has.
  init?(_ line: some Sequence<UInt8>) {
    guard let json = try? JSON(parsing: line), let step: Int = json[Key.step]?.integer(),
      let loss = json[Key.loss]?.number, let smoothedLoss = json[Key.smoothedLoss]?.number,
      let learningRate = json[Key.learningRate]?.number, let gradientNorm = json[Key.gradientNorm]?.number
    else { return nil }
    self.step = step
    self.loss = loss
    self.smoothedLoss = smoothedLoss
    self.learningRate = learningRate
    self.gradientNorm = gradientNorm
    do {
      seconds = try Self.optional(json[Key.seconds])
      validationLoss = try Self.optional(json[Key.validationLoss])
      validationLossPerToken = try Self.optional(json[Key.validationLossPerToken])
    } catch { return nil }
  }

  private struct NotANumber: Error {}

  /// A number that may be missing or null.
  private static func optional(_ json: JSON?) throws(NotANumber) -> Double? {
    guard let json, !json.isNull else { return nil }
    guard let number = json.number else { throw NotANumber() }
    return number
  }

  /// The held-out loss as a mean over documents; an earlier version of this program measured another mean, and no second.
  var validationLossPerDocument: Double? { validationLossPerToken == nil ? nil : validationLoss }

  /// Whether its held-out loss is a mean over tokens, and not over documents as the others are.
  var isOlderMean: Bool { validationLoss != nil && validationLossPerToken == nil }
}
