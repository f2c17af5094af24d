import Autograd
import Basics
import Drawing
import Formats
import Inspection
import Random
import Training
import Transformer
import VisibleText

/// The training itself.
extension Playground {
  /// Begins anew with the text and the settings of a request; what trains goes on where it is refused.
  func start(_ request: Request) -> Answer {
    do {
      let settings = try Self.settings(request)
      training = try LiveTraining(
        Array((request["text"] ?? "").utf8),
        settings,
        name: Self.sourceName(request)
      )
    } catch { return Answer(refusal: error.message) }
    return facts()
  }

  /// The settings that the controls hold; those that are empty or missing are microgpt's.
  static func settings(_ request: Request) throws(Refusal) -> RunSettings {
    var settings = RunSettings()
    for setting in Setting.all {
      guard let text = request[setting.name], !text.isEmpty else { continue }
      guard let value = setting.value(of: text), setting.assign(value, in: &settings) else {
        throw refusal(of: text, for: setting)
      }
    }
    return settings
  }

  /// Goes back to before the first step.
  func rewind() -> Answer {
    training?.rewind()
    uncovered = nil
    comparison?.rival.rewind()
    // A model without its text stays as it was opened.
    return facts(opened: training.flatMap { $0.corpus == nil ? Self.sentence($0) : nil })
  }

  /// Changes the learning rate of the steps to come.
  func changeLearningRate(_ request: Request) -> Answer {
    guard let rate = request.number("learning-rate"), rate > 0, rate.isFinite else {
      return Answer(refusal: "learning rate: give a number above 0")
    }
    training?.change(learningRate: rate)
    if let comparison, comparison.setting.name != Setting.learningRate.name {
      comparison.rival.change(learningRate: rate)
    }
    return Answer()
  }

  /// How large the model and the text are, and which file they were opened from; what was said of another training's files goes.
  func facts(opened: Message? = nil) -> Answer {
    var answer = Answer()
    guard let training else { return answer }
    answer.set("opened", opened?.text ?? "")
    answer.set("saved", "")
    let session = training.session
    answer.set("parameters", session.model.configuration.parameterCount)
    answer.set("vocabulary", session.tokenizer.vocabularySize)
    answer.set("documents", training.corpus.map { "\($0.texts.count)" } ?? "")
    answer.set("firstText", training.firstText)
    answer.set("cutTexts", Self.noteOnCut(training))
    answer.set("heads", session.model.configuration.headCount)
    answer.set("layers", session.model.configuration.layerCount)
    answer.set("seed", "\(training.settings.training.seed)")
    Self.setScaleControls(training, in: &answer)
    return answer
  }

  /// How many documents are longer than the context, nothing where none is.
  private static func noteOnCut(_ training: LiveTraining) -> String {
    let count = training.session.trainer.dataset.truncatedCount
    guard count > 0 else { return "" }
    return
      "Longer than the context of \(training.session.model.contextLength) tokens and read only up to there: \(counted(count, "document"))."
  }

  /// How far the training is: the curve of its losses, and what the model writes.
  func progress(_ request: Request) -> Answer {
    guard let training else { return Answer(refusal: "nothing trains yet") }
    var answer = Answer()
    let configuration = training.session.trainer.configuration
    answer.set("step", training.stepsDone)
    answer.set("stepCount", configuration.stepCount)
    answer.set("stillness", Self.stillness(of: training))
    let smoothed = training.session.trainer.state.smoothedLoss
    answer.set("smoothedLoss", smoothed.isFinite ? "\(smoothed)" : "")
    if let failure = training.failure { answer.set("failure", failure) }
    answer.show("loss-chart", Self.chart(of: training, width: request.chartWidth))
    answer.show("samples", Self.samples(training, count: request.integer("samples") ?? 20))
    return answer
  }

  /// What the page says while the training stands still.
  private static func stillness(of training: LiveTraining) -> String {
    if training.obstacle != nil { return "it can be looked into, but not trained on" }
    if training.failure != nil { return "it can't go on: start anew with other settings" }
    return training.isOver ? "all steps are made: rewind, or start anew with more" : "paused"
  }

  private static func chart(of training: LiveTraining, width: Double) -> Markup {
    let points = training.history.points
    return lossChart(
      "Loss by step",
      [
        .init("batch", points.map { (Double($0.step), $0.loss) }, colour: 0, emphasis: .faint),
        .init("smoothed", points.map { (Double($0.step), $0.smoothedLoss) }, colour: 0),
      ],
      vocabularySize: training.session.tokenizer.vocabularySize,
      width: width
    )
  }

  /// What the model writes.
  static func samples(_ training: LiveTraining, count: Int) -> Markup {
    samples(training, of: training.session.model, count: count)
  }

  /// What another model of its tokens writes.
  static func samples(_ training: LiveTraining, of model: some LanguageModel, count: Int) -> Markup {
    let sampler = Sampler(.random(temperature: 0.5))
    guard let texts = try? training.session.sampleBytes(min(count, 50), sampler: sampler, of: model) else {
      return .element("p", "The model gives no probabilities.")
    }
    let isShort = texts.allSatisfy { $0.count < 16 }
    return .element(
      "ol",
      ["class": isShort ? "samples short" : "samples"],
      texts.map { .element("li", .text($0.isEmpty ? "(empty)" : visible($0, marks: .circled))) }
    )
  }

  /// Every loss that is kept, at full precision.
  var losses: Answer {
    var answer = Answer()
    for point in training?.history.points ?? [] { answer.set("\(point.step)", point.loss) }
    return answer
  }
}
