import Autograd
import Transformer

/// Trains any language model, a step at a time.
///
///     var trainer = Trainer(model, on: dataset, configuration: configuration, state: state)
///     while let step = try trainer.next() {
///       print(step.number, step.loss)
///     }
///
/// Whoever calls ``next()`` decides what to do between two steps: report, save, stop. Everything random is drawn from the
/// generator in its ``state``, so the same seed gives the same bits, and a trainer with a saved state goes on with them.
public struct Trainer<Model: LanguageModel> {
  /// The model, whose parameters change.
  public let model: Model
  /// What it is trained on.
  public let dataset: Dataset
  /// How.
  public let configuration: TrainingConfiguration
  /// What changes from step to step, apart from the parameters.
  public private(set) var state: TrainerState
  /// Who computes the gradients of a large batch; the bits do not depend on it.
  public var workers = Workers.one

  private let replay: BatchReplay<Model>
  /// The documents of a step, kept for the memory they are in.
  private var documents: [[Int]] = []

  /// A trainer that begins, or goes on from a saved state.
  ///
  /// Steps are computed above where the tape ends and leave nothing there; gradients left on it are cleared.
  public init(
    _ model: Model,
    on dataset: Dataset,
    configuration: TrainingConfiguration,
    state: TrainerState
  ) {
    require(
      state.optimizer.firstMoments.count == model.parameterVector.count,
      "the optimizer's state does not belong to this model"
    )
    self.model = model
    self.dataset = dataset
    self.configuration = configuration
    self.state = state
    replay = BatchReplay(model)
    model.tape.clearGradients()
  }

  /// How many workers have something to do in most steps: one unless batches are large.
  public var usefulWorkerCount: Int {
    BatchPlan.shardCount(positions: Int(dataset.meanPositionCount * Double(configuration.batchSize)))
  }

  /// What one step did.
  public struct Step: Equatable, Sendable {
    /// The step's number, counted from 1.
    public let number: Int
    /// The mean loss of its documents before the parameters moved, in nats per token.
    public let loss: Double
    /// The losses so far, averaged with weights that fall by ``TrainerState/smoothing`` a step.
    public let smoothedLoss: Double
    /// The learning rate.
    public let learningRate: Double
    /// The norm of the gradient, before it was clipped.
    public let gradientNorm: Double
    /// The loss on the held-out documents after the parameters moved, in nats per token, where it was measured.
    public let validationLoss: Double?
  }

  /// Makes one step: forward and backward through each document of the batch, then Adam.
  ///
  ///     L = (1/N) Σ over the batch's documents of their loss
  ///
  /// - Returns: what the step did, or nil when all steps have been made.
  /// - Throws: ``TrainingError`` when the loss or the gradient is not finite, and then the parameters have not been moved;
  ///   or when they are not finite after they have.
  public mutating func next() throws(TrainingError) -> Step? {
    guard state.stepsDone < configuration.stepCount else { return nil }
    let number = state.stepsDone + 1
    let learningRate = configuration.learningRate(at: state.stepsDone)
    readDocuments()
    replay.differentiate(documents, seed: 1 / Double(documents.count), workers: workers)
    let loss = replay.losses.reduce(0, +) / Double(documents.count)
    guard loss.isFinite else { throw nonFiniteLoss(of: documents, step: number, loss) }

    let parameters = model.parameterVector
    let gradientNorm = parameters.gradientNorm
    guard gradientNorm.isFinite else { throw nonFiniteGradient(of: documents, step: number) }
    if let clip = configuration.gradientClip, gradientNorm > clip {
      parameters.scaleGradients(by: clip / gradientNorm)
    }
    let isFinite = state.optimizer.update(parameters, step: number, learningRate: learningRate)
    guard isFinite else { throw .nonFiniteParameters(step: number, learningRate: learningRate) }
    state.record(loss: loss)

    return Step(
      number: number,
      loss: loss,
      smoothedLoss: state.smoothedLoss,
      learningRate: learningRate,
      gradientNorm: gradientNorm,
      validationLoss: configuration.measuresValidation(afterStep: number) && !dataset.validation.isEmpty
        ? replay.meanTokenLoss(of: dataset.validation) : nil
    )
  }

  private mutating func readDocuments() {
    while documents.count < configuration.batchSize { documents.append([]) }
    for index in documents.indices {
      dataset.read(
        index,
        ofStep: state.stepsDone,
        batchSize: configuration.batchSize,
        into: &documents[index],
        using: &state.generator
      )
    }
  }

  /// Records the documents of a step one by one to find where the loss went wrong.
  private func nonFiniteLoss(of documents: [[Int]], step: Int, _ loss: Double) -> TrainingError {
    model.parameterVector.clearGradients()
    var culprit: String?
    for document in documents where culprit == nil {
      let mark = model.tape.mark
      let loss = model.loss(of: document)
      if !loss.data.isFinite { culprit = "\(model.tape.firstNonFiniteResult ?? loss)" }
      model.tape.rewind(to: mark)
    }
    return .nonFiniteLoss(step: step, loss: loss, culprit: culprit)
  }

  /// Goes through the documents of a step again to find where the gradient went wrong.
  private func nonFiniteGradient(of documents: [[Int]], step: Int) -> TrainingError {
    var culprit: String?
    for document in documents where culprit == nil {
      model.parameterVector.clearGradients()
      let mark = model.tape.mark
      model.loss(of: document).backward()
      culprit =
        model.tape.firstNonFiniteResult.map { "the first operation whose result is not finite is \($0)" }
        ?? model.tape.lastNonFiniteGradient.map { "going backward, the first such gradient is that of \($0)" }
      model.tape.rewind(to: mark)
    }
    model.parameterVector.clearGradients()
    return .nonFiniteGradient(step: step, culprit: culprit)
  }
}

/// Why training stopped.
public enum TrainingError: Error, Equatable, CustomStringConvertible {
  /// The loss of a step is infinite or not a number; `culprit` is the first value on the tape that is, nil where recording
  /// its documents anew gives finite numbers.
  case nonFiniteLoss(step: Int, loss: Double, culprit: String?)
  /// The gradient is infinite or not a number under a finite loss.
  ///
  /// `culprit` names the first result that is not finite, or where all are, the gradient that a backward pass comes to
  /// first; nil where only the norm of all gradients together is too large for a number.
  case nonFiniteGradient(step: Int, culprit: String?)
  /// The parameters are infinite or not numbers after the step.
  case nonFiniteParameters(step: Int, learningRate: Double)

  /// What happened, where, and what may help.
  public var description: String {
    switch self {
    case .nonFiniteLoss(let step, let loss, let culprit):
      """
      the loss of step \(step) is \(loss.isNaN ? "not a number" : "\(loss)"); \
      \(culprit.map { "the first operation whose result is not finite is \($0)" } ?? "recorded anew, it is finite"). \
      A smaller learning rate or a limit on the gradient may help
      """
    case .nonFiniteGradient(let step, let culprit):
      """
      the gradient of step \(step) is not finite; \
      \(culprit ?? "its norm is too large for a number"). \
      A smaller learning rate or a limit on the gradient may help
      """
    case .nonFiniteParameters(let step, let learningRate):
      """
      the parameters are not finite after step \(step): the learning rate of \(learningRate) moved them too far. \
      A smaller one may help
      """
    }
  }
}
