import Random

/// The model of the lowest held-out loss so far, with what stood beside it then.
public struct BestModel: Equatable, Sendable {
  /// After how many steps it was.
  public let step: Int
  /// Its mean loss over the held-out documents, in nats per token: ``MeanLoss/perDocument``.
  public let validationLoss: Double
  /// The parameters, matrix by matrix.
  public let parameters: [Double]
  /// The generator as it stood.
  public let generator: MersenneTwister
  /// The running average of the loss as it stood; see ``TrainerState/lossAverage``.
  public let lossAverage: Double
}
