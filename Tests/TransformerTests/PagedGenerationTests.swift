import Attention
import Autograd
import TestSupport
import Testing
import Transformer

@Suite("Pages while training and generating")
struct PagedGenerationTests {
  /// A model whose layers have pools that the test can look into.
  static func model(pageSize: Int) throws -> (model: GPT, pools: [PagePool]) {
    let variant = Variant("paged") { $0.store = .paged(pageSize: pageSize) }
    var pools: [PagePool] = []
    var parts = AttentionParts(variant.choices)
    parts.makeStore = {
      let pool = PagePool(pageSize: pageSize)
      pools.append(pool)
      return PagedStore(pool: pool)
    }
    let model = try variant.model(parts: parts)
    return (model, pools)
  }

  @Test("Each layer has a pool, and after a document's loss all its pages are back", arguments: [1, 4, 6])
  func loss(pageSize: Int) throws {
    let (model, pools) = try Self.model(pageSize: pageSize)
    #expect(pools.count == 2)
    model.loss(of: Variant.document).backward()
    #expect(pools.map(\.usedPageCount) == [0, 0])
    #expect(pools.map(\.positionCount) == [0, 0])
    #expect(model.parameters["layer1.attn_wk"].elements.grad.contains { $0 != 0 })
  }

  // A prompt of 3 positions fills a page of 2 and half of another. The texts go on from a fork of it, whose own pages are
  // held beside the prompt's two: the first is shared, the second copied when the fourth position is written. All texts write
  // their numbers to the same places, so the longest so far says how many pages there are.
  @Test("The prompt's pages are shared with what continues it, and all are given back")
  func generation() throws {
    let (model, pools) = try Self.model(pageSize: 2)
    var generator = SplitMix(state: 5)
    var held: [[Int]] = []
    let texts = try model.generate(
      12,
      continuing: [2, 0, 1],
      until: 2,
      sampler: Sampler(.random(temperature: 1)),
      using: &generator
    ) { token in
      #expect(pools[0].usedPageCount == pools[1].usedPageCount)
      held.append([token.position, pools[0].usedPageCount, pools[0].sharedPageCount, pools[0].positionCount])
    }
    #expect(texts.count == 12)
    let expected = [3: [2, 2, 3], 4: [3, 1, 5], 5: [4, 1, 6], 6: [4, 1, 7]]
    var longest = 0
    for entry in held {
      longest = max(longest, entry[0])
      #expect(Array(entry.dropFirst()) == expected[longest])
    }
    #expect(Set(held.map { $0[0] }) == [3, 4, 5, 6])
    #expect(pools.map(\.usedPageCount) == [0, 0])
  }

  @Test("A fork and its origin give back their pages in any order")
  func release() throws {
    for isOriginFirst in [true, false] {
      let (model, pools) = try Self.model(pageSize: 4)
      var first = model.initialState()
      for token in [2, 0, 1] { _ = model.logits(after: model.tape.input(token), state: &first) }
      var second = model.fork(first)
      #expect(pools.map(\.usedPageCount) == [1, 1])
      #expect(pools.map(\.sharedPageCount) == [1, 1])
      _ = model.logits(after: model.tape.input(1), state: &second)
      #expect(pools.map(\.usedPageCount) == [2, 2])
      #expect(pools.map(\.sharedPageCount) == [0, 0])
      for state in isOriginFirst ? [first, second] : [second, first] { model.release(state) }
      #expect(pools.map(\.usedPageCount) == [0, 0])
    }
  }

  @Test("Texts from pages are those from a list", arguments: [1, 2, 3, 6])
  func sameTexts(pageSize: Int) throws {
    func texts(_ choices: AttentionChoices) throws -> [[Int]] {
      var generator = SplitMix(state: 9)
      return try Variant.model(try Variant.configuration(choices)).generate(
        20,
        continuing: [2, 1],
        until: 2,
        sampler: Sampler(.random(temperature: 1.5)),
        using: &generator
      )
    }
    var choices = AttentionChoices()
    let expected = try texts(choices)
    choices.store = .paged(pageSize: pageSize)
    #expect(try texts(choices) == expected)
    #expect(Set(expected).count > 5)
  }
}
