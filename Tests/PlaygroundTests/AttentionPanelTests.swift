import Drawing
import Inspection
import TestSupport
import Testing
import Transformer

@testable import Playground

@Suite("Attention in the playground")
struct AttentionPanelTests {
  private static let two = ["layers": "2", "heads": "2", "embedding": "8"]

  @Test("Maps, predictions and the row of the chosen cell are those of a forward pass")
  func exact() throws {
    let playground = StartedPlayground.make(Self.two, steps: 50)
    let answer = playground.answer(Request("attention", ["text": "emma", "cell": "1.0 3 2"]))
    #expect(answer.refusal == nil)
    let session = try #require(playground.training?.session)
    let tokens = try session.tokenizer.document(Array("emma".utf8), layout: .lines)
    let (maps, lens, row) = session.model.withForwardPass(over: tokens) {
      (AttentionMaps($0), LogitLens($0), AttentionRow($0, layer: 1, head: 0, position: 3))
    }
    let shown = try #require(answer.content("attention-maps"))
    #expect(shown.components(separatedBy: "data-cells=").count == 5)
    for head in maps.heads {
      for weight in head.pattern.joined().compactMap({ $0 }) {
        #expect(shown.contains(">\(fixed(weight, 2))</text>"))
      }
    }
    let predictions = try #require(answer.content("attention-predictions"))
    for prediction in lens.stages[lens.stages.count - 1].predictions {
      #expect(predictions.contains(">\(fixed(prediction.probability, 3))<"))
      #expect(predictions.contains(">\(fixed(prediction.loss, 3))<"))
    }
    let cell = try #require(answer.content("attention-cell"))
    let key = row.keys[2]
    for (q, k) in zip(row.query, key.key) { #expect(cell.contains(">\(fixed(q * k, 4))<")) }
    let score = row.scale * zip(row.query, key.key).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(cell.contains("s q·k = \(fixed(row.scale, 4)) · \(fixed(key.rawScore, 4)) = \(fixed(score, 4))"))
    #expect(cell.contains("= \(fixed(maps.heads[2].pattern[3][2] ?? .nan, 4))<"))
    // The chosen cell is the only one that is pressed.
    #expect(shown.components(separatedBy: "aria-pressed=\"true\"").count == 2)
  }

  private func fixed(_ number: Double, _ decimals: Int) -> String {
    NumberFormat.fixed(number, decimals: decimals)
  }

  @Test("Where maps do not fit side by side, one head is shown, the one that is chosen")
  func oneHead() throws {
    let playground = StartedPlayground.make(["heads": "8", "layers": "2"])
    func maps(_ head: String) throws -> String {
      let answer = playground.answer(Request("attention", ["text": "anna", "head": head]))
      #expect(try #require(answer.content("attention-head")).components(separatedBy: "<option").count == 17)
      return try #require(answer.content("attention-maps"))
    }
    #expect(try maps("").contains("data-cells=\"0.0\""))
    let chosen = try maps("1.7")
    #expect(chosen.contains("data-cells=\"1.7\"") && !chosen.contains("data-cells=\"0.0\""))
    #expect(try maps("9.9").contains("data-cells=\"0.0\""))
  }

  @Test("A hidden cell is said to be hidden, and a cell that is not there is none")
  func hidden() throws {
    let playground = StartedPlayground.make()
    func cell(_ name: String) throws -> String {
      try #require(
        playground.answer(Request("attention", ["text": "emma", "cell": name])).content("attention-cell")
      )
    }
    #expect(try cell("0.1 1 3").contains("hidden from this query"))
    for name in ["", "0.1", "0.4 0 0", "1.0 0 0", "0.0 5 0", "0.0 0 5", "0.0 -1 0", "x", "0.0 0 0 0"] {
      #expect(try cell(name).contains("Point at a cell"), "\(name)")
    }
  }

  @Test("Another weight: exact loss and forecast are those of the engine, and what is no number is said")
  func weight() throws {
    let playground = StartedPlayground.make(steps: 100)
    func shown(_ weight: String, _ rest: String) throws -> String {
      let values = ["text": "emma", "cell": "0.2 4 1", "weight": weight, "rest": rest]
      return try #require(playground.answer(Request("attention", values)).content("attention-weight"))
    }
    let session = try #require(playground.training?.session)
    let tokens = try session.tokenizer.document(Array("emma".utf8), layout: .lines)
    for rest in WeightChange.Rest.allCases {
      let change = try WeightChange(
        session.model,
        text: tokens,
        .init(layer: 0, head: 2, query: 4, key: 1),
        to: 0.75,
        rest: rest
      )
      let text = try shown("0.75", rest.rawValue)
      #expect(text.contains(">\(fixed(change.changedLoss, 4))<") && text.contains(">0.7500<"))
      #expect(change.change != 0)
    }
    #expect(try shown("", "kept").isEmpty)
    for text in ["x", "nan", "inf", "<b>"] { #expect(try shown(text, "kept").contains("is no number")) }
    #expect(try !shown("<b>", "kept").contains("<b>"))
  }

  @Test("Looking changes nothing that training computes")
  func exactTraining() {
    let plain = StartedPlayground.make()
    let watched = StartedPlayground.make()
    for _ in 0..<20 {
      plain.train(5)
      watched.train(5)
      _ = watched.answer(Request("attention", ["text": "dave", "cell": "0.3 2 1", "weight": "0.5"]))
      _ = watched.answer(Request("without", ["text": "dave", "head-0-1": "on", "feed-forward-0": "on"]))
      _ = watched.answer(Request("future", ["text": "dave"]))
      _ = watched.answer(Request("future-train", ["steps": "3"]))
    }
    #expect(StartedPlayground.losses(plain) == StartedPlayground.losses(watched))
    #expect(StartedPlayground.losses(plain).count == 100)
  }

  @Test(
    "A text that the model can't read is refused in words by every panel",
    arguments: ["attention", "without", "future"]
  )
  func refused(panel: String) throws {
    #expect(Playground().answer(Request(panel, ["text": "a"])).refusal != nil)
    let playground = StartedPlayground.make()
    #expect(playground.answer(Request(panel, ["text": ""])).refusal?.contains("at least one token") == true)
    let refusal = try #require(playground.answer(Request(panel, ["text": "x\u{202E}<b>"])).refusal)
    #expect(!refusal.contains("\u{202E}"))
  }
}
