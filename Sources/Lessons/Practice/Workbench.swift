import Training
import Transformer

/// Models that lessons train, each once: several lessons look at the same one.
///
///     let trained = try workbench.model(Workbench.Recipe(on: .echoes, steps: 5000))
public final class Workbench {
  private var models: [(recipe: Recipe, model: TrainedModel)] = []
  /// Is told after each step of a training: how many were made, how many there are, and the smoothed loss.
  let progress: (_ step: Int, _ count: Int, _ loss: Double) -> Void

  /// An empty workbench.
  ///
  /// - Parameter progress: is told after each step of a training: how many were made, how many there are, and the smoothed loss in
  ///   nats per token.
  public init(progress: @escaping (_ step: Int, _ count: Int, _ loss: Double) -> Void = { _, _, _ in }) {
    self.progress = progress
  }

  /// How a model is trained.
  public struct Recipe: Equatable, Sendable {
    /// What it is trained on.
    public let text: PracticeText
    /// Its shape.
    public let shape: GPTShape
    /// Steps, seed, learning rate and the share that is held out.
    public let training: TrainingConfiguration

    /// A recipe; microgpt's shape and settings but for what is given.
    ///
    /// - Parameters:
    ///   - text: what the model is trained on.
    ///   - steps: how many steps there are.
    ///   - seed: what everything random is drawn from.
    ///   - learningRate: η₀, the rate of the first step.
    ///   - heldOut: the share of the texts that is not trained on.
    ///   - shape: the model's shape.
    public init(
      on text: PracticeText,
      steps: Int,
      seed: UInt64 = 42,
      learningRate: Double = 0.01,
      heldOut: Double = 0,
      shape: GPTShape = GPTShape()
    ) {
      self.text = text
      self.shape = shape
      var training = TrainingConfiguration()
      training.stepCount = steps
      training.seed = seed
      training.learningRate = learningRate
      training.validationShare = heldOut
      self.training = training
    }
  }

  /// A model after its last step.
  public struct TrainedModel {
    /// The model.
    public let model: GPT
    /// Which text its tokens stand for.
    public let tokenizer: Tokenizer
    /// The mean loss of the last steps, in nats per token, as training prints it.
    public let smoothedLoss: Double
    /// The mean loss of the held-out texts over all their tokens, nil where nothing was held out.
    public let heldOutLoss: Double?
    /// The documents trained on and those held out.
    public let dataset: Dataset
  }

  /// The model of a recipe, trained now or before.
  ///
  /// - Throws: ``LessonError`` where no model has that shape, or training it fails.
  public func model(_ recipe: Recipe) throws(LessonError) -> TrainedModel {
    if let known = models.first(where: { $0.recipe == recipe }) { return known.model }
    return try watch(recipe, every: recipe.training.stepCount) { _, _, _ throws(LessonError) in }
  }

  /// The losses of the held-out texts, one for each recipe, in nats per token.
  func heldOutLosses(_ recipes: [Recipe]) throws(LessonError) -> [Double] {
    var losses: [Double] = []
    for recipe in recipes { losses.append(try model(recipe).heldOutLoss ?? .nan) }
    return losses
  }

  /// The model of a recipe, trained anew and shown meanwhile.
  ///
  /// - Parameters:
  ///   - recipe: how it is trained.
  ///   - interval: after how many steps it is shown again.
  ///   - look: is given how many steps were made, 0 at first, the model, and which text its tokens stand for.
  /// - Throws: ``LessonError`` where no model has that shape, or training it fails; what `look` throws.
  public func watch(
    _ recipe: Recipe,
    every interval: Int,
    _ look: (_ step: Int, _ model: GPT, _ tokenizer: Tokenizer) throws(LessonError) -> Void
  ) throws(LessonError) -> TrainedModel {
    let trained = try train(recipe, every: interval, look)
    models.removeAll { $0.recipe == recipe }
    models.append((recipe, trained))
    return trained
  }

  private func train(
    _ recipe: Recipe,
    every interval: Int,
    _ look: (_ step: Int, _ model: GPT, _ tokenizer: Tokenizer) throws(LessonError) -> Void
  ) throws(LessonError) -> TrainedModel {
    let corpus: Corpus
    do { corpus = try Corpus(utf8: recipe.text.bytes, layout: .lines) } catch {
      throw LessonError(error.description)
    }
    var session: TrainingSession
    do {
      session = try TrainingSession(corpus, configuration: recipe.training, shape: recipe.shape)
    } catch { throw LessonError(error.description) }
    try look(0, session.model, session.tokenizer)
    while let step = try Self.next(&session) {
      progress(step.number, recipe.training.stepCount, step.smoothedLoss)
      if step.number % interval == 0 { try look(step.number, session.model, session.tokenizer) }
    }
    let validation = session.trainer.dataset.validation
    return TrainedModel(
      model: session.model,
      tokenizer: session.tokenizer,
      smoothedLoss: session.trainer.state.smoothedLoss,
      heldOutLoss: validation.isEmpty ? nil : session.model.meanLoss(of: validation).perToken,
      dataset: session.trainer.dataset
    )
  }

  /// Makes a step; nil where all are made.
  private static func next(_ session: inout TrainingSession) throws(LessonError) -> Trainer<GPT>.Step? {
    do { return try session.trainer.next() } catch { throw LessonError(error.description) }
  }
}
