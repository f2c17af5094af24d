import Drawing
import Inspection
import Pictures
import TestSupport
import Testing
import Training
import Transformer

@testable import Playground

/// Checkpoints, settings and pictures as files.
@Suite("Files of the playground")
struct PlaygroundFilesTests {
  private func started(_ values: [String: String] = [:], steps: Int) -> Playground {
    StartedPlayground.make(["source": "own.txt"].merging(values) { $1 }, of: 100, steps: steps)
  }

  private func saved(_ playground: Playground) throws -> [UInt8] {
    let file = try #require(playground.answer(Request("save-checkpoint")).file)
    #expect(file.name == "checkpoint.safetensors" && file.bytes == playground.givenFile)
    return file.bytes
  }

  private func opened(
    _ bytes: [UInt8],
    _ values: [String: String] = [:],
    in playground: Playground = Playground()
  ) -> (Playground, Answer) {
    playground.attach(bytes)
    return (playground, playground.answer(Request("open", values)))
  }

  private func losses(_ playground: Playground) -> [String] {
    playground.answer(Request("losses")).values.map { $0.name + " " + $0.text }
  }

  @Test("A saved checkpoint says what the training is, and its model writes the same names")
  func save() throws {
    let playground = started(["layers": "2", "learning-rate": "0.02"], steps: 40)
    let checkpoint = try Checkpoint(decoding: saved(playground))
    #expect(checkpoint.state.stepsDone == 40 && checkpoint.model.layerCount == 2)
    #expect(checkpoint.training.learningRate == 0.02)
    #expect(
      checkpoint.source
        == .init(name: "own.txt", fingerprint: Fingerprint(of: Array(StartedPlayground.text.utf8)))
    )
    let corpus = try Corpus(utf8: Array(StartedPlayground.text.utf8), layout: .lines)
    let session = try TrainingSession(resuming: checkpoint, on: corpus)
    let names = try session.sample(20, sampler: Sampler(.random(temperature: 0.5)))
    let shown = try #require(playground.answer(Request("progress")).content("samples"))
    for name in names where !name.isEmpty { #expect(shown.contains("<li>\(name)</li>")) }
    // An example is a file of the repository.
    let example = started(["example": "names"], steps: 1)
    #expect(try Checkpoint(decoding: saved(example)).source.name == "data/names.txt")
  }

  @Test("A checkpoint has the scale that was trained with, and goes on with it")
  func trainedScale() throws {
    let expected = started(["scale": "0.75"], steps: 40)
    let playground = started(steps: 0)
    let chosen = ["text": "anna", "multiple": "1.5", "is-chosen": "true"]
    _ = playground.answer(Request("scale", chosen.merging(["train-on": "on"]) { $1 }))
    playground.train(40)
    // Looking with another scale changes nothing, and neither does what no step has been made with.
    for multiple in ["1.5", "0.5"] {
      _ = playground.answer(Request("scale", chosen.merging(["multiple": multiple]) { $1 }))
      let bytes = try saved(playground)
      #expect(bytes == (try saved(expected)))
      #expect(try Checkpoint(decoding: bytes).model.scaleFactor == 0.75)
      #expect(try #require(playground.answer(Request("save-checkpoint"))["saved"]).contains("s = 0.7500"))
      let (again, answer) = opened(bytes, ["text": StartedPlayground.text])
      #expect(answer.control("scale") == "0.75" && answer["scale"] == "0.75")
      again.train(20)
      let whole = started(["scale": "0.75"], steps: 60)
      #expect(losses(again) == Array(losses(whole).suffix(20)))
    }
    #expect(expected.answer(Request("save-checkpoint"))["saved"] == "")
    playground.train(1)
    #expect(try Checkpoint(decoding: saved(playground)).model.scaleFactor == 0.5)
    #expect(try #require(playground.answer(Request("save-checkpoint"))["saved"]).contains("another"))
    // What was said of a file is not said of the training after it.
    for request in [Request("rewind"), Request("start", ["text": StartedPlayground.text])] {
      #expect(playground.answer(request)["saved"] == "")
    }
    #expect(playground.answer(Request("save-checkpoint"))["saved"] == "")
  }

  @Test("Opened with its text, a checkpoint goes on bit for bit")
  func goOn() throws {
    let whole = started(steps: 100)
    let bytes = try saved(started(steps: 40))
    let (playground, answer) = opened(bytes, ["text-names": StartedPlayground.text, "text": "other"])
    #expect(answer.refusal == nil)
    #expect(answer.control("example") == "names")
    #expect(try #require(answer["opened"]).contains("goes on") && answer["saved"] == "")
    #expect(playground.answer(Request("progress"))["step"] == "40")
    #expect(playground.train(1000) == 60)
    #expect(losses(playground) == Array(losses(whole).suffix(60)))
    #expect(try saved(playground) == saved(whole))
    // Rewinding begins with the same parameters, and no longer where the file was.
    #expect(playground.answer(Request("rewind"))["opened"] == "")
    #expect(playground.train(100) == 100)
    #expect(losses(playground) == losses(whole))
  }

  @Test(
    "A model with other norms and feed-forward parts is opened, looked into with every panel, and trained on"
  )
  func otherParts() throws {
    let settings = [
      "feed-forward": "swiglu", "hidden": "20", "norm": "weighted", "final-norm": "yes",
      "query-key-norm": "yes",
      "kv-heads": "2", "positions": "rotary",
    ]
    let whole = started(settings, steps: 100)
    let bytes = try saved(started(settings, steps: 40))
    let (playground, answer) = opened(bytes, ["text": StartedPlayground.text])
    #expect(answer.refusal == nil)
    for (name, text) in settings where name != "positions" {
      #expect(answer.control(name) == text, "\(name)")
    }
    for panel in ["attention", "without", "future", "scale", "writing", "backward", "progress"] {
      #expect(playground.answer(Request(panel, ["text": "anna"])).refusal == nil, "\(panel)")
    }
    playground.train(60)
    #expect(losses(playground) == Array(losses(whole).suffix(60)))
  }

  @Test("More steps in all than were planned are those of the command line")
  func moreSteps() throws {
    let bytes = try saved(started(steps: 100))
    let (playground, answer) = opened(bytes, ["text": StartedPlayground.text, "steps": "110"])
    #expect(answer.refusal == nil && answer.control("steps") == "110" && answer.control("example") == nil)
    #expect(playground.train(1000) == 10)
    let corpus = try Corpus(utf8: Array(StartedPlayground.text.utf8), layout: .lines)
    var session = try TrainingSession(resuming: Checkpoint(decoding: bytes), on: corpus, stepCount: 110)
    var expected: [String] = []
    while let step = try session.trainer.next() { expected.append("\(step.number) \(step.loss)") }
    #expect(losses(playground) == expected)
    for steps in ["100", "0", "x", "99999999"] {
      let (_, answer) = opened(bytes, ["text": StartedPlayground.text, "steps": steps])
      #expect(answer.refusal?.contains("steps") == true, "\(steps)")
    }
  }

  @Test("Without its text, a checkpoint can be looked into and saved again, and is not trained on")
  func lookInto() throws {
    let trained = started(steps: 40)
    let bytes = try saved(trained)
    let (playground, answer) = opened(bytes, ["text": StartedPlayground.text + "x"])
    #expect(answer.refusal == nil && answer["documents"] == "")
    #expect(try #require(answer["opened"]).contains("can be looked into, but not trained on"))
    #expect(playground.train(10) == 0)
    let request = Request("attention", ["text": "anna"])
    #expect(
      playground.answer(request).content("attention-maps")
        == trained.answer(request).content("attention-maps")
    )
    let own = playground.answer(Request("progress"))
    #expect(own.content("samples") == trained.answer(Request("progress")).content("samples"))
    #expect(own["stillness"] == "it can be looked into, but not trained on")
    #expect(own["smoothedLoss"] == trained.answer(Request("progress"))["smoothedLoss"])
    #expect(playground.answer(Request("rewind"))["opened"] == answer["opened"])
    #expect(try saved(playground) == bytes)
  }

  @Test("A snapshot can be looked into, and is not trained on even with its text")
  func snapshot() throws {
    let trained = started(steps: 40)
    let bytes = try Checkpoint(decoding: saved(trained)).snapshot.encoded()
    let (playground, answer) = opened(bytes, ["text": StartedPlayground.text])
    #expect(try #require(answer["opened"]).contains("snapshot"))
    #expect(playground.train(1) == 0)
    #expect(try saved(playground) == bytes)
    #expect(
      playground.answer(Request("progress")).content("samples")
        == trained.answer(Request("progress")).content("samples")
    )
  }

  @Test("A model of bytes, of which none is a text, can be looked into")
  func bytes() throws {
    let bytes = try saved(started(["text": "éèê\nèé\n", "tokens": "bytes"], steps: 10))
    let (playground, answer) = opened(bytes)
    #expect(answer.refusal == nil)
    #expect(playground.answer(Request("attention", ["text": "é"])).refusal == nil)
  }

  @Test("A damaged or foreign file is refused in the library's words, and what trains goes on")
  func damaged() throws {
    let playground = started(steps: 40)
    let bytes = try saved(playground)
    var damages: [[UInt8]] = [
      [], [0], Array("hello".utf8), Array(StartedPlayground.text.utf8), Array(bytes.dropLast()), bytes + [0],
    ]
    damages += stride(from: 0, to: 3000, by: 97).map { position in
      var damaged = bytes
      damaged[position] ^= 0x15
      return damaged
    }
    var nan = bytes
    nan.replaceSubrange(nan.count - 8..<nan.count, with: repeatElement(0xFF, count: 8))
    for damaged in damages + [nan] {
      let (_, answer) = opened(
        damaged,
        ["name": "\u{1B}[2J<b>.safetensors", "text": StartedPlayground.text],
        in: playground
      )
      guard let refusal = answer.refusal else { continue }
      do {
        _ = try Checkpoint(decoding: damaged)
        Issue.record("refused: \(refusal)")
      } catch { #expect(refusal.hasSuffix(": \(error)"), "\(refusal)") }
      #expect(!refusal.contains("\u{1B}"))
      #expect(playground.answer(Request("progress"))["step"] == "40")
    }
    #expect(opened(nan).1.refusal?.contains("not finite") == true)
    #expect(opened([]).1.refusal != nil)
    #expect(
      Playground().answer(Request("open", ["size": "99999999999"])).refusal?.contains("at most") == true
    )
    #expect(playground.train(60) == 60)
  }

  @Test("A checkpoint of a model that is too large for a page is refused with its size")
  func tooLarge() throws {
    let corpus = try Corpus(utf8: Array(StartedPlayground.text.utf8), layout: .lines)
    var shape = GPTShape()
    shape.embeddingWidth = 128
    let session = try TrainingSession(corpus, configuration: TrainingConfiguration(), shape: shape)
    let bytes = session.checkpoint(source: .init(name: "x", fingerprint: Fingerprint(of: []))).encoded()
    #expect(opened(bytes).1.refusal?.contains("parameters") == true)
  }

  @Test("Settings are saved with an example's name or with the text, and come back as they were")
  func settings() throws {
    let values = [
      "text": "a \"quoted\"\n\u{1F600}\n", "steps": "77", "layers": "2", "kv-heads": "", "scale": "none",
      "mask": "window:3",
      "learning-rate": "0.5", "example": "",
    ]
    let file = try #require(Playground().answer(Request("save-settings", values)).file)
    let (_, answer) = opened(file.bytes)
    #expect(answer.refusal == nil && answer["startsAnew"] == "true")
    #expect(answer.control("text") == values["text"] && answer.control("example") == "")
    var again: [String: String] = [:]
    for control in answer.controls { again[control.name] = control.text }
    #expect(try Playground.settings(Request("start", again)) == Playground.settings(Request("start", values)))
    #expect(again["layers"] == "2" && again["scale"] == "none" && again["clip"] == "")

    let named = try #require(
      Playground().answer(Request("save-settings", ["example": "echoes", "text": "x"])).file
    )
    let (_, example) = opened(named.bytes, ["text-echoes": "ab.ab\n", "text-names": "anna\n"])
    #expect(example.control("example") == "echoes" && example.control("text") == nil)
    let refusal = opened(named.bytes, ["name": "x.json", "text-names": "anna\n", "text": "own"]).1.refusal
    #expect(
      refusal
        == "can't open 'x.json': it asks for an example 'echoes' that the page does not have; there are names"
    )
    #expect(
      Playground().answer(Request("save-settings", ["layers": "0"])).refusal?.contains("layers") == true
    )
  }

  @Test(
    "What is no file of settings is refused",
    arguments: [
      "{}", "{", "{\"format\":\"microgpt-playground-1\"}",
      "{\"format\":\"microgpt-playground-1\",\"example\":\"\"}",
      "{\"format\":\"microgpt-playground-1\",\"text\":\"a\",\"settings\":{\"x\":\"1\"}}",
      "{\"format\":\"microgpt-playground-1\",\"text\":\"a\",\"settings\":{\"layers\":\"0\"}}",
      "{\"format\":\"microgpt-playground-1\",\"text\":\"a\",\"settings\":{\"layers\":1}}",
    ]
  )
  func noSettings(text: String) {
    #expect(opened(Array(text.utf8)).1.refusal?.contains("can't open") == true)
  }

  @Test("A picture of the page is saved as a command writes it")
  func pictures() throws {
    let playground = started(steps: 40)
    _ = playground.answer(Request("attention", ["text": "anna"]))
    let checkpoint = try Checkpoint(decoding: saved(playground))
    let model = try #require(playground.training).session.model
    let document = try checkpoint.tokenizer.document(Array("anna".utf8), layout: .lines)
    let maps = model.withForwardPass(over: document) { AttentionMaps($0) }
    let labels = document.dropLast().map { checkpoint.tokenizer.label($0, marks: .circled) }
    let expected = maps.heads.map { maps.heatMap(of: $0, .pattern, labels: labels).svg() }
    func text(_ index: String) throws -> String {
      let values = ["element": "attention-maps", "index": index, "title": "All <heads>"]
      let file = try #require(playground.answer(Request("save-picture", values)).file)
      #expect(file.type == "image/svg+xml" && file.name.hasSuffix(".svg"))
      return String(decoding: file.bytes, as: UTF8.self)
    }
    for index in expected.indices {
      #expect(try text("\(index)") == "\(expected[index].generated(by: "microgpt"))\n")
    }
    let sheet = PictureSheet(title: "All <heads>", pictures: expected, columnCount: 4).svg()
    #expect(try text("all") == "\(sheet.generated(by: "microgpt"))\n")
    for (element, index) in [
      ("x", "0"), ("attention-maps", "4"), ("attention-maps", "-1"), ("attention-maps", ""),
    ] {
      let answer = playground.answer(Request("save-picture", ["element": element, "index": index]))
      #expect(answer.refusal != nil && answer.file == nil)
    }
  }

  @Test("The chart of losses is saved in the colours of a file")
  func chart() throws {
    let playground = started(steps: 40)
    _ = playground.answer(Request("progress", ["width": "700"]))
    let file = try #require(
      playground.answer(Request("save-picture", ["element": "loss-chart", "index": "0"])).file
    )
    #expect(file.name == "loss-by-step.svg")
    let text = String(decoding: file.bytes, as: UTF8.self)
    #expect(!text.contains("var(") && text.contains("fill:#ffffff") && text.contains("width=\"700\""))
  }
}
