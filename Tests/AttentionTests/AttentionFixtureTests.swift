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
      let heads, headWidth: Int
      let scale: Double
      let query, keys, values, outputWeights: [[Double]]
      /// For each head and query, its weights over all positions; 0 where a position lies ahead.
      let pattern: [[[Double]]]
      let output: [[Double]]
      let loss: Double
      let gradQuery, gradKeys, gradValues: [[Double]]
      let gradScale: Double

      var plain: PlainAttention {
        PlainAttention(
          headCount: heads,
          headWidth: headWidth,
          scale: scale,
          queries: query,
          keys: keys,
          values: values
        )
      }
    }

    static let recorded = Result {
      let url = Bundle.module.bundleURL.appending(components: "Fixtures", "attention.json")
      return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url))
    }
  }

  @Test("Outputs, patterns, loss and every gradient agree within 1e-12", arguments: 0..<2)
  func agrees(index: Int) throws {
    let expected = try Fixture.recorded.get().cases[index]
    let computed = TapeAttention(expected.plain, expected.outputWeights)
    #expect(agree(computed.outputs, expected.output, within: 1e-12))
    for (position, heads) in computed.heads.enumerated() {
      for (head, output) in heads.enumerated() {
        let pattern = expected.pattern[head][position]
        #expect(agree(output.pattern?.data ?? [], Array(pattern[...position]), within: 1e-12))
        #expect(pattern[(position + 1)...].allSatisfy { $0 == 0 })
      }
    }
    #expect(agree(computed.loss.data, expected.loss, within: 1e-12))
    #expect(agree(computed.queries.map(\.grad), expected.gradQuery, within: 1e-12))
    #expect(agree(computed.keys.map(\.grad), expected.gradKeys, within: 1e-12))
    #expect(agree(computed.values.map(\.grad), expected.gradValues, within: 1e-12))
    #expect(agree(computed.scale.grad, expected.gradScale, within: 1e-12))
  }
}
