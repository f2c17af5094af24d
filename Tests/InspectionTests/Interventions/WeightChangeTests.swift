import Attention
import Autograd
import TestSupport
import Testing
import Transformer

@testable import Inspection

@Suite("Change of one weight")
struct WeightChangeTests {
  private static let tokens = [2, 0, 1, 1, 0, 2]

  /// The loss of plain loops in which one row of the pattern is another.
  private static func plainLoss(_ variant: Variant, _ model: GPT, _ cell: WeightChange.Cell, _ row: [Double])
    -> Double
  {
    var plain = variant.plain(model)
    plain.replace = { numbers, site in
      site.name == .pattern && site.layer == cell.layer && site.head == cell.head
        && site.position == cell.query
        ? row : numbers
    }
    let losses = plain.losses(tokens)
    return losses.reduce(0, +) / Double(losses.count)
  }

  @Test(
    "The loss is that of plain loops with the row replaced, the forecast its slope",
    arguments: Variant.all
  )
  func plain(variant: Variant) throws {
    let model = try variant.model()
    let end = model.tape.valueCount
    let key = try #require((0...3).last { variant.isVisible(3, $0) })
    for (layer, head, rest) in [(0, 3, WeightChange.Rest.scaled), (1, 1, .kept), (1, 0, .scaled)] {
      let cell = WeightChange.Cell(layer: layer, head: head, query: 3, key: key)
      let change: WeightChange
      do {
        change = try WeightChange(model, text: Self.tokens, cell, to: 0.9, rest: rest)
      } catch {
        #expect([.noPattern, .nothingElse].contains(error))
        continue
      }
      let index = try #require(change.keys.firstIndex(of: key))
      #expect(change.changedWeights[index] == 0.9)
      let others = change.keys.indices.filter { $0 != index }
      for other in others {
        let factor = rest == .kept ? 1 : 0.1 / (1 - change.weights[index])
        #expect(agree(change.changedWeights[other], change.weights[other] * factor, within: 1e-12))
      }
      #expect(agree(change.loss, Self.plainLoss(variant, model, cell, change.weights), within: 1e-12))
      #expect(
        agree(change.changedLoss, Self.plainLoss(variant, model, cell, change.changedWeights), within: 1e-12)
      )
      #expect(change.change == change.changedLoss - change.loss && change.change != 0)
      // The forecast of a whole step is the slope of the loss along it.
      let step = 1e-5
      func loss(_ part: Double) -> Double {
        let row = zip(change.weights, change.changedWeights).map { $0 + part * ($1 - $0) }
        return Self.plainLoss(variant, model, cell, row)
      }
      let slope = (loss(step) - loss(-step)) / (2 * step)
      #expect((change.forecast - slope).magnitude < 1e-8, "\(change.forecast), not \(slope)")
    }
    #expect(model.tape.valueCount == end)
  }

  @Test("A weight that becomes what it is changes nothing")
  func same() throws {
    let model = try Variant.all[0].model()
    let cell = WeightChange.Cell(layer: 0, head: 0, query: 2, key: 1)
    let first = try WeightChange(model, text: Self.tokens, cell, to: 0, rest: .kept)
    let same = try WeightChange(model, text: Self.tokens, cell, to: first.weights[1], rest: .kept)
    #expect(same.changedWeights == same.weights && same.forecast == 0)
    #expect(agree(same.changedLoss, same.loss, within: 1e-14))
  }

  @Test("A hidden weight, and one that has no others beside it, are refused in words")
  func refused() throws {
    let model = try Variant.all[0].model()
    func change(_ query: Int, _ key: Int, _ rest: WeightChange.Rest) throws(WeightChangeError) {
      _ = try WeightChange(
        model,
        text: Self.tokens,
        .init(layer: 0, head: 0, query: query, key: key),
        to: 0.5,
        rest: rest
      )
    }
    #expect(throws: WeightChangeError.hidden) { try change(1, 2, .kept) }
    #expect(throws: WeightChangeError.nothingElse) { try change(0, 0, .scaled) }
    // The first query sees only itself: kept, its row sums to a half.
    try change(0, 0, .kept)
  }
}
