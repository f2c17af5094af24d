import Autograd
import Basics
import Replay
import Transformer

/// Trains any model that has a loss, a step at a time.
///
///     var trainer = Trainer(model, on: dataset, configuration: configuration, state: state)
///     while let step = try trainer.next() {
///       print(step.number, step.loss)
///     }
///
/// Whoever calls ``next()`` decides what to do between two steps: report, save, stop. Everything random is drawn from the
/// generator in its ``state``, so the same seed gives the same bits, and a trainer with a saved state goes on with them.
public struct Trainer<Model: TrainableModel> {
  /// The model, whose parameters change.
  public let model: Model
  /// What it is trained on.
  public let dataset: Dataset
  /// How many steps, which learning rate, how large a batch.
  public private(set) var configuration: TrainingConfiguration
  /// What changes from step to step, apart from the parameters.
  public private(set) var state: TrainerState
  /// Who computes the gradients of a large batch; the bits do not depend on it.
  public var workers = Workers.one
  /// Which processes make the same steps and share large batches; the bits do not depend on it.
  public var processes = Processes.one

  private let gradients: any BatchGradients
  /// The documents of a step, kept for the memory they are in.
  private var documents: [[Int]] = []

  /// A trainer that begins, or goes on from a saved state.
  ///
  /// Steps are computed above where the tape ends and leave nothing there; gradients left on it are cleared.
  ///
  /// - Parameters:
  ///   - model: whose parameters are trained; its tape is used.
  ///   - dataset: what it is trained on.
  ///   - configuration: how many steps, which learning rate, how large a batch.
  ///   - state: where it begins, or goes on.
  ///   - gradients: makes what computes the gradients of a batch: the fast one, unless ``RecordedGradients`` is asked for,
  ///     which computes the same up to rounding.
  public init(
    _ model: Model,
    on dataset: Dataset,
    configuration: TrainingConfiguration,
    state: TrainerState,
    gradients: (Model) -> any BatchGradients = { ReplayedGradients($0) }
  ) {
    require(
      state.optimizer.firstMoments.count == model.parameterVector.count,
      "the optimizer's state does not belong to this model"
    )
    self.model = model
    self.dataset = dataset
    self.configuration = configuration
    self.state = state
    self.gradients = gradients(model)
    model.tape.clearGradients()
  }

  /// How many workers have something to do in most steps: one unless batches are large.
  public var usefulWorkerCount: Int {
    gradients.usefulWorkerCount(
      positions: Int(dataset.meanPositionCount * Double(configuration.batchSize))
    )
  }

  /// Goes on with another η₀, of which each step to come takes its share.
  ///
  /// - Parameter learningRate: above 0 and finite.
  public mutating func change(learningRate: Double) {
    require(learningRate > 0 && learningRate.isFinite, "a learning rate is above 0 and finite")
    configuration.learningRate = learningRate
  }

  /// What one step did.
  public struct Step: Equatable, Sendable {
    /// The step's number, counted from 1.
    public let number: Int
    /// The mean loss of its documents before the parameters moved, in nats per token.
    public let loss: Double
    /// The losses so far, averaged with weights that fall by ``TrainerState/smoothing`` a step.
    public let smoothedLoss: Double
    /// η of this step.
    public let learningRate: Double
    /// The norm of the gradient, before it was clipped.
    public let gradientNorm: Double
    /// The mean loss of the held-out documents after the parameters moved, where it was measured: the same mean as ``loss``.
    public let validationLoss: Double?
    /// The mean over all tokens of the held-out documents, where it was measured: long documents weigh more in it.
    public let validationLossPerToken: Double?
  }

  /// Makes one step: forward and backward through each document of the batch, then Adam.
  ///
  ///     L = (1/N) Σ over the batch's documents of their loss
  ///
  /// - Returns: what the step did, or nil when all steps have been made, or ``TrainingConfiguration/patience`` is exhausted.
  /// - Throws: ``TrainingError`` when the loss or the gradient is not finite, and then the parameters have not been moved;
  ///   or when they, or after the last step what the model computes, are not finite after they have.
  public mutating func next() throws(TrainingError) -> Step? {
    guard state.stepsDone < configuration.stepCount, !configuration.stopsEarly(state) else { return nil }
    let number = state.stepsDone + 1
    let learningRate = configuration.learningRate(at: state.stepsDone)
    readDocuments()
    let losses = gradients.differentiate(documents, workers: workers, processes: processes)
    let loss = losses.reduce(0, +) / Double(documents.count)
    guard loss.isFinite else { throw nonFiniteLoss(losses, of: documents, step: number, loss) }

    let parameters = model.parameterVector
    let gradientNorm = parameters.gradientNorm
    guard gradientNorm.isFinite else { throw nonFiniteGradient(of: documents, step: number) }
    var movedNorm = gradientNorm
    if let clip = configuration.gradientClip, gradientNorm > clip {
      parameters.scaleGradients(by: clip / gradientNorm)
      movedNorm = clip
    }
    // Adam would keep infinite squares for good, and never move their parameters again.
    guard (2 * movedNorm * movedNorm).isFinite else { throw nonFiniteGradient(of: documents, step: number) }
    let isFinite = state.optimizer.update(
      parameters,
      step: number,
      learningRate: learningRate,
      weightDecay: configuration.weightDecay
    )
    guard isFinite else { throw .nonFiniteParameters(step: number, learningRate: learningRate) }
    if number == configuration.stepCount { try check(step: number) }
    state.record(loss: loss)

    let validation =
      configuration.measuresValidation(afterStep: number) && !dataset.validation.isEmpty
      ? model.meanLoss(of: dataset.validation, by: gradients) : nil
    if let validation { state.record(validationLoss: validation.perDocument, parameters: parameters) }
    return Step(
      number: number,
      loss: loss,
      smoothedLoss: state.smoothedLoss,
      learningRate: learningRate,
      gradientNorm: gradientNorm,
      validationLoss: validation?.perDocument,
      validationLossPerToken: validation?.perToken
    )
  }

  /// Looks whether the model is still one: reads the documents of the last step again, of which every result must be finite.
  ///
  /// After the last step there is no other that would notice what it did. Before a model is saved on the way, call it too.
  ///
  /// - Throws: ``TrainingError/nonFiniteModel(step:learningRate:culprit:)``.
  public func check() throws(TrainingError) {
    if state.stepsDone > 0 { try check(step: state.stepsDone) }
  }

  private func check(step: Int) throws(TrainingError) {
    let losses = gradients.losses(of: documents)
    // Only what is recorded shows a result that is lost again, such as a norm that is infinite: of the first document.
    for (index, document) in documents.enumerated() where index == 0 || !losses[index].isFinite {
      guard let culprit = model.firstNonFiniteResult(reading: document) else { continue }
      throw .nonFiniteModel(
        step: step,
        learningRate: configuration.learningRate(at: step - 1),
        culprit: culprit.description
      )
    }
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
  private func nonFiniteLoss(
    _ losses: [Double],
    of documents: [[Int]],
    step: Int,
    _ loss: Double
  ) -> TrainingError {
    model.parameterVector.clearGradients()
    for (index, document) in documents.enumerated() where !losses[index].isFinite {
      if let culprit = model.firstNonFiniteResult(reading: document) {
        return .nonFiniteLoss(step: step, loss: loss, culprit: culprit.description)
      }
    }
    // What is recorded is computed in numbers of 64 bits.
    if configuration.precision == .single { return .tooLargeForSingle(step: step, what: .loss) }
    return .nonFiniteLoss(step: step, loss: loss, culprit: nil)
  }

  /// Goes through the documents of a step again to find where the gradient went wrong.
  private func nonFiniteGradient(of documents: [[Int]], step: Int) -> TrainingError {
    var culprit: String?
    let isFinite = model.parameterVector.grad.allSatisfy { $0.isFinite }
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
    if culprit == nil, !isFinite, configuration.precision == .single {
      return .tooLargeForSingle(step: step, what: .gradient)
    }
    return .nonFiniteGradient(step: step, culprit: culprit)
  }
}
