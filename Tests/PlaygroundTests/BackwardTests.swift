import TestSupport
import Testing

@testable import Playground

/// The way back from the loss, a step at a time.
@Suite("Backward in the playground")
struct PlaygroundBackwardTests {
  private func started(_ values: [String: String] = [:], steps: Int = 20) -> Playground {
    StartedPlayground.make(values, of: 1000, steps: steps)
  }

  private func ask(_ playground: Playground, _ values: [String: String] = [:]) -> Answer {
    playground.answer(Request("backward", ["text": "emma"].merging(values) { $1 }))
  }

  /// The cells of a table by their rows.
  private func rows(_ answer: Answer, _ id: String) throws -> [[String]] {
    let page = ParsedMarkup("<div>\(try #require(answer.content(id)))</div>")
    #expect(page.isWellFormed)
    var rows: [[String]] = []
    for element in page.elements {
      if element.name == "tr" { rows.append([]) }
      if ["td", "th"].contains(element.name), !rows.isEmpty { rows[rows.count - 1].append(element.text) }
    }
    return rows
  }

  @Test("Forward and back walk every step, and stop at both ends", arguments: ["1", "2"])
  func walk(layers: String) throws {
    let playground = started(["layers": layers])
    let first = ask(playground)
    let count = try #require(first["backwardCount"].flatMap { Int($0) })
    #expect(first.refusal == nil && first["backwardStep"] == "1" && count > 20)
    #expect(ask(playground, ["move": "back"])["backwardStep"] == "1")
    var titles: Set<String> = []
    for step in 2...count {
      let answer = ask(playground, ["move": "forward"])
      #expect(answer["backwardStep"] == "\(step)")
      #expect(try #require(answer["backwardPlace"]).hasPrefix("Step \(step) of \(count): "))
      #expect((answer.content("backward-end") == "") == (step < count))
      #expect(ParsedMarkup("<div>\(try #require(answer.content("backward-step")))</div>").isWellFormed)
      titles.insert(try #require(answer.content("backward-step")))
    }
    #expect(titles.count == count - 1)
    #expect(ask(playground, ["move": "forward"])["backwardStep"] == "\(count)")
    #expect(ask(playground, ["move": "first"])["backwardStep"] == "1")
    #expect(ask(playground, ["move": "last"])["backwardStep"] == "\(count)")
  }

  @Test("What arrives through a head's scores at the scale adds up to the gradient in four ways")
  func scale() throws {
    let playground = started(steps: 200)
    let scale = playground.answer(Request("scale", ["text": "emma"]))
    let ways = try rows(scale, "scale-ways").dropFirst()
    for head in 0..<4 {
      // The query at 2 sees three keys: what arrives at s through each is at the end of a way of its own.
      let parts = try (0...2).map { key in
        _ = ask(playground, ["head": "\(head)", "position": "2", "key": "\(key)"])
        let end = ask(playground, ["head": "\(head)", "position": "2", "key": "\(key)", "move": "last"])
        let row = try #require(try rows(end, "backward-end").first { $0[0] == "∂L/∂s" })
        return try #require(Double(row[1]))
      }
      let way = try #require(ways.first { $0[0] == "0.\(head)" && $0[1].hasPrefix("2 ") })
      let expected = try #require(Double(way[3]))
      #expect((parts.reduce(0, +) - expected).magnitude < 1e-3 * parts.reduce(1e-3) { $0 + $1.magnitude })
    }
  }

  @Test("Another score or text begins at its first step; a model that trains on keeps score and step")
  func question() throws {
    let playground = started()
    _ = ask(playground)
    for _ in 0..<6 { _ = ask(playground, ["move": "forward"]) }
    let before = ask(playground)
    playground.train(300)
    let after = ask(playground)
    #expect(before["backwardStep"] == "7" && after["backwardStep"] == "7")
    #expect(before["backwardTarget"] == after["backwardTarget"])
    #expect(before.content("backward-step") != after.content("backward-step"))
    #expect(ask(playground, ["head": "1", "position": "3", "key": "1"])["backwardStep"] == "1")
    #expect(
      ask(playground, ["head": "1", "position": "3", "key": "1"])["backwardTarget"]?.contains(
        "head 1: score of query 3"
      ) == true
    )
    _ = ask(playground, ["move": "last"])
    #expect(ask(playground, ["text": "bob"])["backwardStep"] == "1")
  }

  @Test(
    "A score that there is not is refused in words",
    arguments: [
      (["layer": "1"], "layer"), (["head": "4"], "head"), (["position": "9"], "position"),
      (["position": "1", "key": "3"], "hidden"),
      (["head": "-1"], "head"), (["key": "x"], "key"), (["text": ""], "text"),
      (["text": "<b>"], "vocabulary"),
    ]
  )
  func refused(values: [String: String], word: String) throws {
    let playground = started()
    _ = ask(playground, ["move": "last"])
    let refusal = try #require(ask(playground, values).refusal)
    #expect(refusal.contains(word), "\(refusal)")
    #expect(ask(playground).refusal == nil)
    #expect(Playground().answer(Request("backward", values)).refusal != nil)
  }

  @Test("Walking changes no bit of the training")
  func training() {
    let plain = started(steps: 60)
    let walked = started(steps: 20)
    for _ in 0..<4 {
      _ = ask(walked, ["move": "forward"])
      walked.train(10)
    }
    #expect(StartedPlayground.losses(walked) == StartedPlayground.losses(plain))
  }

  @Test("What a text holds is shown as text")
  func hostile() throws {
    let playground = started(["text": "<script>&\u{202E}\n"])
    let answer = ask(playground, ["text": "<script>", "move": "last"])
    #expect(answer.refusal == nil)
    for (_, content) in answer.markup { #expect(!"\(content)".contains("<script>")) }
  }
}
