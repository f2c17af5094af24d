import TestSupport
import Testing
import Training
import Transformer

@testable import Playground

/// What the page asks about a training.
@Suite("Training in the playground")
struct PlaygroundTrainingTests {
  private func started(_ values: [String: String] = [:]) -> Playground {
    StartedPlayground.make(values, of: 30)
  }

  @Test("The losses and the samples are those of a session with the same settings")
  func exact() throws {
    let playground = started(["layers": "2", "heads": "2", "seed": "7", "batch": "2"])
    #expect(playground.train(100) == 30)
    var configuration = TrainingConfiguration()
    configuration.stepCount = 30
    configuration.seed = 7
    configuration.batchSize = 2
    var shape = GPTShape()
    shape.layerCount = 2
    shape.headCount = 2
    var session = try TrainingSession(
      try Corpus(utf8: Array(StartedPlayground.text.utf8), layout: .lines),
      configuration: configuration,
      shape: shape
    )
    var expected: [String] = []
    while let step = try session.trainer.next() { expected.append("\(step.loss)") }
    #expect(StartedPlayground.losses(playground) == expected)
    let progress = playground.answer(Request("progress"))
    #expect(progress["smoothedLoss"] == "\(session.trainer.state.smoothedLoss)")
    #expect(progress["stillness"]?.hasPrefix("all steps are made") == true)
    let samples = try session.sample(20, sampler: Sampler(.random(temperature: 0.5)))
    let shown = try #require(progress.content("samples"))
    for sample in samples where !sample.isEmpty { #expect(shown.contains("<li>\(sample)</li>")) }
  }

  @Test("A text that is longer than the context is said to be cut, in training and where it is looked at")
  func cut() {
    let text = "anna\nemmanuelle\nbernadette\n"
    func facts(_ context: String) -> Answer {
      Playground().answer(Request("start", ["text": text, "context": context]))
    }
    // A text of ten letters is read whole by eleven tokens, the boundary among them.
    #expect(facts("11")["cutTexts"] == "")
    #expect(
      facts("10")["cutTexts"]
        == "Longer than the context of 10 tokens and read only up to there: 2 documents."
    )
    let playground = started(["text": text, "context": "10"])
    func note(_ text: String) -> String? {
      playground.answer(Request("attention", ["text": text]))["cutText"]
    }
    #expect(note("bernadett") == "")
    #expect(note("bernadette")?.contains("first 10 tokens are read, the context") == true)
    let long = started(["text": text, "context": "64"])
    let answer = long.answer(Request("attention", ["text": String(repeating: "anna", count: 12)]))
    #expect(answer["cutText"]?.contains("first 32 tokens are read, the most") == true)
  }

  @Test("Rewinding goes back to the same start")
  func rewind() {
    let playground = started()
    playground.train(30)
    #expect(
      playground.answer(Request("progress"))["stillness"]
        == "all steps are made: rewind, or start anew with more"
    )
    let first = StartedPlayground.losses(playground)
    _ = playground.answer(Request("rewind"))
    #expect(playground.answer(Request("progress"))["stillness"] == "paused")
    #expect(StartedPlayground.losses(playground).isEmpty)
    playground.train(30)
    #expect(StartedPlayground.losses(playground) == first)
  }

  @Test("Another learning rate changes the steps to come and no others")
  func learningRate() {
    let plain = started()
    let changed = started()
    plain.train(30)
    changed.train(10)
    #expect(changed.answer(Request("learning-rate", ["learning-rate": "0.5"])).refusal == nil)
    changed.train(20)
    #expect(StartedPlayground.losses(plain).prefix(11) == StartedPlayground.losses(changed).prefix(11))
    #expect(StartedPlayground.losses(plain)[11] != StartedPlayground.losses(changed)[11])
    for rate in ["0", "-1", "x", "inf", "nan", ""] {
      #expect(changed.answer(Request("learning-rate", ["learning-rate": rate])).refusal != nil, "\(rate)")
    }
  }

  @Test(
    "What can't be trained is refused in words, and what trains goes on",
    arguments: [
      (["text": ""], "white space"), (["heads": "3"], "shape"), (["layers": "0"], "layers"),
      (["context": "100001", "positions": "rotary", "kernel": "flash"], "at most 100,000"),
      (["embedding": "4096"], "parameters"), (["mask": "window:x"], "mask"), (["steps": "x"], "steps"),
      (["steps": "999999999"], "steps"), (["scale": "\u{1B}[2J"], "scale"),
    ]
  )
  func refused(values: [String: String], word: String) throws {
    let playground = started()
    playground.train(5)
    let refusal = try #require(
      playground.answer(Request("start", ["text": StartedPlayground.text].merging(values) { $1 })).refusal
    )
    #expect(refusal.contains(word), "\(refusal)")
    #expect(!refusal.contains("\u{1B}"))
    #expect(playground.train(5) == 5)
  }

  @Test("The page says how large a training may be, in the numbers of its refusals")
  func limits() throws {
    let said = try #require(Playground().answer(Request("style"))["limits"])
    for (values, limit) in [
      (["embedding": "128"], "100,000 parameters"),
      (["context": "100001", "positions": "rotary", "kernel": "flash"], "100,000 tokens"),
      (["batch": "100000"], "1,000,000 values"), (["steps": "10000001"], "10,000,000 steps"),
    ] {
      #expect(said.contains(limit))
      let number = try #require(limit.split(separator: " ").first)
      let all = ["text": StartedPlayground.text].merging(values) { $1 }
      let refusal = try #require(Playground().answer(Request("start", all)).refusal)
      #expect(refusal.contains(number) || refusal.contains(number.replacing(",", with: "")), "\(refusal)")
    }
  }

  @Test("A text of too many different characters is refused with the number of parameters")
  func alphabet() throws {
    let scalars = (0x4E00..<0x4E00 + 20_000).compactMap { Unicode.Scalar($0) }
    let text = String(String.UnicodeScalarView(scalars))
    let refusal = try #require(Playground().answer(Request("start", ["text": text])).refusal)
    #expect(refusal.contains("20,001 tokens"), "\(refusal)")
  }

  @Test("What a text holds is shown as text and not as markup")
  func hostile() throws {
    let playground = started(["text": "<script>&\u{202E}\n", "steps": "400"])
    playground.train(400)
    let shown = try #require(playground.answer(Request("progress")).content("samples"))
    #expect(!shown.contains("<script>") && !shown.contains("\u{202E}"))
    #expect(shown.contains("&lt;"))
  }

  @Test(
    "A request that is none is answered with a refusal",
    arguments: ["", "[]", "{}", "{\"ask\":1}", "{\"ask\":\"x\",\"values\":{\"a\":1}}"]
  )
  func noRequest(text: String) {
    let answer = String(decoding: Playground().answer(to: Array(text.utf8)), as: UTF8.self)
    #expect(answer.contains("refusal"))
  }

  @Test("However long a training is, a bounded number of its losses is kept, each as it was")
  func history() {
    var history = LossHistory()
    for step in 1...100_000 {
      history.append(.init(step: step, loss: Double(step), smoothedLoss: 0))
      if step == 1000 { #expect(history.points.count == 1000) }
    }
    #expect(history.points.count <= LossHistory.capacity && history.points.count > LossHistory.capacity / 3)
    #expect(history.points.allSatisfy { $0.loss == Double($0.step) })
    #expect(history.points.first?.step == 1 && history.last?.step == 100_000)
    let gaps = Set(zip(history.points, history.points.dropFirst()).map { $1.step - $0.step })
    #expect(gaps == [history.interval])
  }
}
