/// Why training stopped: a number that is not finite.
public enum TrainingError: Error, Equatable, CustomStringConvertible {
  /// The loss of a step is infinite or not a number; `culprit` says what is first, nil where recording the documents anew gives finite numbers.
  case nonFiniteLoss(step: Int, loss: Double, culprit: String?)
  /// The gradient is infinite or not a number under a finite loss.
  ///
  /// `culprit` names the first result that is not finite, or where all are, the gradient that a backward pass comes to
  /// first; nil where only the norm of all gradients together is too large, or its square, of which Adam keeps a mean.
  case nonFiniteGradient(step: Int, culprit: String?)
  /// The loss or the gradient is infinite or not a number in single precision, and finite in double.
  case tooLargeForSingle(step: Int, what: Part)
  /// The parameters are infinite or not numbers after the step.
  case nonFiniteParameters(step: Int, learningRate: Double)
  /// The parameters are finite after the step, and what the model computes from them is not; `culprit` says what is first.
  case nonFiniteModel(step: Int, learningRate: Double, culprit: String)

  /// What single precision could not hold.
  public enum Part: String, Sendable {
    case loss, gradient
  }

  /// What happened, where, and what may help.
  public var description: String {
    switch self {
    case .nonFiniteLoss(let step, let loss, let culprit):
      """
      the loss of step \(step) is \(loss.isNaN ? "not a number" : "\(loss)"); \
      \(culprit ?? "recorded again, the loss of each document is finite"). \
      \(Self.advice(step))
      """
    case .nonFiniteGradient(let step, let culprit):
      """
      the gradient of step \(step) is \(culprit == nil ? "too large" : "not finite"); \
      \(culprit ?? "its norm, or the square of it that Adam keeps a mean of, is too large for a number"). \
      \(Self.advice(step))
      """
    case .tooLargeForSingle(let step, let part):
      """
      the \(part.rawValue) of step \(step) is not finite in single precision, whose numbers end at 3.4e38; in double precision \
      it is finite. --precision double would do\(step == 1 ? "" : "; a smaller learning rate may, too")
      """
    case .nonFiniteParameters(let step, let learningRate):
      """
      the parameters are not finite after step \(step): the learning rate of \(learningRate) moved them too far. \
      A smaller one may help
      """
    case .nonFiniteModel(let step, let learningRate, let culprit):
      """
      after step \(step) the model computes numbers that are not finite: \(culprit). \
      The learning rate of \(learningRate) moved the parameters too far; a smaller one may help
      """
    }
  }

  /// The learning rate has moved nothing before the first step.
  private static func advice(_ step: Int) -> String {
    step == 1
      ? "No step was made before: the model's settings are too large, such as --scale"
      : "A smaller learning rate may help"
  }
}
