import Autograd
import Foundation
import TestSupport
import Testing

/// Attention in tiles beside the same by way of scores, softmax and a weighted sum.
@Suite("Flash attention")
struct FlashAttentionTests {
  /// A query, keys and values of `count` positions, and a scale; all leaves.
  struct Operands {
    let tape = Tape()
    let query: Vector
    let keys: [Vector]
    let values: [Vector]
    let scale: Value

    /// - Parameter raw: the key at a position times this is added along the query: it sets the raw scores.
    init(count: Int, scale factor: Double, raw: (Int) -> Double = { _ in 0 }) {
      let q = [0.6, -0.8, 0.0]
      query = tape.vector(q)
      let tape = tape
      keys = (0..<count).map { j in
        tape.vector((0..<3).map { Self.number(j * 3 + $0, 1) + raw(j) * q[$0] })
      }
      values = (0..<count).map { j in tape.vector((0..<4).map { Self.number(j * 4 + $0, 2) }) }
      scale = tape.value(factor)
    }

    /// Of size 1, without a pattern that could hide an exchange.
    static func number(_ index: Int, _ seed: Int) -> Double {
      Double((index * 37 + seed * 53) % 97) / 60 - 0.8
    }

    func softmaxed() -> (output: Vector, logSumExp: Value) {
      let scores = dots(query, keys) * scale
      let maximum = scores.maximum()
      let logSumExp = (scores - maximum).exp().sum().log() + maximum
      return (weightedSum(scores.softmax(), values), logSumExp)
    }

    /// The results, and all gradients of Σᵢ cᵢ yᵢ plus 1.7 times the log-sum-exp, whose own share is 0 for softmax's shift.
    func results(_ compute: () -> (output: Vector, logSumExp: Value)) -> (
      results: [Double], gradients: [Double]
    ) {
      let leaves = tape.valueCount
      let mark = tape.mark
      defer {
        tape.rewind(to: mark)
        tape.clearGradients()
      }
      let (output, logSumExp) = compute()
      (dot(output, tape.vector([0.9, -1.3, 0.4, 2.1])) + logSumExp * 1.7).backward()
      return (output.data + [logSumExp.data], Array(tape.run(from: 0)[0..<leaves].grad))
    }
  }

  @Test(
    "In tiles of every size it is softmax's attention, in value and all gradients",
    arguments: [1, 2, 3, 7, 12]
  )
  func tiles(count: Int) {
    let operands = Operands(count: count, scale: 0.61)
    let plain = operands.results(operands.softmaxed)
    #expect(plain.gradients.allSatisfy { $0.isFinite } && plain.gradients.contains { $0 != 0 })
    for tileSize in 1...count + 1 {
      let flash = operands.results {
        flashAttention(
          query: operands.query,
          keys: operands.keys,
          values: operands.values,
          scale: operands.scale,
          tileSize: tileSize
        )
      }
      #expect(agree(flash.results, plain.results, within: 1e-12))
      #expect(agree(flash.gradients, plain.gradients, within: 1e-12))
    }
  }

  enum Extreme: CaseIterable {
    case rising, falling, alternating, allLow, allHigh

    func raw(_ j: Int) -> Double {
      switch self {
      case .rising: Double(j) * 400 - 1000
      case .falling: 1000 - Double(j) * 400
      case .alternating: j % 2 == 0 ? 1000 : -1000
      case .allLow: -1000
      case .allHigh: 1000
      }
    }
  }

  @Test("So it is where scores are as large as ±1000", arguments: Extreme.allCases)
  func extremes(extreme: Extreme) {
    let operands = Operands(count: 6, scale: 1, raw: extreme.raw)
    let scores = dots(operands.query, operands.keys).data
    #expect(zip(scores, 0..<6).allSatisfy { abs($0 - extreme.raw($1)) < 3 })
    let plain = operands.results(operands.softmaxed)
    #expect((plain.results + plain.gradients).allSatisfy { $0.isFinite })
    for tileSize in 1...7 {
      let flash = operands.results {
        flashAttention(
          query: operands.query,
          keys: operands.keys,
          values: operands.values,
          scale: operands.scale,
          tileSize: tileSize
        )
      }
      #expect(agree(flash.results, plain.results, within: 1e-12))
      // A weight recomputed from a log-sum-exp near 1000 has that number's rounding, 1000 · 2⁻⁵³, and keys here are of size 1000.
      #expect(zip(flash.gradients, plain.gradients).allSatisfy { abs($0 - $1) < 1e-12 * 1000 })
    }
  }

  @Test("Its nodes, operands and bytes do not grow with the number of keys", arguments: [16, 64, 256, 1024])
  func size(count: Int) {
    let operands = Operands(count: count, scale: 0.61)
    let tape = operands.tape
    let (values, records, bytes) = (tape.valueCount, tape.recordCount, tape.byteCount)
    _ = flashAttention(
      query: operands.query,
      keys: operands.keys,
      values: operands.values,
      scale: operands.scale,
      tileSize: 16
    )
    #expect(tape.valueCount - values == 5)
    #expect(tape.recordCount - records == 1)
    // 5 values of 16 bytes, a record of 32, and 8 operands of 4.
    #expect(tape.byteCount - bytes == 144)
  }

  @Test("A gap among the keys takes 20 bytes of the list of operands")
  func unequalSize() {
    let operands = Operands(count: 64, scale: 0.61)
    let tape = operands.tape
    let shown = [0, 1] + Array(3..<64)
    let (values, bytes) = (tape.valueCount, tape.byteCount)
    _ = flashAttention(
      query: operands.query,
      keys: shown.map { operands.keys[$0] },
      values: shown.map { operands.values[$0] },
      scale: operands.scale,
      tileSize: 16
    )
    #expect(tape.valueCount - values == 5)
    #expect(tape.byteCount - bytes == 5 * 16 + 32 + 3 * 4 + 2 * 20)
  }

  @Test("Without recording it gives the same numbers and nothing to go back through")
  func withoutRecording() {
    let operands = Operands(count: 5, scale: 0.61)
    func attend() -> (output: Vector, logSumExp: Value) {
      flashAttention(
        query: operands.query,
        keys: operands.keys,
        values: operands.values,
        scale: operands.scale,
        tileSize: 2
      )
    }
    let recorded = attend()
    let records = operands.tape.recordCount
    let silent = operands.tape.withoutRecording(attend)
    #expect(silent.output.data == recorded.output.data && silent.logSumExp.data == recorded.logSumExp.data)
    #expect(operands.tape.recordCount == records && silent.output[0].parents.isEmpty)
  }
}
