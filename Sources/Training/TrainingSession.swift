import Autograd
import Random
import Replay
import Transformer

/// A model, its tokenizer and its trainer, put together in microgpt.py's order: shuffle the documents, take their
/// characters as the vocabulary, draw the parameters, train.
///
///     var session = try TrainingSession(corpus, configuration: TrainingConfiguration())
///     while let step = try session.trainer.next() { print(step.number, step.loss) }
///     let names = try session.sample(20, sampler: Sampler(.random(temperature: 0.5)))
public struct TrainingSession {
  /// The model that is trained.
  public let model: GPT
  /// Which text its tokens stand for.
  public let tokenizer: Tokenizer
  /// What trains it, a step at a time; with the state of a run.
  public var trainer: Trainer<GPT>
  /// The run whose weights it began with; nil where they were drawn.
  public let origin: Checkpoint.Origin?

  /// A new model for a corpus, of microgpt's shape unless another is given.
  ///
  /// - Parameters:
  ///   - corpus: what is trained on.
  ///   - configuration: how.
  ///   - shape: the model's.
  ///   - arithmetics: in which numbers there is code to compute. ``/Replay/ProgramArithmetic/single`` must be named by whoever
  ///     trains in single precision.
  /// - Throws: ``TrainingSessionError`` where no model has the shape, the corpus can't be divided as asked, or no arithmetic
  ///   has the precision asked for.
  public init(
    _ corpus: Corpus,
    configuration: TrainingConfiguration,
    shape: GPTShape = GPTShape(),
    arithmetics: [ProgramArithmetic] = [.double]
  ) throws(TrainingSessionError) {
    let arithmetic = try Self.arithmetic(configuration.precision, among: arithmetics)
    try Self.check(configuration)
    let tokenizer = Tokenizer(unit: configuration.unit, covering: corpus.texts)
    let modelConfiguration: GPTConfiguration
    do {
      modelConfiguration = try GPTConfiguration(vocabularySize: tokenizer.vocabularySize, shape: shape)
    } catch { throw .shape(error) }

    var generator = MersenneTwister(seed: configuration.seed)
    let dataset = try Self.dataset(corpus, tokenizer, modelConfiguration, configuration, &generator)
    var parameters = modelConfiguration.initialParameters {
      generator.gaussian(standardDeviation: GPT.initialStandardDeviation)
    }[...]
    let model = GPT(modelConfiguration, on: Tape()) { parameters.removeFirst() }
    self.init(
      model: model,
      tokenizer: tokenizer,
      trainer: Trainer(
        model,
        on: dataset,
        configuration: configuration,
        state: TrainerState(parameterCount: modelConfiguration.parameterCount, generator: generator),
        gradients: { ReplayedGradients($0, arithmetic: arithmetic) }
      )
    )
  }

  /// A session that goes on where a checkpoint was made.
  ///
  /// - Parameters:
  ///   - checkpoint: where training stopped.
  ///   - corpus: the one the checkpoint was trained on.
  ///   - stepCount: how many steps there shall be in all; nil for as many as were planned.
  ///   - snapshotInterval: after how many steps a snapshot is due from here on; nil for as many as before.
  ///   - patience: after how many measurements without a lower held-out loss training stops; nil for as many as before.
  ///   - arithmetics: in which numbers there is code to compute, as for a new session.
  /// - Throws: ``TrainingSessionError`` where the corpus is another, the checkpoint a snapshot, or no arithmetic has its
  ///   precision.
  public init(
    resuming checkpoint: Checkpoint,
    on corpus: Corpus,
    stepCount: Int? = nil,
    snapshotInterval: Int?? = nil,
    patience: Int?? = nil,
    arithmetics: [ProgramArithmetic] = [.double]
  ) throws(TrainingSessionError) {
    guard !checkpoint.isSnapshot else { throw .snapshot }
    var configuration = checkpoint.training
    let arithmetic = try Self.arithmetic(configuration.precision, among: arithmetics)
    if let stepCount, stepCount != configuration.stepCount {
      // Patience counts measurements: they stay as far apart as they were.
      if configuration.validationShare > 0, configuration.validationInterval == nil {
        configuration.validationInterval = max(1, configuration.stepCount / 10)
      }
      configuration.stepCount = stepCount
    }
    if let snapshotInterval { configuration.snapshotInterval = snapshotInterval }
    if let patience { configuration.patience = patience }
    try Self.check(configuration)
    var generator = MersenneTwister(seed: configuration.seed)
    let dataset = try Self.dataset(corpus, checkpoint.tokenizer, checkpoint.model, configuration, &generator)
    let model = checkpoint.makeModel(on: Tape())
    self.init(
      model: model,
      tokenizer: checkpoint.tokenizer,
      trainer: Trainer(
        model,
        on: dataset,
        configuration: configuration,
        state: checkpoint.state,
        gradients: { ReplayedGradients($0, arithmetic: arithmetic) }
      ),
      origin: checkpoint.origin
    )
  }

  /// A session for looking into a checkpoint, or a snapshot, without the text that it was trained on.
  ///
  /// Its trainer has no documents and makes no more steps, so what ``checkpoint(source:model:)`` gives is not what was read.
  public init(lookingInto checkpoint: Checkpoint) {
    let model = checkpoint.makeModel(on: Tape())
    var configuration = checkpoint.training
    configuration.stepCount = checkpoint.state.stepsDone
    let state = TrainerState(
      stepsDone: checkpoint.state.stepsDone,
      optimizer: Adam(parameterCount: model.configuration.parameterCount),
      generator: checkpoint.state.generator,
      lossAverage: checkpoint.state.lossAverage
    )
    let dataset = Dataset(
      withoutTextsFor: checkpoint.tokenizer,
      layout: configuration.layout,
      contextLength: model.configuration.contextLength
    )
    self.init(
      model: model,
      tokenizer: checkpoint.tokenizer,
      trainer: Trainer(model, on: dataset, configuration: configuration, state: state),
      origin: checkpoint.origin
    )
  }

  init(
    model: GPT,
    tokenizer: Tokenizer,
    trainer: Trainer<GPT>,
    origin: Checkpoint.Origin? = nil
  ) {
    self.model = model
    self.origin = origin
    self.tokenizer = tokenizer
    self.trainer = trainer
  }

  static func arithmetic(
    _ precision: Precision,
    among arithmetics: [ProgramArithmetic]
  ) throws(TrainingSessionError) -> ProgramArithmetic {
    for arithmetic in arithmetics where arithmetic.precision == precision { return arithmetic }
    throw .precision(precision)
  }

  static func check(_ configuration: TrainingConfiguration) throws(TrainingSessionError) {
    guard configuration.warmupStepCount < configuration.stepCount else {
      throw .warmup(stepCount: configuration.warmupStepCount, of: configuration.stepCount)
    }
    let (decay, learningRate) = (configuration.weightDecay, configuration.learningRate)
    guard 1 - learningRate * decay > 0 else { throw .weightDecay(decay, learningRate: learningRate) }
  }

  static func dataset(
    _ corpus: Corpus,
    _ tokenizer: Tokenizer,
    _ shape: GPTConfiguration,
    _ configuration: TrainingConfiguration,
    _ generator: inout MersenneTwister
  ) throws(TrainingSessionError) -> Dataset {
    do {
      return try Dataset(
        corpus,
        tokenizer: tokenizer,
        contextLength: shape.contextLength,
        validationShare: configuration.validationShare,
        dropsDuplicates: configuration.dropsDuplicates,
        using: &generator
      )
    } catch { throw .dataset(error) }
  }

  /// Everything needed to go on from here.
  ///
  /// - Parameters:
  ///   - source: the text that is trained on.
  ///   - configuration: what the model is from now on, where that is not as it was made; with the same parameters.
  public func checkpoint(
    source: Checkpoint.DataSource,
    model configuration: GPTConfiguration? = nil
  ) -> Checkpoint {
    Checkpoint(
      model: configuration ?? model.configuration,
      training: trainer.configuration,
      tokenizer: tokenizer,
      parameters: model.parameters.vector.data,
      state: trainer.state,
      source: source,
      origin: origin
    )
  }

  /// Generates texts from their beginning, drawing from where the trainer's generator stands and leaving it there.
  ///
  /// Bytes that are not valid UTF-8 become U+FFFD.
  ///
  /// - Throws: ``/Transformer/NonFiniteResult`` where the model gives no probabilities.
  public func sample(_ count: Int, sampler: Sampler) throws(NonFiniteResult) -> [String] {
    try sampleBytes(count, sampler: sampler).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The texts of ``sample(_:sampler:)`` as the bytes that their tokens stand for.
  ///
  /// - Throws: ``/Transformer/NonFiniteResult`` where the model gives no probabilities.
  public func sampleBytes(_ count: Int, sampler: Sampler) throws(NonFiniteResult) -> [[UInt8]] {
    try sampleBytes(count, sampler: sampler, of: model)
  }

  /// The same of another model with the session's tokens, such as its own with an intervention: with the same random numbers.
  ///
  /// - Throws: ``/Transformer/NonFiniteResult`` where the model gives no probabilities.
  public func sampleBytes(
    _ count: Int,
    sampler: Sampler,
    of model: some LanguageModel
  ) throws(NonFiniteResult) -> [[UInt8]] {
    var generator = trainer.state.generator
    return try model.generate(
      count,
      continuing: [tokenizer.boundary],
      until: tokenizer.boundary,
      sampler: sampler,
      using: &generator
    ).map(tokenizer.decodeBytes)
  }
}
