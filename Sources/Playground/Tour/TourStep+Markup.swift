import Drawing
import Lessons

extension TourStep {
  /// What is asked, its choices in an order of its own.
  var question: Question { prediction.shuffled(seed: UInt64(name.utf8.reduce(0) { $0 + Int($1) })) }

  /// The step as it unfolds; the question's answer is not in it.
  var markup: Markup {
    .element(
      "li",
      .element(
        "details",
        ["data-step": name, "name": "tour-step"],
        .element("summary", .text(title), Self.tick("step-\(name)")),
        .element("p", beginning.markup),
        .element("form", ["class": "question", "data-predict": name], asked),
        .element(
          "ul",
          ["class": "deeds"],
          deeds.map { .element("li", .element("span", $1.markup), Self.tick($0.rawValue)) }
        ),
        .element(
          "p",
          ["class": "controls"],
          .element(
            "button",
            ["type": "button", "data-tour": "go", "data-to": panel, "data-control": control],
            "Go there"
          ),
          name == Self.all.last?.name
            ? .empty : .element("button", ["type": "button", "data-tour": "next"], "Next step")
        )
      )
    )
  }

  /// What an answer is worth, and the right one with its reason; nil for none.
  func verdict(_ verdict: Question.Verdict?) -> Markup {
    let opening: String
    switch verdict {
    case .right: opening = "Right: "
    case .wrong: opening = "Not so. The answer: "
    case nil: opening = "The answer: "
    case .unreadable: return .element("p", .text(wanted))
    }
    return .group([
      .element("p", .element("strong", .text(opening), answer, ". "), question.reason.markup),
      .element(
        "p",
        ["class": "note"],
        "More on it, on the command line: ",
        .element("code", .text("microgpt lesson \(prediction.lesson)"))
      ),
    ])
  }

  /// The right answer in words, where it is one of several.
  private var answer: Markup {
    guard case .choice(let right, let choices) = question.answer else { return question.shortAnswer.markup }
    return choices[right].markup
  }

  private var wanted: String {
    guard case .choice = question.answer else { return "Type a number, such as 0.5." }
    return "Choose one of the answers."
  }

  private var asked: [Markup] {
    let prompt = Markup.group([.element("strong", "Predict: "), question.prompt.markup])
    let fields: Markup
    switch question.answer {
    case .choice(_, let choices):
      fields = .element(
        "fieldset",
        [:],
        [.element("legend", prompt)]
          + choices.enumerated().map { index, choice in
            .element(
              "label",
              .element("input", ["type": "radio", "name": "answer", "value": Question.letter(index)]),
              .element("span", choice.markup)
            )
          }
      )
    case .number:
      fields = .element(
        "label",
        .element("span", prompt),
        .element("input", ["name": "answer", "inputmode": "decimal", "autocomplete": "off"])
      )
    }
    return [
      fields,
      .element(
        "p",
        ["class": "controls"],
        .element("button", ["type": "submit"], "Predict"),
        .element("button", ["type": "button", "data-tour": "skip"], "Skip")
      ),
      .element("div", ["class": "verdict", "id": "tour-verdict-\(name)", "tabindex": "-1"]),
    ]
  }

  /// Where a tick will stand.
  private static func tick(_ name: String) -> Markup {
    .element("span", ["class": "tick-mark", "id": "tour-tick-\(name)"])
  }
}
