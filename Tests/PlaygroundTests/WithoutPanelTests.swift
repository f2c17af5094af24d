import Drawing
import Inspection
import TestSupport
import Testing
import Transformer

@testable import Playground

@Suite("Parts switched off in the playground")
struct WithoutPanelTests {
  private func answer(_ playground: Playground, _ off: [String], text: String = "emma") -> Answer {
    let values = Dictionary(uniqueKeysWithValues: off.map { ($0, "on") })
    return playground.answer(Request("without", ["text": text].merging(values) { $1 }))
  }

  @Test("With parts off loss, names, predictions and patterns are those of the engine without them")
  func exact() throws {
    let playground = StartedPlayground.make(["layers": "2", "heads": "2", "embedding": "8"], steps: 200)
    let answer = answer(playground, ["head-0-1", "feed-forward-1"])
    #expect(answer.refusal == nil)
    let session = try #require(playground.training?.session)
    let tokens = try session.tokenizer.document(Array("emma".utf8), layout: .lines)
    let without = try session.model.without([.head(1, layer: 0), .feedForward(layer: 1)])
    let (loss, mark) = (without.loss(of: tokens).data, session.model.loss(of: tokens).data)
    let effect = try #require(answer.content("without-effect"))
    for number in [loss, mark] { #expect(effect.contains(">\(NumberFormat.fixed(number, decimals: 4))<")) }
    #expect(effect.contains("head 0.1, feed-forward 1"))
    let (maps, lens) = session.model.withForwardPass(over: tokens, intervention: without.intervention) {
      (AttentionMaps($0), LogitLens($0))
    }
    let shown = try #require(answer.content("without-maps"))
    for weight in maps.heads.flatMap({ $0.pattern.joined() }).compactMap({ $0 }) {
      #expect(shown.contains(">\(NumberFormat.fixed(weight, decimals: 2))</text>"))
    }
    let predictions = try #require(answer.content("without-predictions"))
    for prediction in lens.stages[lens.stages.count - 1].predictions {
      #expect(predictions.contains(">\(NumberFormat.fixed(prediction.probability, decimals: 3))<"))
    }
    let names = try session.sampleBytes(10, sampler: Sampler(.random(temperature: 0.5)), of: without)
    let samples = try #require(answer.content("without-samples"))
    for name in names where !name.isEmpty {
      #expect(samples.contains("<li>\(String(decoding: name, as: UTF8.self))</li>"))
    }
  }

  @Test("In one layer patterns stay when a head is off, in two the later ones change")
  func patterns() {
    func maps(_ layers: String, _ off: [String]) -> String? {
      answer(StartedPlayground.make(["layers": layers], steps: 50), off).content("without-maps")
    }
    #expect(maps("1", []) == maps("1", ["head-0-1"]))
    #expect(maps("2", []) != maps("2", ["head-0-1"]))
  }

  @Test("With nothing off both lists of names are the same, and the switches are the model's parts")
  func nothing() throws {
    let playground = StartedPlayground.make(["layers": "2"], steps: 20)
    let answer = answer(playground, [])
    let lists = try #require(answer.content("without-samples")).components(separatedBy: "</h4>").dropFirst()
      .map { $0.components(separatedBy: "</div>")[0] }
    #expect(lists.count == 2 && lists[0] == lists[1])
    let switches = try #require(answer.content("without-parts"))
    #expect(switches.components(separatedBy: "type=\"checkbox\"").count == 11)
    #expect(switches.contains("name=\"head-1-3\"") && switches.contains("name=\"feed-forward-0\""))
    // What is no part of the model switches nothing off.
    #expect(
      self.answer(playground, ["head-7-0"]).content("without-effect")?.contains("Nothing is switched off")
        == true
    )
  }
}
