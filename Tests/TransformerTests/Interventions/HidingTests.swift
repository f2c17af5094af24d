import Attention
import Autograd
import TestSupport
import Testing
import Transformer

@Suite("Stored positions that are hidden")
struct HidingTests {
  @Test(
    "A hidden position is none of those that later queries see, and others are as before",
    arguments: Variant.all
  )
  func onePosition(variant: Variant) throws {
    let model = try variant.model()
    var plain = variant.plain(model)
    for position in 0..<6 {
      plain.isHidden = { layer, query, key in
        let seesMore = (0..<6).contains { $0 != position && variant.isVisible(query, $0) }
        return layer == 1 && query > position && key == position && seesMore
      }
      let hidden = try model.with(.hiding(position: position, layer: 1))
      let losses = hidden.documentLosses()
      #expect(agree(losses, plain.losses(Variant.document), within: 1e-12), "position \(position)")
      #expect(losses.prefix(position + 1) == model.documentLosses().prefix(position + 1))
    }
  }

  @Test("Without a layer it is hidden in all", arguments: Variant.all)
  func allLayers(variant: Variant) throws {
    let model = try variant.model()
    var plain = variant.plain(model)
    plain.isHidden = { _, query, key in
      query > 1 && key == 1 && (0..<6).contains { $0 != 1 && variant.isVisible(query, $0) }
    }
    let losses = try model.with(.hiding(position: 1)).documentLosses()
    #expect(agree(losses, plain.losses(Variant.document), within: 1e-12))
  }

  @Test("A query that would see nothing else goes on seeing it")
  func nothingElse() throws {
    let variant = Variant.masked("global:1") { $1 <= $0 && $1 < 1 }
    let model = try variant.model()
    #expect(try model.with(.hiding(position: 0)).documentLosses() == model.documentLosses())
  }

  @Test("Seeing only itself, a query's head reads its own value", arguments: Variant.all)
  func onlyItself(variant: Variant) throws {
    let model = try variant.model()
    var plain = variant.plain(model)
    plain.isVisible = { $0 == $1 }
    #expect(agree(model.seeingOnlyItself.documentLosses(), plain.losses(Variant.document), within: 1e-12))
  }

  @Test("Seeing only itself, a model predicts from the token and its position alone")
  func memoryless() throws {
    let model = try Variant.all[0].model().seeingOnlyItself
    func logits(_ tokens: [Int]) -> [Double] {
      var state = model.initialState()
      return tokens.map { model.logits(after: model.tape.input($0), state: &state).data }.last ?? []
    }
    #expect(logits([2, 0, 1]) == logits([1, 1, 1]))
    #expect(logits([2, 0, 1]) != logits([2, 0, 0]))
    #expect(logits([2, 0, 1]) != logits([0, 1]))
  }
}
