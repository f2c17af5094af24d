import Inspection
import TestSupport
import Testing
import Transformer

@Suite("Scores by position")
struct PositionScoresTests {
  @Test("They are mean and deviation of the numbers of each pair's table", arguments: Variant.all)
  func tables(variant: Variant) throws {
    let model = try variant.model()
    let scores = PositionScores(model)
    #expect(scores.positionCount == 6)
    for (query, key) in [(0, 0), (3, 1), (5, 5), (5, 0)] {
      let circuits = try Circuits(model, at: CircuitsTests.place(model, query: query, key: key))
      for (head, table) in zip(scores.heads, circuits.heads) {
        guard variant.isVisible(query, key) else {
          #expect(head.means[query][key] == nil && head.deviations[query][key] == nil)
          continue
        }
        // At one position query and key are of one token.
        let numbers =
          query == key
          ? table.queryKey.numbers.indices.map { table.queryKey.numbers[$0][$0] }
          : table.queryKey.numbers.flatMap { $0 }
        let count = Double(numbers.count)
        let mean = numbers.reduce(0, +) / count
        let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        #expect(agree(try #require(head.means[query][key]), mean, within: 1e-13))
        #expect(agree(try #require(head.deviations[query][key]), variance.squareRoot(), within: 1e-12))
        #expect(head.layer == table.layer && head.head == table.head)
        #expect(head.leavesOut == table.queryKey.leavesOut)
      }
    }
  }

  @Test("With rotary positions a diagonal is one number; keys after the query have none")
  func rotary() throws {
    let model = try Variant("") { $0.positions = .rotary(base: 100) }.model()
    let scores = PositionScores(model, positionCount: 5)
    for head in scores.heads {
      for query in 0..<5 {
        for key in 0..<5 {
          guard key <= query else {
            #expect(head.means[query][key] == nil && head.deviations[query][key] == nil)
            continue
          }
          let first = try #require(head.means[query - key][0])
          #expect(agree(try #require(head.means[query][key]), first, within: 1e-13))
        }
      }
    }
    #expect(scores.filter { $0.layer == 1 }.heads.count == 4)
  }

  @Test("What a mask or a store hides has no score")
  func hidden() throws {
    for isMasked in [true, false] {
      let model = try Variant("") {
        $0.positions = .rotary(base: 100)
        if isMasked { $0.mask = MaskChoice("window:2") ?? .causal } else { $0.store = .rolling(size: 2) }
      }.model()
      for head in PositionScores(model, positionCount: 5).heads {
        #expect(
          head.means.enumerated().map { query, row in row.indices.filter { row[$0] != nil }.map { query - $0 }
          }
            == [[0], [1, 0], [1, 0], [1, 0], [1, 0]]
        )
      }
    }
  }
}
