import Autograd
import Foundation
import Inspection
import TestSupport
import Testing
import Transformer

@Suite("Circuits")
struct CircuitsTests {
  /// The table for a query and a key of a text.
  static func place(_ model: GPT, query: Int, key: Int) -> Circuits.Place {
    model.configuration.attention.positions == .learned
      ? .positions(query: query, key: key) : .distance(query - key)
  }

  @Test("In the first layer the QK tables hold the scores of a text", arguments: InspectedModel.all)
  func scores(inspected: InspectedModel) throws {
    let model = try inspected.make()
    let tokens = Variant.document
    let maps = model.withForwardPass(over: tokens) { AttentionMaps($0) }
    for query in [2, 5] {
      for key in 0...query {
        let circuits = try Circuits(model, at: Self.place(model, query: query, key: key))
        for (head, map) in zip(circuits.heads, maps.heads) where head.layer == 0 {
          #expect(head.queryKey.leavesOut == [])
          guard let score = map.scores[query][key] else { continue }
          #expect(agree(head.queryKey.numbers[tokens[query]][tokens[key]], score, within: 1e-12))
        }
      }
    }
  }

  @Test(
    "In the first layer, the OV rows of the tokens of a text, each times its weight, sum to what a head adds to the logits",
    arguments: InspectedModel.all
  )
  func outputs(inspected: InspectedModel) throws {
    let model = try inspected.make()
    let tokens = Variant.document
    try model.withForwardPass(over: tokens) { pass in
      let maps = AttentionMaps(pass)
      let tables = try (0..<6).map { try Circuits(model, at: Self.place(model, query: 5, key: $0)) }
      for token in 0..<3 {
        let attribution = DirectAttribution(pass, of: Array(repeating: token, count: 6))
        let parts = attribution.parts
        // A table does not divide by what a final norm divides by.
        let factor = attribution.finalNormFactors?[5] ?? 1
        for head in 0..<4 {
          let sum = (0..<6).reduce(0.0) { sum, key in
            let weight = maps.heads[head].pattern[5][key] ?? 0
            return sum + weight * tables[key].heads[head].outputValue.numbers[tokens[key]][token]
          }
          #expect(agree(parts[1 + head].logits[5], factor * sum, within: 1e-12))
        }
      }
    }
  }

  @Test("With rotary positions only the distance counts; with learned ones a distance has no table")
  func places() throws {
    let rotary = try Variant("") { $0.positions = .rotary(base: 100) }.model()
    let near = try Circuits(rotary, at: .positions(query: 5, key: 3))
    let distance = try Circuits(rotary, at: .distance(2))
    #expect(near.distance == 2 && near.query == nil && near.key == nil)
    for (head, other) in zip(near.heads, distance.heads) {
      #expect(agree(head.queryKey.numbers, other.queryKey.numbers, within: 1e-13))
      #expect(head.outputValue.numbers == other.outputValue.numbers)
    }
    let learned = try Variant.all[0].model()
    #expect(try Circuits(learned, at: .positions(query: 5, key: 3)).key == 3)
    #expect(throws: Circuits.PlaceError.distanceOfLearnedPositions(2)) {
      try Circuits(learned, at: .distance(2))
    }
  }

  @Test("A place must be in the context, and the key not after the query")
  func errors() throws {
    let model = try Variant("") { $0.positions = .rotary(base: 100) }.model()
    #expect(throws: Circuits.PlaceError.outOfContext(query: 6, key: 0, contextLength: 6)) {
      try Circuits(model, at: .distance(6))
    }
    #expect(throws: Circuits.PlaceError.outOfContext(query: -1, key: 0, contextLength: 6)) {
      try Circuits(model, at: .distance(-1))
    }
    #expect(throws: Circuits.PlaceError.keyAfterQuery(query: 2, key: 3)) {
      try Circuits(model, at: .positions(query: 2, key: 3))
    }
  }

  @Test(
    "The largest singular value is found by multiplying, and their squares sum to the norm's",
    arguments: Variant.all
  )
  func singularValues(variant: Variant) throws {
    let model = try variant.model()
    for head in try Circuits(model, at: Self.place(model, query: 4, key: 2)).heads {
      for table in [head.queryKey, head.outputValue] {
        #expect(table.singularValues.count <= 3)
        let sum = table.singularValues.reduce(0) { $0 + $1 * $1 }
        #expect(agree(table.norm * table.norm, sum, within: 1e-12))
        let squares = table.numbers.joined().reduce(0) { $0 + $1 * $1 }
        #expect(agree(squares.squareRoot(), table.norm, within: 1e-13))
        #expect(agree(table.singularValues[0], Self.largestSingularValue(of: table.numbers), within: 1e-9))
      }
    }
  }

  /// √ of the largest eigenvalue of AᵀA, by taking x to AᵀA x again and again.
  static func largestSingularValue(of rows: [[Double]]) -> Double {
    var x = rows[0].indices.map { 1 + 0.1 * Double($0) }
    var length = 0.0
    for _ in 0..<300 {
      let image = rows.map { row in zip(row, x).reduce(0) { $0 + $1.0 * $1.1 } }
      let back = x.indices.map { column in zip(rows, image).reduce(0) { $0 + $1.0[column] * $1.1 } }
      length = back.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard length > 0 else { return 0 }
      x = back.map { $0 / length }
    }
    return length.squareRoot()
  }

  @Test("Tables of later layers say what they leave out, and nothing stays on the tape")
  func leavesOut() throws {
    let model = try Variant.all[0].model()
    let count = model.tape.valueCount
    let heads = try Circuits(model, at: .positions(query: 1, key: 0)).heads
    #expect(model.tape.valueCount == count)
    #expect(
      heads.map { "\($0.layer).\($0.head)" } == ["0.0", "0.1", "0.2", "0.3", "1.0", "1.1", "1.2", "1.3"]
    )
    for head in heads {
      let input: [Circuits.Omission] = head.layer == 0 ? [] : [.normalization, .earlierParts]
      #expect(head.queryKey.leavesOut == input)
      #expect(head.outputValue.leavesOut == input + [.laterParts])
    }
    let normalized = try Variant("final norm", changing: { $0.hasFinalNorm = true }).model()
    let head = try Circuits(normalized, at: .positions(query: 1, key: 0)).heads[0]
    #expect(head.queryKey.leavesOut == [] && head.outputValue.leavesOut == [.finalNorm, .laterParts])
    let second = try Circuits(model, at: .positions(query: 1, key: 0)).filter { $0.layer == 1 }
    #expect(second.heads == Array(heads.suffix(4)))
  }
}
