import Autograd
import Training
import Transformer
import VisibleText

/// A training that the page steps, changes and looks at.
final class LiveTraining {
  /// What was asked for.
  let settings: RunSettings
  /// The text.
  let corpus: Corpus
  /// The model with its trainer.
  private(set) var session: TrainingSession
  /// The losses so far.
  private(set) var history = LossHistory()
  /// Why training can't go on, nil where it can.
  private(set) var failure: String?
  /// The scale that was chosen to look at the model with.
  private(set) var scaleChoice = ChosenScale()
  /// The text that is written a token at a time.
  var writing = Writing()
  /// The way back from the loss that a reader walks.
  var walk = BackwardWalk()

  /// A new model for a text.
  ///
  /// - Throws: ``Refusal`` in the words of the command line.
  init(_ bytes: [UInt8], _ settings: RunSettings) throws(Refusal) {
    if let refusal = PageLimits.refusal(ofTextSize: bytes.count) { throw Refusal(refusal) }
    do {
      corpus = try Corpus(utf8: bytes, layout: settings.training.layout)
    } catch { throw Refusal("can't use the text: \(error)") }
    self.settings = settings
    session = try Self.session(corpus, settings)
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
  func beginning() throws(Refusal) -> TrainingSession { try Self.session(corpus, settings) }

  /// The beginning of the first text, as long as the model can read it.
  var firstText: String {
    guard let text = corpus.texts.first, let tokens = try? session.tokenizer.encode(text) else { return "" }
    return session.tokenizer.decode(Array(tokens.prefix(session.model.contextLength - 1)))
  }

  /// Goes back to before the first step: the same parameters, the same order of documents.
  func rewind() {
    // What has begun once begins again.
    guard let session = try? Self.session(corpus, settings) else { return }
    self.session = session
    history = LossHistory()
    failure = nil
    choose(scaleChoice)
  }

  /// Looks at the model with another scale from here on, and trains with it only where that was chosen.
  func choose(_ choice: ChosenScale) {
    scaleChoice = choice
    session.model.attentionScale.data = lookedAtScale
  }

  /// Whether there are steps to make.
  var isOver: Bool { failure != nil || stepsDone >= session.trainer.configuration.stepCount }

  /// How many steps have been made.
  var stepsDone: Int { session.trainer.state.stepsDone }

  /// Makes up to so many steps; how many it has made.
  func train(_ count: Int) -> Int {
    withScale(trainingScale) {
      for made in 0..<count where !makeStep() { return made }
      return count
    }
  }

  private func makeStep() -> Bool {
    guard failure == nil else { return false }
    do {
      guard let step = try session.trainer.next() else { return false }
      history.append(.init(step: step.number, loss: step.loss, smoothedLoss: step.smoothedLoss))
      return true
    } catch {
      failure = "\(Message("\(error)"))"
      return false
    }
  }

  /// Changes the learning rate of the steps that are left.
  func change(learningRate: Double) { session.trainer.change(learningRate: learningRate) }
}

/// Why something was not done, in words for the reader.
struct Refusal: Error {
  let message: Message

  init(_ message: Message) { self.message = message }
}
