import Foundation
import Inspection
import Lessons
import TestSupport
import Testing

@testable import Playground

/// The tour: its steps, their predictions, and what ticks them off.
@Suite("The tour of the playground")
struct TourTests {
  /// What is right, in words of this test.
  private static let right: [String: String] = [
    "watch": "\(log(27.0))", "pattern": "each row", "cell": "the query of “sat” with the key of “cat”",
    "text": "those after the point", "scale": "a slightly larger s would lower the loss",
    "without": "nothing yet: switch the head off and see what changes", "weight": "-0.3",
    "future": "without it, it could copy the answer from the next position",
    "temperature": "the value of the best key alone", "backward": "-0.5",
    "compare": "the softmax saturates: one key takes nearly all, and hardly any gradient comes through",
    "film": "nearly even: each visible key gets about the same weight",
  ]

  private func verdict(_ playground: Playground, _ step: String, _ answer: String) throws -> String {
    let answer = playground.answer(Request("tour-answer", ["step": step, "answer": answer]))
    return try #require(answer.content("tour-verdict-\(step)"))
  }

  @Test("Twelve steps lead to panels and controls of the page, and ask for each deed once")
  func steps() throws {
    let page = try String(
      contentsOf: repository.appending(path: "Sources/Playground/Page/page.html"),
      encoding: .utf8
    )
    let steps = TourStep.all
    // What a panel draws by itself.
    let drawn = [
      "without": try #require(ask(opened(), "without", [:]).content("without-parts"))
    ]
    #expect(steps.count == 12 && Set(steps.map(\.name)).count == 12)
    for step in steps {
      let begin = try #require(
        page.range(of: "<section class=\"panel\" id=\"\(step.panel)\""),
        "\(step.name)"
      )
      let rest = page[begin.lowerBound...]
      let end = try #require(rest.range(of: "</section>"))
      let panel = rest[..<end.lowerBound] + (drawn[step.panel] ?? "")
      #expect(panel.contains(attribute(step.control)), "\(step.name): \(step.control)")
    }
    let deeds = steps.flatMap { $0.deeds.map(\.deed) }
    #expect(deeds.count == TourDeed.allCases.count && Set(deeds) == Set(TourDeed.allCases))
  }

  /// How a control that a selector finds begins to say its id, or an attribute that has a value or begins with it.
  private func attribute(_ selector: String) -> String {
    if selector.hasPrefix("#") { return " id=\"\(selector.dropFirst())\"" }
    let parts = selector.dropFirst().dropLast().split(separator: "=")
    return parts[0].hasSuffix("^") ? " \(parts[0].dropLast())=\"\(parts[1])" : " \(parts[0])=\"\(parts[1])\""
  }

  @Test("Each prediction is a question of the quiz, on the lesson that the step names")
  func questions() {
    let quizzes = (0..<400).map { Quiz(seed: UInt64($0)).items }
    for step in TourStep.all {
      let own = step.prediction.question
      let isAsked = quizzes.contains { items in
        items.contains { item in
          guard item.lesson == step.prediction.lesson, item.question.prompt == own.prompt else {
            return false
          }
          switch (item.question.answer, own.answer) {
          case (.choice(let right, let choices), .choice(let ownRight, let ownChoices)):
            return choices[right] == ownChoices[ownRight]
          default: return item.question.answer == own.answer
          }
        }
      }
      #expect(isAsked, "\(step.name)")
    }
  }

  @Test("The right answer is right and every other wrong, and none of this stands in the page before")
  func answers() throws {
    let playground = Playground()
    let markup = try #require(playground.answer(Request("tour")).content("tour-steps"))
    let page = ParsedMarkup("<ol>\(markup)</ol>")
    #expect(page.isWellFormed)
    var places: Set<Int> = []
    for step in TourStep.all {
      let right = try #require(Self.right[step.name])
      #expect(!page.text.contains(step.prediction.question.reason.text))
      guard case .choice(_, let choices) = step.question.answer else {
        #expect(try verdict(playground, step.name, right).contains("Right: "))
        #expect(try verdict(playground, step.name, "9").contains("Not so. "))
        #expect(try verdict(playground, step.name, "<b>").contains("Type a number"))
        continue
      }
      for (index, choice) in choices.enumerated() {
        #expect(page.text.contains(choice.text))
        let said = try verdict(playground, step.name, Question.letter(index))
        #expect(said.contains(choice.text == right ? "Right: " : "Not so. "), "\(step.name): \(choice.text)")
        if choice.text == right { places.insert(index) }
      }
      #expect(try verdict(playground, step.name, "").contains("Choose one"))
    }
    // Nobody is right by always choosing the same.
    #expect(places.count > 2)
    #expect(playground.answer(Request("tour-answer", ["step": "<b>"])).refusal != nil)
  }

  /// A playground of which the first look has been taken, as a page takes it.
  private func opened() -> Playground {
    let playground = StartedPlayground.make(["embedding": "8", "heads": "2"], of: 1500, steps: 40)
    for name in ["attention", "scale", "without", "film", "writing", "backward", "compare", "future"] {
      #expect(ask(playground, name, [:]).refusal == nil)
    }
    return playground
  }

  @discardableResult
  private func ask(_ playground: Playground, _ name: String, _ values: [String: String]) -> Answer {
    playground.answer(Request(name, ["text": "emma", "multiple": "1"].merging(values) { $1 }))
  }

  private func isDone(_ playground: Playground, _ deed: TourDeed) -> Bool {
    playground.tour.done.contains(deed)
  }

  @Test(
    "What is done before the tour does not count; what is done in it counts when it is done, and not before"
  )
  func deeds() throws {
    let playground = opened()
    ask(playground, "rewind", [:])
    ask(playground, "attention", ["cells": "scores", "cell": "0.0 3 1"])
    #expect(playground.tour.done.isEmpty)
    #expect(playground.answer(Request("tour"))["tourCount"] == "0 of 12 done")
    ask(playground, "attention", ["cells": "scores", "cell": "0.0 3 1"])
    playground.train(1500)
    ask(playground, "progress", [:])
    #expect(playground.tour.done.isEmpty)

    #expect(ask(playground, "rewind", [:])["tourDone"] == "rewind")
    playground.train(999)
    ask(playground, "progress", [:])
    #expect(!isDone(playground, .steps))
    playground.train(1)
    let watched = ask(playground, "progress", [:])
    #expect(watched["tourDone"] == "rewind steps" && watched["tourCount"] == "1 of 12 done")
    #expect(watched["tourNews"] == "Done: Watch it learn. 1 of 12 done.")
    #expect(watched.content("tour-tick-step-watch")?.contains("✓") == true)
    // Nobody has predicted, so the answer comes now; it comes once.
    #expect(watched.content("tour-verdict-watch")?.contains("The answer: ") == true)
    #expect(ask(playground, "progress", [:])["tourDone"] == nil)

    ask(playground, "attention", ["cells": "pattern", "cell": "0.0 3 1"])
    ask(playground, "attention", ["cells": "scores", "cell": "0.0 3 1"])
    #expect(isDone(playground, .scores) && !isDone(playground, .cell))
    ask(playground, "attention", ["cells": "scores", "cell": "0.1 2 1", "pointed": "true"])
    #expect(!isDone(playground, .cell))
    ask(playground, "attention", ["cell": "0.1 2 1"])
    #expect(isDone(playground, .cell))
    for weight in ["", "much"] { ask(playground, "attention", ["cell": "0.1 2 1", "weight": weight]) }
    // A hidden weight can't be changed.
    ask(playground, "attention", ["cell": "0.1 1 2", "weight": "0.5"])
    #expect(!isDone(playground, .weight))
    ask(playground, "attention", ["cell": "0.1 2 1", "weight": "0.5"])
    #expect(isDone(playground, .weight))

    ask(playground, "without", ["feed-forward-0": "on"])
    #expect(!isDone(playground, .head))
    ask(playground, "without", ["head-0-1": "on"])
    #expect(isDone(playground, .head))

    ask(playground, "writing", ["text": "", "move": "draw", "temperature": "0.5"])
    ask(playground, "writing", ["text": "", "temperature": "0.1"])
    #expect(!isDone(playground, .cold) && !isDone(playground, .hot))
    ask(playground, "writing", ["text": "", "move": "draw", "temperature": "0.1"])
    #expect(isDone(playground, .cold) && !isDone(playground, .hot))
    ask(playground, "writing", ["text": "", "move": "over", "temperature": "2"])
    #expect(!isDone(playground, .hot))
    ask(playground, "writing", ["text": "", "move": "draw", "temperature": "2"])
    #expect(isDone(playground, .hot))

    let count = try #require(ask(playground, "backward", [:])["backwardCount"].flatMap { Int($0) })
    for _ in 1..<count {
      #expect(!isDone(playground, .walk))
      ask(playground, "backward", ["move": "forward"])
    }
    #expect(isDone(playground, .walk))

    ask(playground, "film", ["step": "32"])
    #expect(!isDone(playground, .film))
    ask(playground, "film", ["step": "0"])
    #expect(isDone(playground, .film))
    ask(playground, "save-settings", [:])
    #expect(!isDone(playground, .save))
    #expect(playground.answer(Request("save-checkpoint")).file != nil)
    #expect(isDone(playground, .save))
  }

  @Test("Where nothing trains or nothing goes back, nothing is watched")
  func nothingToWatch() throws {
    let empty = Playground()
    // An engine that was started again with a text that it refuses.
    ask(empty, "tour", ["done": "rival"])
    ask(empty, "rewind", [:])
    #expect(!isDone(empty, .rewind) && !isDone(empty, .race))
    ask(empty, "tour", ["done": "rewind"])
    ask(empty, "losses", [:])
    #expect(!isDone(empty, .steps))
    // A model without its text stays where it is.
    let trained = StartedPlayground.make(of: 60, steps: 40)
    let bytes = try #require(trained.answer(Request("save-checkpoint")).file).bytes
    let playground = Playground()
    playground.attach(bytes)
    #expect(ask(playground, "open", [:]).refusal == nil)
    ask(playground, "tour", [:])
    ask(playground, "rewind", [:])
    #expect(!isDone(playground, .rewind))
  }

  @Test("A film that begins with a checkpoint is moved to its own beginning")
  func filmOfCheckpoint() throws {
    let trained = StartedPlayground.make(of: 60, steps: 40)
    let bytes = try #require(trained.answer(Request("save-checkpoint")).file).bytes
    let playground = Playground()
    playground.attach(bytes)
    #expect(ask(playground, "open", ["text": StartedPlayground.text]).refusal == nil)
    ask(playground, "tour", [:])
    // One picture is no film.
    ask(playground, "film", ["step": "40"])
    #expect(!isDone(playground, .film))
    playground.train(20)
    ask(playground, "film", [:])
    for step in ["50", "60"] { ask(playground, "film", ["step": step]) }
    #expect(!isDone(playground, .film))
    ask(playground, "film", ["step": "40"])
    #expect(isDone(playground, .film))
  }

  @Test("Models beside the first count by their steps, and another text when it trains")
  func otherModels() {
    let playground = opened()
    ask(playground, "tour", [:])
    for steps in [100, 99] { ask(playground, "future-train", ["steps": "\(steps)"]) }
    #expect(!isDone(playground, .future))
    ask(playground, "future-train", ["steps": "1"])
    #expect(isDone(playground, .future))

    ask(playground, "compare-begin", ["setting": "seed", "value": "7"])
    playground.train(300)
    ask(playground, "compare", [:])
    #expect(!isDone(playground, .rival) && !isDone(playground, .race))
    ask(playground, "compare-begin", ["setting": "scale", "value": "none"])
    #expect(isDone(playground, .rival) && !isDone(playground, .race))
    playground.train(200)
    ask(playground, "compare", [:])
    #expect(isDone(playground, .race))

    let shape = ["embedding": "8", "heads": "2", "steps": "50"]
    #expect(ask(playground, "start", shape.merging(["text": StartedPlayground.text]) { $1 }).refusal == nil)
    #expect(!isDone(playground, .text))
    #expect(ask(playground, "start", ["text": "ab.ab\ncd.cd\n", "heads": "3"]).refusal != nil)
    #expect(!isDone(playground, .text))
    #expect(ask(playground, "start", shape.merging(["text": "ab.ab\ncd.cd\n"]) { $1 }).refusal == nil)
    #expect(isDone(playground, .text))
  }

  @Test("The slider counts at its right end, and from 1/√d on where it goes against the gradient's sign")
  func scale() throws {
    let playground = opened()
    ask(playground, "tour", [:])
    func move(_ multiple: Double) -> Answer {
      ask(playground, "scale", ["multiple": "\(multiple)", "is-chosen": "true"])
    }
    let gradient = try #require(move(1)["scaleGradient"].flatMap { Double($0) })
    let loss = try #require(move(1)["scaleLoss"].flatMap { Double($0) })
    let up = gradient > 0 ? 0.1 : -0.1
    _ = move(1 + up)
    #expect(!isDone(playground, .descend))
    _ = move(1)
    #expect(!isDone(playground, .descend) && !isDone(playground, .sharpen))
    let moved = move(1 - up)
    #expect(isDone(playground, .descend) && !isDone(playground, .sharpen))
    // That is what the step says of it.
    #expect(try #require(moved["scaleLoss"].flatMap { Double($0) }) < loss)
    _ = move(4)
    #expect(isDone(playground, .sharpen))
  }

  @Test("A prediction made in time stays as it was said, and a tour goes on where it was")
  func goingOn() throws {
    let playground = opened()
    let answer = playground.answer(
      Request("tour", ["done": "rewind scores <b> cell", "answered": "pattern <b>"])
    )
    #expect(answer["tourDone"] == "rewind scores cell" && answer["tourCount"] == "2 of 12 done")
    #expect(answer["tourAnswered"] == "pattern cell")
    #expect(answer.content("tour-tick-step-cell") != nil && answer.content("tour-verdict-cell") != nil)
    // What has been answered before is not answered again.
    #expect(answer.content("tour-tick-step-pattern") != nil && answer.content("tour-verdict-pattern") == nil)
    let said = playground.answer(Request("tour-answer", ["step": "without", "answer": "a"]))
    #expect(said.content("tour-verdict-without") != nil && said["tourAnswered"] == "pattern cell without")
    let done = ask(playground, "without", ["head-0-0": "on"])
    #expect(done["tourCount"] == "3 of 12 done" && done.content("tour-verdict-without") == nil)
    let unread = playground.answer(Request("tour-answer", ["step": "film", "answer": ""]))
    #expect(unread["tourAnswered"] == "pattern cell without")
  }

  @Test("What the answers say holds: an untrained model's loss and rows are even, and an echo is said twice")
  func facts() throws {
    let playground = StartedPlayground.make(
      ["text": try String(contentsOf: dataFile("names.txt"), encoding: .utf8)],
      steps: 1
    )
    let loss = try #require(playground.answer(Request("progress"))["smoothedLoss"].flatMap { Double($0) })
    #expect((loss - log(27)).magnitude < 0.3)
    playground.training?.rewind()
    let training = try #require(playground.training)
    let tokens = try training.session.tokenizer.encode("emma")
    training.session.model.withForwardPass(over: [0] + tokens) { pass in
      for index in 0..<4 {
        let row = AttentionRow(pass, layer: 0, head: index, position: 3)
        for key in row.keys { #expect((key.weight - 0.25).magnitude < 0.1) }
      }
    }
    for line in try String(contentsOf: dataFile("echoes.txt"), encoding: .utf8).split(separator: "\n") {
      let words = line.split(separator: ".", omittingEmptySubsequences: false)
      #expect(words.count == 2 && words[0] == words[1])
    }
  }
}
