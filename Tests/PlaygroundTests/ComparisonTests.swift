import TestSupport
import Testing
import Training
import Transformer

@testable import Playground

/// Two models that are trained side by side.
@Suite("Two models in the playground")
struct ComparisonTests {
  private func started(_ values: [String: String] = [:]) -> Playground {
    StartedPlayground.make(values, of: 60)
  }

  private func losses(_ training: LiveTraining?) -> [Double] { training?.history.points.map(\.loss) ?? [] }

  @Test(
    "Both are exactly the trainings that they would be alone",
    arguments: [("scale", "none"), ("layers", "2"), ("seed", "7")]
  )
  func exact(setting: String, value: String) throws {
    let first = started()
    let second = started([setting: value])
    let both = started()
    let answer = both.answer(Request("compare-begin", ["setting": setting, "value": value, "text": "anna"]))
    #expect(answer.refusal == nil && answer["isComparing"] == "true")
    first.train(60)
    second.train(60)
    #expect(both.train(25) == 25)
    #expect(both.training?.stepsDone == 25 && both.comparison?.rival.stepsDone == 25)
    #expect(both.train(100) == 35)
    #expect(losses(both.training) == losses(first.training))
    #expect(losses(both.comparison?.rival) == losses(second.training))
    #expect(losses(both.training) != losses(both.comparison?.rival))
  }

  @Test("A second model that comes later catches up first, and the first model waits")
  func catchUp() throws {
    let both = started()
    both.train(20)
    _ = both.answer(Request("compare-begin", ["setting": "scale", "value": "none"]))
    #expect(both.train(15) == 15)
    #expect(both.training?.stepsDone == 20 && both.comparison?.rival.stepsDone == 15)
    #expect(both.train(10) == 10)
    #expect(both.training?.stepsDone == 25 && both.comparison?.rival.stepsDone == 25)
    // A finished first model waits too.
    let late = started()
    late.train(60)
    _ = late.answer(Request("compare-begin", ["setting": "scale", "value": "none"]))
    #expect(late.train(1000) == 60)
    #expect(late.comparison?.rival.stepsDone == 60)
  }

  @Test("The page shows both models' losses, names, maps and samples")
  func shown() throws {
    let both = started()
    _ = both.answer(Request("compare-begin", ["setting": "scale", "value": "none"]))
    both.train(60)
    let answer = both.answer(Request("compare", ["text": "anna", "width": "700"]))
    let chart = try #require(answer.content("compare-chart"))
    #expect(
      chart.contains("scale sqrt") && chart.contains("scale none") && chart.contains("stroke-dasharray")
    )
    let table = try #require(answer.content("compare-table"))
    for training in [both.training, both.comparison?.rival] {
      let loss = try #require(training).session.trainer.state.smoothedLoss
      #expect(table.contains(String("\(loss)".prefix(5))))
    }
    let maps = try #require(answer.content("compare-maps"))
    let second = started(["scale": "none"])
    second.train(60)
    for alone in [both, second] {
      let reading = try alone.reading(Request("compare", ["text": "anna"]))
      let own = Playground.patterns(of: reading, by: reading.training.session.model, head: nil).figures
      #expect(maps.contains("\(own)"))
    }
    #expect(
      both.answer(Request("compare", ["text": "xyz"])).content("compare-maps")?.contains("class=\"problem\"")
        == true
    )
    let end = both.answer(Request("compare-end"))
    #expect(end["isComparing"] == "false" && end.content("compare-chart") == "" && both.comparison == nil)
  }

  @Test("Starting anew, rewinding and another learning rate are for both")
  func together() throws {
    let both = started()
    _ = both.answer(Request("compare-begin", ["setting": "scale", "value": "none"]))
    both.train(30)
    let first = losses(both.comparison?.rival)
    _ = both.answer(Request("rewind"))
    #expect(both.comparison?.rival.stepsDone == 0)
    both.train(30)
    #expect(losses(both.comparison?.rival) == first)
    _ = both.answer(Request("learning-rate", ["learning-rate": "0.5"]))
    #expect(both.comparison?.rival.session.trainer.configuration.learningRate == 0.5)
    let again = both.answer(Request("start", ["text": "abc\nabd\n", "steps": "10"]))
    #expect(again.refusal == nil)
    #expect(both.comparison?.rival.session.tokenizer.vocabularySize == 5)
    #expect(both.train(100) == 10 && both.comparison?.rival.stepsDone == 10)
    // With the same value there is nothing to compare.
    _ = both.answer(Request("start", ["text": "abc\nabd\n", "steps": "10", "scale": "none"]))
    #expect(both.comparison == nil)
    for _ in 0..<2 {
      let shown = both.answer(Request("compare", ["text": "abc"]))
      #expect(shown["isComparing"] == "false")
      #expect(
        try #require(shown["compareEnd"]).hasPrefix(
          "The comparison has ended with the training before: scale: the first model has none already"
        )
      )
    }
    _ = both.answer(Request("compare-begin", ["setting": "scale", "value": "sqrt"]))
    #expect(both.answer(Request("compare"))["compareEnd"] == "")

    let rates = started()
    _ = rates.answer(Request("compare-begin", ["setting": "learning-rate", "value": "0.002"]))
    _ = rates.answer(Request("learning-rate", ["learning-rate": "0.5"]))
    #expect(rates.comparison?.rival.session.trainer.configuration.learningRate == 0.002)
  }

  @Test("A scale that is chosen beside the settings is said to be the first model's")
  func scales() throws {
    let both = started()
    _ = both.answer(Request("compare-begin", ["setting": "layers", "value": "2"]))
    #expect(both.answer(Request("compare"))["compareScales"] == "")
    let chosen = ["text": "anna", "multiple": "1.5", "is-chosen": "true"]
    for (values, words) in [
      (chosen, "trains with s = 0.5000"),
      (chosen.merging(["train-on": "on"]) { $1 }, "trains with s = 0.7500"),
    ] {
      _ = both.answer(Request("scale", values))
      let note = try #require(both.answer(Request("compare"))["compareScales"])
      #expect(note.contains("shown with s = 0.7500") && note.contains(words) && note.hasSuffix("s = 0.5000."))
    }
  }

  @Test("A second model that fails does not stop the first")
  func failure() throws {
    let alone = started(["seed": "1"])
    alone.train(60)
    let both = started(["seed": "1"])
    _ = both.answer(Request("compare-begin", ["setting": "learning-rate", "value": "1e200"]))
    #expect(both.train(1000) == 60)
    #expect(both.comparison?.rival.failure != nil)
    #expect(losses(both.training) == losses(alone.training))
    #expect(
      both.answer(Request("compare", ["text": "anna"])).content("compare-table")?.contains(
        "learning rate 1e+200: "
      ) == true
    )
  }

  @Test(
    "What can't differ is refused in words",
    arguments: [
      ("steps", "10", "can't differ"), ("tokens", "bytes", "can't differ"), ("x<b>", "1", "can't differ"),
      ("scale", "sqrt", "already"), ("kv-heads", "4", "already"), ("scale", "x", "scale"),
      ("heads", "3", "shape"),
      ("embedding", "4096", "parameters"), ("layers", "", "layers"),
    ]
  )
  func refused(setting: String, value: String, word: String) throws {
    let playground = started()
    let answer = playground.answer(Request("compare-begin", ["setting": setting, "value": value]))
    #expect(try #require(answer.refusal).contains(word), "\(answer.refusal ?? "")")
    #expect(playground.comparison == nil && playground.train(5) == 5)
  }
}
