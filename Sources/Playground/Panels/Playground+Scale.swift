import Attention
import Autograd
import Drawing
import Inspection
import Pictures
import Training
import Transformer
import VisibleText

/// The scale s of the attention scores, as a slider on the model.
extension Playground {
  /// Chooses a scale, and shows the loss of a text as a function of it with the gradient in four ways.
  func scale(_ request: Request) -> Answer {
    guard let training else { return Answer(refusal: "nothing trains yet") }
    var answer = Answer()
    do {
      let choice = try Self.scaleChoice(request, training)
      if choice != training.scaleChoice { answer.set("modelIsAnother", "true") }
      training.choose(choice)
      Self.setScale(training, in: &answer)
      Self.show(try reading(request), in: &answer, width: request.chartWidth)
    } catch { answer.refuse(error.message) }
    return answer
  }

  private static func scaleChoice(_ request: Request, _ training: LiveTraining) throws(Refusal) -> ChosenScale
  {
    let isTrained = request["train-on"] == "on"
    guard request["is-chosen"] == "true" else { return ChosenScale(scale: nil, isTrained: isTrained) }
    let range = training.scaleRange
    guard let multiple = request.number("multiple"), range.contains(multiple) else {
      throw Refusal(
        "scale: give a multiple of 1/√d from \(short(range.lowerBound)) to \(short(range.upperBound))"
      )
    }
    return ChosenScale(scale: multiple * training.inverseRoot, isTrained: isTrained)
  }

  /// The ends of the slider, and where it begins.
  static func setScaleControls(_ training: LiveTraining, in answer: inout Answer) {
    let range = training.scaleRange
    answer.set("scaleMinimum", range.lowerBound)
    answer.set("scaleMaximum", range.upperBound)
    // 1 is a multiple of it, and so is every whole number where the slider ends.
    answer.set("scaleStep", range.upperBound > 4 ? 0.1 : 0.05)
    answer.set("scaleStart", training.ownScale / training.inverseRoot)
    setScale(training, in: &answer)
  }

  /// The scale in words; where it is not the training's own, that the page shows another model than is trained.
  private static func setScale(_ training: LiveTraining, in answer: inout Answer) {
    let scale = training.lookedAtScale
    answer.set("scale", scale)
    let words = "\(scaleWords(scale)) = \(short(scale / training.inverseRoot)) × 1/√d"
    answer.set("scaleWords", words)
    let trained = scaleWords(training.trainingScale)
    answer.set(
      "scaleNote",
      trained == scaleWords(scale)
        ? "" : "Shown with \(words), which you chose; steps are made with \(trained)."
    )
  }

  private static func show(_ reading: Reading, in answer: inout Answer, width: Double) {
    let training = reading.training
    let model = training.session.model
    let gradients = model.withForwardPass(over: reading.tokens) { ScaleGradients($0) }
    let range = training.scaleRange
    let parts = 32.0
    let multiples = (0...Int(parts)).map {
      range.lowerBound + (range.upperBound - range.lowerBound) * Double($0) / parts
    }
    let sweep = training.withScale(training.inverseRoot) {
      ScaleSweep(model, tokens: reading.tokens, multiples: multiples)
    }
    answer.set("scaleLoss", gradients.loss)
    answer.set("scaleTrainedLoss", training.withScale(training.trainingScale) { lossNumber(of: reading) })
    answer.set("scaleGradient", gradients.gradient)
    answer.set("scaleApart", gradients.worstDisagreement)
    answer.set("scaleDifference", gradients.worstDifferenceDisagreement)
    answer.show(
      "scale-chart",
      Figure.scrolling(
        sweep.chart(gradients, point: "chosen s").svg(palette: .page, width: width),
        label: "Loss as the scale varies",
        caption: .text("\(gradients.summary[0])."),
        isChart: true
      )
    )
    answer.show(
      "scale-map",
      Figure.scrolling(
        gradients.heatMap(labels: reading.labels).table(),
        label: "∂L/∂s of each head at each position"
      )
    )
    answer.show(
      "scale-ways",
      gradients.table(labels: reading.labels).figure(
        caption: "∂L/∂s by backpropagation, in closed form, through the query, and by a difference"
      )
    )
    answer.set("scaleAgreement", "\(gradients.summary[1]).")
    answer.show("scale-samples", samples(training, count: 10))
    answer.show(
      "scale-trained-samples",
      training.withScale(training.trainingScale) { samples(training, count: 10) }
    )
  }

  private static func lossNumber(of reading: Reading) -> Double {
    let model = reading.training.session.model
    let mark = model.tape.mark
    defer { model.tape.rewind(to: mark) }
    return model.tape.withoutRecording { model.loss(of: reading.tokens).data }
  }

  /// A scale as a sentence names it.
  static func scaleWords(_ scale: Double) -> String { "s = \(short(scale))" }

  private static func short(_ number: Double) -> String { NumberFormat.significant(number) }
}
