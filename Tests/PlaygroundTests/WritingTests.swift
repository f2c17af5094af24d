import Foundation
import Random
import TestSupport
import Testing
import Training
import Transformer

@testable import Playground

/// A text token by token.
@Suite("Token by token in the playground")
struct PlaygroundWritingTests {
  private func started(_ values: [String: String] = [:], steps: Int = 100) -> Playground {
    StartedPlayground.make(values, of: 1000, steps: steps)
  }

  private func ask(_ playground: Playground, _ values: [String: String] = [:]) -> Answer {
    playground.answer(Request("writing", values))
  }

  /// The buttons' texts by their tokens.
  private func bars(_ answer: Answer) throws -> [(token: Int, isLeftOut: Bool, length: Double)] {
    let page = ParsedMarkup("<div>\(try #require(answer.content("writing-bars")))</div>")
    #expect(page.isWellFormed)
    return try page.all("button").map { button in
      (
        try #require(Int(button.attributes["value"] ?? "")),
        try #require(button.attributes["class"]).contains("left-out"),
        try #require(Double(button.attributes["style"]?.dropFirst(4) ?? ""))
      )
    }
  }

  @Test(
    "Drawn one by one, and to the end at once, a text is the one that the sampler generates",
    arguments: [1, 2, 3, 42]
  )
  func sameText(seed: UInt64) throws {
    let playground = started()
    let session = try #require(playground.training).session
    let settings = ["seed": "\(seed)", "temperature": "1.5", "top-k": "7", "top-p": "0.9", "text": "a"]
    var generator = MersenneTwister(seed: seed)
    let expected = try session.model.generate(
      1,
      continuing: session.tokenizer.prompt(Array("a".utf8), contextLength: session.model.contextLength),
      until: session.tokenizer.boundary,
      sampler: Sampler(.random(temperature: 1.5, topK: 7, topP: 0.9)),
      using: &generator
    )[0]
    let text = "a" + String(decoding: session.tokenizer.decodeBytes(expected), as: UTF8.self)
    let finished = ask(playground, settings.merging(["move": "finish"]) { $1 })
    #expect(finished["writingText"] == text)
    _ = ask(playground, settings.merging(["move": "over"]) { $1 })
    #expect(ask(playground, settings)["writingCount"] == "0")
    var answer = Answer()
    while true {
      let next = ask(playground, settings.merging(["move": "draw"]) { $1 })
      if next.refusal != nil { break }
      answer = next
    }
    #expect(answer["writingText"] == text)
    #expect(answer["writingProbability"] == finished["writingProbability"])
    #expect(answer["writingState"] == finished["writingState"])
  }

  @Test(
    "Going back and drawing again gives the same token, another one leads elsewhere, and a draw goes on with the seed's numbers"
  )
  func back() throws {
    let playground = started()
    let settings = ["temperature": "2"]
    func move(_ name: String) -> Answer { ask(playground, settings.merging(["move": name]) { $1 }) }
    _ = move("draw")
    let second = move("draw")
    #expect(move("back")["writingCount"] == "1")
    let again = move("draw")
    #expect(again["writingText"] == second["writingText"])
    #expect(again["writingProbability"] == second["writingProbability"])
    _ = move("back")
    let one = try #require(move("over")["writingText"])
    #expect(one == "")
    let chosen = ask(playground, settings.merging(["token": "2"]) { $1 })
    #expect(chosen["writingText"] == "c")
    #expect(try #require(chosen.content("writing-path")).contains("yours"))
    // What a reader chose has taken no random number.
    let session = try #require(playground.training).session
    var generator = MersenneTwister(seed: 42)
    var state = session.model.initialState()
    _ = session.model.logits(after: session.model.tape.input(session.tokenizer.boundary), state: &state)
    let logits = session.model.logits(after: session.model.tape.input(2), state: &state).data
    let sampler = Sampler(.random(temperature: 2))
    let token = sampler.draw(from: sampler.probabilities(of: logits), using: &generator)
    let expected =
      token == session.tokenizer.boundary
      ? "c" : "c" + String(decoding: session.tokenizer.decodeBytes([token]), as: UTF8.self)
    #expect(move("draw")["writingText"] == expected)
  }

  @Test("At temperature 1 the probability of a whole text is e to minus the sum of its losses")
  func probability() throws {
    let playground = started()
    let session = try #require(playground.training).session
    let tokens = try session.tokenizer.encode(Array("emma".utf8)[...]) + [session.tokenizer.boundary]
    var answer = Answer()
    for token in tokens { answer = ask(playground, ["temperature": "1", "token": "\(token)"]) }
    #expect(answer.refusal == nil && answer["writingText"] == "emma")
    let product = try #require(answer["writingProbability"].flatMap { Double($0) })
    let scale = playground.answer(Request("scale", ["text": "emma"]))
    let loss = try #require(scale["scaleLoss"].flatMap { Double($0) })
    #expect((log(product) + 5 * loss).magnitude < 1e-12)
  }

  @Test("Bars show what is kept with its probability, and what is left out as long as its share")
  func leftOut() throws {
    let playground = started()
    let whole = try bars(ask(playground, ["temperature": "1"]))
    #expect(whole.allSatisfy { !$0.isLeftOut } && whole.count == 12)
    #expect(whole.map { $0.length } == whole.map { $0.length }.sorted(by: >))
    #expect((whole.reduce(0) { $0 + $1.length } - 1).magnitude < 1e-3)

    let few = try bars(ask(playground, ["temperature": "1", "top-k": "3"]))
    #expect(few.map { $0.token } == whole.map { $0.token })
    #expect(few.map { $0.isLeftOut } == whole.indices.map { $0 >= 3 })
    let kept = whole.prefix(3).reduce(0) { $0 + $1.length }
    for (bar, before) in zip(few, whole) {
      let expected = bar.isLeftOut ? before.length : before.length / kept
      #expect((bar.length - expected).magnitude < 1e-3)
    }

    let share = whole[0].length + whole[1].length + whole[2].length / 2
    let nucleus = try bars(ask(playground, ["temperature": "1", "top-p": "\(share)"]))
    #expect(nucleus.map { $0.isLeftOut } == whole.indices.map { $0 >= 3 })
    // What is left out can be chosen, and then was not drawn with any probability.
    let answer = ask(playground, ["temperature": "1", "top-k": "3", "token": "\(few[5].token)"])
    #expect(answer["writingProbability"] == "0.0")
    #expect(try #require(answer.content("writing-path")).contains("left out, yours"))
  }

  @Test("A text ends with the boundary or with the context, and goes on no further")
  func ends() throws {
    let playground = started(["context": "4"])
    let boundary = try #require(playground.training).session.tokenizer.boundary
    var answer = Answer()
    for _ in 0..<4 { answer = ask(playground, ["token": "0"]) }
    #expect(answer.refusal == nil && answer["writingText"] == "aaaa")
    #expect(try #require(answer["writingState"]).contains("context is full"))
    #expect(try bars(answer).isEmpty)
    for values in [["token": "0"], ["move": "draw"], ["move": "finish"]] {
      let refused = ask(playground, values)
      #expect(try #require(refused.refusal).contains("ended"))
      #expect(refused["writingText"] == "aaaa")
    }
    _ = ask(playground, ["move": "back"])
    let closed = ask(playground, ["token": "\(boundary)"])
    #expect(try #require(closed["writingState"]).contains("The text has ended"))
    #expect(ask(playground, ["move": "draw"]).refusal != nil)
    #expect(ask(playground, ["text": "b"])["writingCount"] == "0")
  }

  @Test(
    "What can't be drawn with is refused in words",
    arguments: [
      (["temperature": "0"], "temperature"), (["temperature": "x"], "temperature"),
      (["temperature": "nan"], "temperature"),
      (["top-k": "0"], "top-k"), (["top-k": "1.5"], "top-k"), (["top-p": "0"], "top-p"),
      (["top-p": "1.1"], "top-p"),
      (["seed": "-1"], "seed"), (["seed": ""], "seed"), (["token": "-1"], "token"),
      (["token": "12"], "token"),
      (["text": "<b>"], "vocabulary"), (["text": "aaaaaaaaaaaaaaaaaaaa"], "context"),
    ]
  )
  func refused(values: [String: String], word: String) throws {
    let playground = started(steps: 1)
    let refusal = try #require(ask(playground, values).refusal)
    #expect(refusal.contains(word), "\(refusal)")
    #expect(Playground().answer(Request("writing", values)).refusal != nil)
  }

  @Test("Writing changes no bit of the training, and a new training begins a new text")
  func training() {
    let plain = started(steps: 60)
    let written = started(steps: 20)
    for _ in 0..<4 {
      _ = ask(written, ["move": "draw"])
      _ = ask(written, ["move": "finish"])
      written.train(10)
    }
    #expect(StartedPlayground.losses(written) == StartedPlayground.losses(plain))
    _ = written.answer(Request("start", ["text": "xyz\n", "steps": "3"]))
    #expect(ask(written)["writingCount"] == "0")
  }

  @Test("A large vocabulary shows its likeliest tokens, and what a text holds is shown as text")
  func largeVocabulary() throws {
    let scalars = (0x4E00..<0x4E00 + 100).compactMap { Unicode.Scalar($0) }
    let text = "<script>&\"\u{202E}\n" + String(String.UnicodeScalarView(scalars)) + "\n"
    let playground = started(["text": text], steps: 300)
    let answer = ask(playground)
    #expect(try bars(answer).count == 40)
    #expect(try #require(answer.content("writing-bars")).contains("less likely tokens"))
    for token in 0..<12 {
      let shown = ask(playground, ["token": "\(token)"])
      let markup = try #require(shown.content("writing-path")) + (shown["writingText"] ?? "")
      #expect(!markup.contains("<script>") && !markup.contains("\u{202E}"))
    }
  }
}
