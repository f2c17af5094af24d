import Autograd
import Training
import Transformer
import VisibleText

/// A training that the page steps, changes and looks at.
final class LiveTraining {
  /// What was asked for.
  private(set) var settings: RunSettings
  /// The text, nil for a checkpoint whose text is not here.
  let corpus: Corpus?
  /// The name and the mark of the text.
  let source: Checkpoint.DataSource
  /// The checkpoint that it began with, nil where it began with none.
  let opened: Checkpoint?
  /// Why there is no training from here on, nil where there is.
  let obstacle: Message?
  /// The model with its trainer.
  private(set) var session: TrainingSession
  /// The weights on the way, those before the first step among them.
  private(set) var reel = SnapshotReel()
  private var progress = SteppedTraining()
  /// The losses so far.
  var history: LossHistory { progress.history }
  /// Why training can't go on, nil where it can.
  var failure: String? { progress.failure }
  /// The scale that was chosen to look at the model with.
  private(set) var scaleChoice = ChosenScale()
  /// The scale that the last step was made with, nil before the first.
  private var lastScale: Double?
  /// Whether steps were made with different scales.
  private(set) var hasMixedScales = false
  /// The text that is written a token at a time.
  var writing = Writing()
  /// The way back from the loss that a reader walks.
  var walk = BackwardWalk()

  /// A new model for a text.
  ///
  /// - Parameters:
  ///   - bytes: the text.
  ///   - settings: the model's shape, and how it is trained.
  ///   - name: what a checkpoint says that the text is called.
  /// - Throws: ``Refusal`` in the words of the command line.
  convenience init(_ bytes: [UInt8], _ settings: RunSettings, name: String = "text.txt") throws(Refusal) {
    let corpus = try Self.corpus(bytes, settings.training.layout)
    try self.init(corpus, settings, .init(name: name, fingerprint: Fingerprint(of: bytes)))
  }

  /// A new model for a text that has been read.
  init(_ corpus: Corpus, _ settings: RunSettings, _ source: Checkpoint.DataSource) throws(Refusal) {
    session = try Self.session(corpus, settings)
    self.corpus = corpus
    self.settings = settings
    self.source = source
    opened = nil
    obstacle = nil
    keepWeights()
  }

  /// What a checkpoint holds: with its text to go on with, or without to look into.
  ///
  /// - Parameters:
  ///   - checkpoint: where it begins.
  ///   - text: the text that it was trained on, nil where that is not here.
  ///   - stepCount: how many steps there shall be in all; nil for as many as were planned.
  /// - Throws: ``Refusal`` where the model is too large for a page.
  init(opening checkpoint: Checkpoint, text: [UInt8]?, stepCount: Int?) throws(Refusal) {
    let model = checkpoint.model
    let batchSize = text == nil ? 1 : checkpoint.training.batchSize
    if let refusal = PageLimits.refusal(of: model, batchSize: batchSize, longestDocument: model.contextLength)
    {
      throw Refusal(refusal)
    }
    var settings = RunSettings(of: checkpoint)
    settings.training.stepCount = stepCount ?? settings.training.stepCount
    let obstacle = Self.obstacle(checkpoint, hasText: text != nil, stepCount: settings.training.stepCount)
    if let text, obstacle == nil {
      let corpus = try Self.corpus(text, settings.training.layout)
      do {
        session = try TrainingSession(resuming: checkpoint, on: corpus, stepCount: stepCount)
      } catch { throw Refusal("can't go on: \(error)") }
      self.corpus = corpus
    } else {
      session = TrainingSession(lookingInto: checkpoint)
      corpus = nil
    }
    self.settings = settings
    self.obstacle = obstacle
    source = checkpoint.source
    opened = checkpoint
    if stepsDone > 0 { lastScale = ownScale }
    keepWeights()
  }

  private func keepWeights() {
    reel.append(step: stepsDone, scale: trainedScale) { session.model.parameters.vector.data }
  }

  /// The weights on the way, and those that the model has now.
  var snapshotsToNow: [SnapshotReel.Snapshot] {
    if reel.snapshots.last?.step == stepsDone { return reel.snapshots }
    let now = SnapshotReel.Snapshot(
      step: stepsDone,
      scale: trainedScale,
      parameters: session.model.parameters.vector.data
    )
    return reel.snapshots + [now]
  }

  /// Why a checkpoint can only be looked into, nil where it can be trained on.
  private static func obstacle(_ checkpoint: Checkpoint, hasText: Bool, stepCount: Int) -> Message? {
    if checkpoint.isSnapshot { return "it is a snapshot, which lacks Adam's moments" }
    if checkpoint.training.needsSinglePrecision {
      return "it is trained in single precision, in which a page does not compute"
    }
    if checkpoint.isImported { return "it was imported, and the text that it was trained on is not known" }
    if !hasText { return "its text, '\(checkpoint.source.name)', is not the text of this page" }
    if stepCount > PageLimits.stepCount {
      return "it is planned for more than \(PageLimits.stepCount) steps"
    }
    return nil
  }

  private static func corpus(_ bytes: [UInt8], _ layout: Corpus.Layout) throws(Refusal) -> Corpus {
    if let refusal = PageLimits.refusal(ofTextSize: bytes.count) { throw Refusal(refusal) }
    do {
      return try Corpus(utf8: bytes, layout: layout)
    } catch { throw Refusal("can't use the text: \(error)") }
  }

  private static func session(_ corpus: Corpus, _ settings: RunSettings) throws(Refusal) -> TrainingSession {
    let training = settings.training
    if training.stepCount > PageLimits.stepCount {
      throw Refusal("steps: give at most \(PageLimits.stepCount)")
    }
    let tokenizer = Tokenizer(unit: training.unit, covering: corpus.texts)
    let model: GPTConfiguration
    do {
      model = try GPTConfiguration(vocabularySize: tokenizer.vocabularySize, shape: settings.shape)
    } catch { throw Refusal("no model has this shape: \(error)") }
    let longest = corpus.texts.reduce(0) { max($0, $1.count) } + 1
    let refusal = PageLimits.refusal(of: model, batchSize: training.batchSize, longestDocument: longest)
    if let refusal { throw Refusal(refusal) }
    do {
      return try TrainingSession(corpus, configuration: training, shape: settings.shape)
    } catch { throw Refusal("can't train on the text: \(error)") }
  }

  /// A session of its own that stands before the first step.
  func beginning() throws(Refusal) -> TrainingSession {
    guard let corpus else { throw Refusal("the text that the model was trained on is not here") }
    return try Self.session(corpus, settings)
  }

  /// The beginning of the first text, as long as the model can read it.
  var firstText: String {
    guard let text = corpus?.texts.first, let tokens = try? session.tokenizer.encode(text) else { return "" }
    return session.tokenizer.decode(
      Array(tokens.prefix(min(session.model.contextLength, PageLimits.readLength) - 1))
    )
  }

  /// Goes back to before the first step: the same parameters, the same order of documents.
  ///
  /// Without the text there is no going back.
  func rewind() {
    // What has begun once begins again.
    guard let corpus, let session = try? Self.session(corpus, settings) else { return }
    self.session = session
    progress = SteppedTraining()
    lastScale = nil
    hasMixedScales = false
    choose(scaleChoice)
  }

  /// Looks at the model with another scale from here on, and trains with it only where that was chosen.
  func choose(_ choice: ChosenScale) {
    scaleChoice = choice
    session.model.attentionScale.data = lookedAtScale
    guard lastScale == nil else { return }
    // The weights before the first step are kept with the scale that it will be made with.
    reel = SnapshotReel()
    keepWeights()
  }

  /// Whether there are steps to make.
  var isOver: Bool {
    failure != nil || obstacle != nil || stepsDone >= session.trainer.configuration.stepCount
      || session.trainer.configuration.stopsEarly(session.trainer.state)
  }

  /// How many steps have been made.
  var stepsDone: Int { session.trainer.state.stepsDone }

  /// The scale of the weights as they are: that of the last step, or of the first one to come.
  var trainedScale: Double { lastScale ?? trainingScale }

  /// Makes up to so many steps; how many it has made.
  func train(_ count: Int) -> Int {
    withScale(trainingScale) {
      for made in 0..<count where !makeStep() { return made }
      return count
    }
  }

  private func makeStep() -> Bool {
    guard progress.makeStep(of: &session.trainer) else { return false }
    if let lastScale, lastScale != trainingScale { hasMixedScales = true }
    lastScale = trainingScale
    keepWeights()
    return true
  }

  /// All that it takes to go on from here, with the scale that the last step was made with.
  ///
  /// - Throws: ``Refusal`` where the model computes numbers that are not finite.
  func checkpoint() throws(Refusal) -> Checkpoint {
    if let opened, corpus == nil { return opened }
    do {
      try withScale(trainedScale) { () throws(TrainingError) in try session.trainer.check() }
    } catch { throw Refusal("\(error)") }
    let checkpoint = session.checkpoint(source: source, model: trainedConfiguration)
    guard checkpoint.parameters.allSatisfy({ $0.isFinite }) else {
      throw Refusal("the model has parameters that are not finite")
    }
    return checkpoint
  }

  /// Changes the learning rate of the steps that are left.
  func change(learningRate: Double) {
    settings.training.learningRate = learningRate
    session.trainer.change(learningRate: learningRate)
  }
}
