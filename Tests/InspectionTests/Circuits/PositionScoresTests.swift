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
        let numbers = table.queryKey.numbers.flatMap { $0 }
        let mean = numbers.reduce(0, +) / 9
        let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 9
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
}
