import Inspection
import TestSupport
import Testing
import Training
import Transformer

@testable import Playground

/// The film of a training.
@Suite("The playground's film")
struct PlaygroundFilmTests {
  private func started(steps: Int = 200) -> Playground { StartedPlayground.make(of: steps) }

  private func steps(_ answer: Answer) -> [Int] {
    (answer["filmSteps"] ?? "").split(separator: ",").compactMap { Int($0) }
  }

  @Test("Each frame is what a model that stopped there makes of the text")
  func frames() throws {
    let playground = started()
    playground.train(150)
    let answer = playground.answer(Request("film", ["text": "anna"]))
    let shown = steps(answer)
    #expect(shown.first == 0 && shown.last == 150 && shown.count > 15)
    for step in [shown[0], shown[shown.count / 2], 150] {
      let other = started()
      other.train(step)
      let own = playground.answer(Request("film", ["text": "anna", "step": "\(step)"]))
      #expect(own["filmStep"] == "\(step)")
      let training = try #require(other.training)
      let reading = try other.reading(Request("film", ["text": "anna"]))
      let maps = Playground.patterns(of: reading, by: training.session.model, head: nil).figures
      #expect(own.content("film-maps") == "\(maps)")
      let tokens = try training.session.tokenizer.document(Array("anna".utf8), layout: .lines)
      let loss = try #require(own["filmLoss"].flatMap { Double($0) })
      #expect((loss - training.session.model.loss(of: tokens).data).magnitude < 1e-12)
    }
  }

  @Test("A frame has the scale that its step was made with, and the note says so")
  func scales() throws {
    let playground = started()
    #expect(playground.answer(Request("film", ["text": "anna"]))["filmNote"] == "")
    let chosen = ["text": "anna", "multiple": "3", "is-chosen": "true"]
    _ = playground.answer(Request("scale", chosen.merging(["train-on": "on"]) { $1 }))
    playground.train(150)
    let expected = StartedPlayground.make(["scale": "1.5"], steps: 150)
    // The slider moves on, and nothing is trained with what it says.
    _ = playground.answer(Request("scale", chosen.merging(["multiple": "0.5"]) { $1 }))
    for (step, words) in [("0", "the first"), ("20", "its"), ("150", "its")] {
      let own = playground.answer(Request("film", ["text": "anna", "step": step]))
      let other = expected.answer(Request("film", ["text": "anna", "step": step]))
      #expect(own["filmStep"] == other["filmStep"] && own["filmLoss"] == other["filmLoss"])
      #expect(own.content("film-maps") == other.content("film-maps"))
      #expect(try #require(own["filmNote"]).contains("s = 1.500, which \(words) step was made with."))
    }
  }

  @Test("Before the first step, the picture has the scale that the step will be made with")
  func scaleToCome() throws {
    let playground = started()
    let chosen = ["text": "anna", "is-chosen": "true", "train-on": "on"]
    for multiple in ["3", "1", "2"] {
      _ = playground.answer(Request("scale", chosen.merging(["multiple": multiple]) { $1 }))
      let own = playground.answer(Request("film", ["text": "anna"]))
      let other = StartedPlayground.make(["scale": "\(try #require(Double(multiple)) / 2)"])
      #expect(steps(own) == [0])
      #expect(own["filmLoss"] == other.answer(Request("film", ["text": "anna"]))["filmLoss"])
    }
    let note = playground.answer(Request("film", ["text": "anna"]))["filmNote"]
    #expect(note == "This picture is computed with s = 1.000, which the first step will be made with.")
    #expect(
      playground.answer(Request("save-checkpoint"))["saved"]
        == "Saved with s = 1.000, which the first step will be made with."
    )
    playground.train(40)
    // Begun again, the first picture has the scale of the first step that is made then.
    for (multiple, words) in [("1", "s = 0.5000"), ("3", "s = 1.500")] {
      _ = playground.answer(Request("scale", chosen.merging(["multiple": multiple]) { $1 }))
      _ = playground.answer(Request("rewind"))
      #expect(steps(playground.answer(Request("film", ["text": "anna"]))) == [0])
      playground.train(1)
      _ = playground.answer(Request("scale", chosen.merging(["multiple": "2"]) { $1 }))
      let first = playground.answer(Request("film", ["text": "anna", "step": "0"]))
      #expect(try #require(first["filmNote"]).contains("\(words), which the first step was made with."))
    }
  }

  @Test("A step between two snapshots shows the one before it, and nothing the newest")
  func between() {
    let playground = started()
    playground.train(150)
    let shown = steps(playground.answer(Request("film", ["text": "anna"])))
    #expect(
      playground.answer(Request("film", ["text": "anna", "step": "\(shown[3] + 1)"]))["filmStep"]
        == "\(shown[3])"
    )
    #expect(playground.answer(Request("film", ["text": "anna", "step": ""]))["filmStep"] == "150")
    #expect(playground.answer(Request("film", ["text": "anna", "step": "-5"]))["filmStep"] == "0")
  }

  @Test("Looking at the film changes nothing of the training")
  func untouched() {
    let plain = started()
    let watched = started()
    plain.train(200)
    for _ in 0..<20 {
      watched.train(10)
      _ = watched.answer(Request("film", ["text": "emma", "step": "3", "strips": "on"]))
    }
    #expect(
      watched.answer(Request("losses")).values.map { $0.text }
        == plain.answer(Request("losses")).values.map { $0.text }
    )
    #expect(
      watched.training?.session.model.parameters.vector.data
        == plain.training?.session.model.parameters.vector.data
    )
  }

  @Test(
    "A film that is asked for again and again is the one that is asked for once; another text or start makes another"
  )
  func cache() {
    let watched = started()
    let once = started()
    for _ in 0..<5 {
      watched.train(31)
      once.train(31)
      _ = watched.answer(Request("film", ["text": "anna"]))
    }
    func content(_ playground: Playground, _ text: String) -> [String?] {
      let answer = playground.answer(Request("film", ["text": text, "strips": "on"]))
      return [answer.content("film-charts"), answer.content("film-strips"), answer["filmSteps"]]
    }
    #expect(content(watched, "anna") == content(once, "anna"))
    #expect(content(watched, "bob") == content(once, "bob"))
    #expect(content(watched, "anna") != content(watched, "bob"))
    // After rewinding, other steps are made under the same numbers.
    for playground in [watched, once] {
      _ = playground.answer(Request("rewind"))
      _ = playground.answer(Request("learning-rate", ["learning-rate": "0.1"]))
    }
    _ = watched.answer(Request("film", ["text": "bob"]))
    watched.train(155)
    once.train(155)
    #expect(content(watched, "bob") == content(once, "bob"))
  }

  @Test(
    "However long a training is, at most 40 snapshots are kept, evenly spread, the first among them",
    arguments: [0, 1000]
  )
  func reel(first: Int) {
    var reel = SnapshotReel()
    var reads = 0
    for step in first...first + 100_000 {
      reel.append(step: step, scale: 1) {
        reads += 1
        return [Double(step)]
      }
      #expect(reel.snapshots.count <= SnapshotReel.capacity)
    }
    #expect(reel.snapshots.count >= SnapshotReel.capacity / 2)
    #expect(reel.snapshots.first?.step == first)
    #expect(reel.snapshots.allSatisfy { $0.parameters == [Double($0.step)] })
    let gaps = Set(zip(reel.snapshots, reel.snapshots.dropFirst()).map { $1.step - $0.step })
    #expect(gaps == [reel.interval])
    #expect(reads < 500)
  }

  @Test("A text that the model can't read is refused in words, and so is a film before the first start")
  func refused() {
    #expect(started().answer(Request("film", ["text": "xyz"])).refusal != nil)
    #expect(Playground().answer(Request("film", ["text": "anna"])).refusal != nil)
    #expect(steps(started().answer(Request("film", ["text": "anna"]))) == [0])
  }
}
