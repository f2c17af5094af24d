import Autograd
import Basics
import Transformer

/// All that is needed to go on with a training run, or to use its model: what a checkpoint file holds.
///
/// A ``snapshot`` lacks Adam's moments: its model can be used, but the training can't go on from it.
public struct Checkpoint: Equatable, Sendable {
  /// The model's shape, with its choices of attention.
  public let model: GPTConfiguration
  /// How it is trained.
  public let training: TrainingConfiguration
  /// Which text its tokens stand for.
  public let tokenizer: Tokenizer
  /// The parameters, matrix by matrix in the order of ``/Transformer/GPTConfiguration/parameterShapes``.
  public let parameters: [Double]
  /// Steps made, moments, generator and running loss.
  public let state: TrainerState
  /// What it is trained on; of an imported model, what it comes from.
  public let source: DataSource
  /// The run whose weights it began with; nil where they were drawn.
  public let origin: Origin?

  /// Where the weights of a run's beginning come from.
  public struct Origin: Equatable, Sendable {
    /// The other run, as it was given.
    public let run: String
    /// After how many of its steps.
    public let step: Int
    /// How many tokens this run has beyond those of the other one.
    public let newTokenCount: Int
    /// What the other run was trained on.
    public let source: DataSource

    /// The model of a run after some steps.
    public init(run: String, step: Int, newTokenCount: Int, source: DataSource) {
      self.run = run
      self.step = step
      self.newTokenCount = newTokenCount
      self.source = source
    }
  }

  /// The file that a model is trained on, or comes from.
  public struct DataSource: Equatable, Sendable {
    /// Its name, as it was given.
    public let name: String
    /// A mark of its contents.
    public let fingerprint: Fingerprint
    /// Whether it holds the model's weights and no text: the model was trained elsewhere, and the run made no step.
    public let holdsWeights: Bool

    /// A file of that name with that mark.
    public init(name: String, fingerprint: Fingerprint, holdsWeights: Bool = false) {
      self.name = name
      self.fingerprint = fingerprint
      self.holdsWeights = holdsWeights
    }
  }

  /// A checkpoint of its parts, which must belong together.
  public init(
    model: GPTConfiguration,
    training: TrainingConfiguration,
    tokenizer: Tokenizer,
    parameters: [Double],
    state: TrainerState,
    source: DataSource,
    origin: Origin? = nil
  ) {
    require(
      parameters.count == model.parameterCount
        && state.best?.parameters.count ?? model.parameterCount == model.parameterCount
        && [0, model.parameterCount].contains(state.optimizer.firstMoments.count)
        && tokenizer.vocabularySize == model.vocabularySize,
      "a model of \(model.parameterCount) parameters does not go with \(parameters.count) and other moments or tokens"
    )
    self.model = model
    self.training = training
    self.tokenizer = tokenizer
    self.parameters = parameters
    self.state = state
    self.source = source
    self.origin = origin
  }

  /// Whether Adam's moments are missing, so that training can't go on from here.
  public var isSnapshot: Bool { state.optimizer.firstMoments.isEmpty }

  /// Whether the model was trained elsewhere: no step was made here, and the training settings say nothing about it.
  public var isImported: Bool { source.holdsWeights }

  /// The model of the lowest held-out loss so far, as a snapshot; nil where that loss was never measured.
  public var best: Checkpoint? {
    guard let best = state.best else { return nil }
    return Checkpoint(
      model: model,
      training: training,
      tokenizer: tokenizer,
      parameters: best.parameters,
      state: TrainerState(
        stepsDone: best.step,
        optimizer: Adam(parameterCount: 0),
        generator: best.generator,
        lossAverage: best.lossAverage
      ),
      source: source,
      origin: origin
    )
  }

  /// The same without Adam's moments: a third of the numbers, and all that it takes to look at the model.
  public var snapshot: Checkpoint {
    Checkpoint(
      model: model,
      training: training,
      tokenizer: tokenizer,
      parameters: parameters,
      state: TrainerState(
        stepsDone: state.stepsDone,
        optimizer: Adam(parameterCount: 0),
        generator: state.generator,
        lossAverage: state.lossAverage
      ),
      source: source,
      origin: origin
    )
  }

  /// Puts the model on a tape.
  public func makeModel(on tape: Tape) -> GPT {
    var rest = parameters[...]
    return GPT(model, on: tape) { rest.removeFirst() }
  }
}
