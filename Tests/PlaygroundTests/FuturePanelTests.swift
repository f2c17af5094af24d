import TestSupport
import Testing
import Training
import Transformer

@testable import Playground

@Suite("The future uncovered in the playground")
struct FuturePanelTests {
  private func train(_ playground: Playground, _ steps: Int) -> Answer {
    playground.answer(Request("future-train", ["steps": "\(steps)"]))
  }

  @Test("The second model's losses are those of recorded gradients from the same beginning")
  func exact() throws {
    let playground = StartedPlayground.make(steps: 10)
    #expect(train(playground, 30)["futureSteps"] == "30")
    var configuration = TrainingConfiguration()
    configuration.stepCount = 200
    let session = try TrainingSession(
      try Corpus(utf8: Array(StartedPlayground.text.utf8), layout: .lines),
      configuration: configuration
    )
    let model = UncoveredGPT(session.model)
    var trainer = Trainer(
      model,
      on: session.trainer.dataset,
      configuration: configuration,
      state: session.trainer.state,
      gradients: { RecordedGradients($0) }
    )
    let points = try #require(playground.uncovered?.history.points)
    #expect(points.count == 30)
    for point in points {
      let step = try #require(try trainer.next())
      #expect(agree(point.loss, step.loss, within: 1e-9), "step \(point.step)")
    }
  }

  @Test("It trains with the scale that is trained with, and says so")
  func scale() throws {
    let playground = StartedPlayground.make()
    let chosen = ["text": "anna", "multiple": "1.5", "is-chosen": "true", "train-on": "on"]
    _ = playground.answer(Request("scale", chosen))
    let expected = StartedPlayground.make(["scale": "0.75"])
    _ = train(playground, 30)
    _ = train(expected, 30)
    #expect(
      playground.uncovered?.history.points.map(\.loss) == expected.uncovered?.history.points.map(\.loss)
    )
    let request = Request("future", ["text": "anna"])
    #expect(try #require(playground.answer(request)["futureNote"]).contains("s = 0.7500"))
    #expect(expected.answer(request)["futureNote"] == "")
    #expect(
      playground.answer(request).content("future-trained")
        == expected.answer(request).content("future-trained")
    )
  }

  @Test("Where it fails, every answer says why")
  func failure() throws {
    let playground = StartedPlayground.make(["learning-rate": "1e200"])
    let reason = try #require(train(playground, 30)["failure"])
    for text in ["anna", "bob"] {
      #expect(playground.answer(Request("future", ["text": text]))["failure"] == reason)
    }
    _ = playground.answer(Request("rewind"))
    #expect(playground.answer(Request("future", ["text": "anna"]))["failure"] == nil)
  }

  @Test("Told the answers its loss falls far below the other's, and what it writes is worse for it")
  func cheating() throws {
    let playground = StartedPlayground.make(steps: 200)
    #expect(train(playground, 200)["futureMade"] == "200")
    let (first, second) = (try #require(playground.training), try #require(playground.uncovered))
    let tokens = try first.session.tokenizer.document(Array("clara".utf8), layout: .lines)
    func loss(_ model: some LanguageModel) -> Double {
      let mark = model.tape.mark
      defer { model.tape.rewind(to: mark) }
      return model.loss(of: tokens).data
    }
    #expect(loss(second.model) < 0.7 * loss(first.session.model))
    // Without the answers it predicts worse than the model that never had them.
    #expect(loss(second.model.model) > loss(first.session.model))
    let answer = playground.answer(Request("future", ["text": "clara"]))
    for (name, expected) in [
      ("futureHiddenLoss", loss(first.session.model)),
      ("futureUncoveredLoss", loss(UncoveredGPT(first.session.model))),
    ] {
      let shown = try #require(answer[name].flatMap { Double($0) })
      #expect(agree(shown, expected, within: 1e-12))
    }
    #expect(answer.content("future-trained")?.contains("nothing hidden") == true)
  }

  @Test("It begins anew with the training, ends with it, and takes no other number of steps")
  func limits() {
    let playground = StartedPlayground.make(["steps": "25"])
    #expect(train(playground, 20)["futureMade"] == "20")
    #expect(train(playground, 20)["futureMade"] == "5")
    #expect(train(playground, 20)["futureMade"] == "0")
    _ = playground.answer(Request("rewind"))
    #expect(playground.answer(Request("future", ["text": "anna"]))["futureSteps"] == "0")
    #expect(train(playground, 20)["futureSteps"] == "20")
    for steps in ["0", "-1", "1001", "x", ""] {
      #expect(playground.answer(Request("future-train", ["steps": steps])).refusal != nil)
    }
    #expect(Playground().answer(Request("future-train", ["steps": "5"])).refusal != nil)
  }
}
