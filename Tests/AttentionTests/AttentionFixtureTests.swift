import Attention
import Autograd
import Foundation
import TestSupport
import Testing

/// What PyTorch computes, in 64-bit numbers.
@Suite("Attention beside PyTorch's")
struct AttentionFixtureTests {
  struct Fixture: Decodable {
    let cases: [Case]

    struct Case: Decodable {
      let name: String
      let queryHeads, keyValueHeads, headDim: Int
      let scale: Double
      /// For each query, 1 for the positions that it may read.
      let visible: [[Int]]
      let query, keys, values, outputWeights: [[Double]]
      /// For each head and query, its weights over all positions; 0 where a position is hidden.
      let pattern: [[[Double]]]
      let output: [[Double]]
      let loss: Double
      let gradQuery, gradKeys, gradValues: [[Double]]
      let gradScale: Double

      var mask: Mask { Mask { [visible] query, key in visible[query][key] == 1 } }
    }

    static let recorded = Result {
      let url = Bundle.module.bundleURL.appending(components: "Fixtures", "attention.json")
      return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url))
    }

    static func named(_ name: String) throws -> Case {
      try #require(recorded.get().cases.first { $0.name == name })
    }
  }

  static let names = [
    "causal-multi-head", "causal-grouped-query", "causal-with-left-padding", "cross", "causal-unscaled",
  ]

  /// A way to keep and to read, which must change no result.
  struct Way: Sendable, CustomTestStringConvertible {
    /// How many keys a tile of the flash kernel has; nil for the softmax kernel.
    let tileSize: Int?
    /// How many positions a page has; nil for a list.
    let pageSize: Int?

    static let all = [nil, 1, 2, 3, 7].flatMap { tileSize in
      [nil, 1, 2, 3, 4, 5, 6].map { Way(tileSize: tileSize, pageSize: $0) }
    }

    var kernel: AttentionKernel { tileSize.map { .flash(tileSize: $0) } ?? .softmax }
    var store: any KeyValueStore {
      if let pageSize { PagedStore(pool: PagePool(pageSize: pageSize)) } else { ListStore() }
    }
    var testDescription: String {
      "\(tileSize.map { "flash in tiles of \($0)" } ?? "softmax") over "
        + (pageSize.map { "pages of \($0)" } ?? "a list")
    }
  }

  @Test("All the recorded cases are tested")
  func complete() throws {
    #expect(try Fixture.recorded.get().cases.map(\.name) == Self.names)
  }

  @Test(
    "Outputs, patterns, loss and every gradient agree within 1e-12, however kept and read",
    arguments: names,
    Way.all
  )
  func agrees(name: String, way: Way) throws {
    let expected = try Fixture.named(name)
    let layout = HeadLayout(
      headCount: expected.queryHeads,
      keyValueHeadCount: expected.keyValueHeads,
      headWidth: expected.headDim
    )
    let computed = TapeAttention(
      queries: expected.query,
      keys: expected.keys,
      values: expected.values,
      coefficients: expected.outputWeights,
      scale: expected.scale,
      attention: MultiHeadAttention(layout: layout, mask: expected.mask, kernel: way.kernel),
      store: way.store,
      isFilledFirst: true
    )
    #expect(agree(computed.outputs, expected.output, within: 1e-12))
    for (position, heads) in computed.heads.enumerated() {
      let isVisible = expected.visible[position].map { $0 == 1 }
      for (head, output) in heads.enumerated() {
        let (shown, hidden) = split(expected.pattern[head][position], isVisible)
        // Only the softmax kernel keeps its pattern.
        if way.tileSize == nil {
          #expect(agree(try #require(output.pattern).data, shown, within: 1e-12))
        } else {
          #expect(output.pattern == nil)
        }
        #expect(hidden.allSatisfy { $0 == 0 })
      }
    }
    #expect(agree(computed.loss.data, expected.loss, within: 1e-12))
    #expect(agree(computed.queries.map(\.grad), expected.gradQuery, within: 1e-12))
    #expect(agree(computed.keys.map(\.grad), expected.gradKeys, within: 1e-12))
    #expect(agree(computed.values.map(\.grad), expected.gradValues, within: 1e-12))
    #expect(agree(computed.scale.grad, expected.gradScale, within: 1e-12))
  }

  private func split(_ row: [Double], _ isVisible: [Bool]) -> (shown: [Double], hidden: [Double]) {
    let pairs = zip(row, isVisible)
    return (pairs.filter { $0.1 }.map { $0.0 }, pairs.filter { !$0.1 }.map { $0.0 })
  }
}
