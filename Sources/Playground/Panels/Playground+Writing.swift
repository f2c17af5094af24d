import Attention
import Autograd
import Basics
import Drawing
import Inspection
import Pictures
import Random
import Training
import Transformer
import VisibleText

/// A text token by token: what may come next, with the probabilities as bars.
extension Playground {
  /// Makes a move where one is asked for, and shows the text with what may come next.
  func writing(_ request: Request) -> Answer {
    guard let training else { return Answer(refusal: "nothing trains yet") }
    var answer = Answer()
    do {
      let settings = try SamplerSettings(request, vocabularySize: training.session.tokenizer.vocabularySize)
      training.writing.begin(with: Array((request["text"] ?? "").utf8))
      do {
        try Self.move(request, training, settings)
      } catch { answer.refuse(error.message) }
      Self.show(try WrittenText(training, settings), in: &answer)
    } catch { answer.refuse(error.message) }
    return answer
  }

  private static func move(_ request: Request, _ training: LiveTraining, _ settings: SamplerSettings)
    throws(Refusal)
  {
    if let token = request.integer("token") { return try take(token, training, settings) }
    switch request["move"] {
    case "back": training.writing.goBack()
    case "over": training.writing.startOver()
    case "draw":
      training.writing.append(try unended(training, settings).drawn(seed: settings.seed), isDrawn: true)
    case "finish":
      for token in try unended(training, settings).rest(seed: settings.seed) {
        training.writing.append(token, isDrawn: true)
      }
    default: break
    }
  }

  private static func take(_ token: Int, _ training: LiveTraining, _ settings: SamplerSettings)
    throws(Refusal)
  {
    guard 0..<training.session.tokenizer.vocabularySize ~= token else {
      throw Refusal("the model has no token \(token)")
    }
    _ = try unended(training, settings)
    training.writing.append(token, isDrawn: false)
  }

  private static func unended(_ training: LiveTraining, _ settings: SamplerSettings) throws(Refusal)
    -> WrittenText
  {
    let text = try WrittenText(training, settings)
    guard !text.hasEnded else { throw Refusal("the text has ended: go back one token, or start over") }
    return text
  }

  private static func show(_ text: WrittenText, in answer: inout Answer) {
    let settings = text.settings
    let probabilities = text.probabilities
    let tokenizer = text.training.session.tokenizer
    let tokens = text.prompt.dropFirst() + text.choices.map { $0.token }
    answer.set("writingText", visible(tokenizer.decodeBytes(Array(tokens)), marks: .circled))
    answer.set("writingCount", text.choices.count)
    answer.set("writingProbability", probabilities.reduce(1, *))
    answer.set("writingState", state(text, probabilities))
    answer.set("temperatureWords", NumberFormat.fixed(settings.temperature, decimals: 2))
    answer.set("topKWords", settings.topK.map { "\($0)" } ?? "all")
    answer.set("topPWords", settings.topP.map { NumberFormat.fixed($0, decimals: 2) } ?? "all")
    answer.show("writing-path", path(text, probabilities))
    answer.show("writing-bars", bars(text))
  }

  private static func state(_ text: WrittenText, _ probabilities: [Double]) -> String {
    let end =
      text.isClosed
      ? "The text has ended."
      : text.isFull ? "The context is full." : "At most \(counted(text.room, "more token"))."
    guard !text.choices.isEmpty else { return end }
    let product = NumberFormat.significant(probabilities.reduce(1, *))
    return "\(counted(text.choices.count, "token")) with a probability of \(product) together. \(end)"
  }

  /// What was read and chosen, each choice with its probability.
  private static func path(_ text: WrittenText, _ probabilities: [Double]) -> Markup {
    let tokenizer = text.training.session.tokenizer
    func label(_ token: Int) -> Markup { .text(tokenizer.label(token, marks: .circled)) }
    let read = text.prompt.map { Markup.element("li", .element("b", label($0)), .element("small", "given")) }
    let chosen = zip(text.choices, probabilities).map { choice, probability in
      Markup.element(
        "li",
        .element("b", label(choice.token)),
        .element(
          "small",
          .text((probability == 0 ? "left out" : percentage(probability)) + (choice.isDrawn ? "" : ", yours"))
        )
      )
    }
    return .element("ol", ["class": "path"], read + chosen)
  }

  /// How many tokens are shown at most.
  private static let largestBarCount = 40

  private static func bars(_ text: WrittenText) -> Markup {
    let candidates = text.candidates
    let tokenizer = text.training.session.tokenizer
    let shown = candidates.prefix(largestBarCount)
    let rest = candidates.dropFirst(largestBarCount)
    let bars = shown.map { candidate in
      Markup.element("li", bar(candidate, label: tokenizer.label(candidate.token, marks: .circled)))
    }
    let note = Markup.element(
      "p",
      ["class": "note"],
      .text(
        "\(counted(rest.count, "less likely token")) with \(percentage(rest.reduce(0) { $0 + $1.probability })) together are not shown."
      )
    )
    return .group([.element("ol", ["class": "bars"], bars), rest.isEmpty ? .empty : note])
  }

  /// A button that goes on with the token; what is left out has a hollow bar as long as its share was.
  private static func bar(_ candidate: WrittenText.Candidate, label: String) -> Markup {
    let isLeftOut = candidate.probability == 0 && candidate.share > 0
    let length = isLeftOut ? candidate.share : candidate.probability
    return .element(
      "button",
      [
        "type": "button", "data-act": "token", "name": "token", "value": "\(candidate.token)",
        "class": isLeftOut ? "bar left-out" : "bar",
        "style": "--v:\(NumberFormat.fixed(length, decimals: 4))",
      ],
      .element("b", .text(label)),
      .element("i"),
      .element("span", .text(isLeftOut ? "left out" : percentage(candidate.probability)))
    )
  }

  private static func percentage(_ share: Double) -> String {
    share > 0 && share < 0.0005 ? "<0.1 %" : NumberFormat.fixed(100 * share, decimals: 1) + " %"
  }
}
