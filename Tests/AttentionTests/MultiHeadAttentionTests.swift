import Attention
import Autograd
import TestSupport
import Testing

@Suite("Multi-head attention")
struct MultiHeadAttentionTests {
  struct Shape: Sendable, CustomTestStringConvertible {
    let heads, width, length: Int
    var testDescription: String { "\(heads) heads of \(width), \(length) positions" }
  }

  static let shapes = [
    Shape(heads: 1, width: 1, length: 1), Shape(heads: 1, width: 5, length: 4),
    Shape(heads: 2, width: 3, length: 1), Shape(heads: 2, width: 1, length: 5),
    Shape(heads: 3, width: 2, length: 3), Shape(heads: 4, width: 4, length: 6),
  ]

  static func plain(_ shape: Shape) -> PlainAttention {
    let width = shape.heads * shape.width
    return PlainAttention(
      headCount: shape.heads,
      headWidth: shape.width,
      scale: 0.61,
      queries: numbers(shape.length, width, seed: 1),
      keys: numbers(shape.length, width, seed: 2),
      values: numbers(shape.length, width, seed: 3)
    )
  }

  static func coefficients(_ shape: Shape) -> [[Double]] {
    numbers(shape.length, shape.heads * shape.width, seed: 4)
  }

  @Test("Patterns and outputs are those of plain loops", arguments: shapes)
  func values(shape: Shape) {
    let plain = Self.plain(shape)
    let computed = TapeAttention(plain, Self.coefficients(shape))
    for position in 0..<shape.length {
      for head in 0..<shape.heads {
        let pattern = computed.heads[position][head].pattern?.data ?? []
        #expect(agree(pattern, plain.pattern(head, at: position), within: 1e-14))
        #expect(agree(pattern.reduce(0, +), 1, within: 1e-15))
      }
      #expect(agree(computed.outputs[position], plain.output(at: position), within: 1e-14))
    }
    #expect(agree(computed.loss.data, plain.loss(Self.coefficients(shape)), within: 1e-13))
  }

  @Test("Scores are scale · q·k, and the pattern is their softmax", arguments: shapes)
  func scores(shape: Shape) {
    let plain = Self.plain(shape)
    let computed = TapeAttention(plain, Self.coefficients(shape))
    for (position, heads) in computed.heads.enumerated() {
      for (head, output) in heads.enumerated() {
        let expected = (0...position).map { past in
          (0..<shape.width).reduce(0.0) { total, i in
            let element = head * shape.width + i
            return total + 0.61 * plain.queries[position][element] * plain.keys[past][element]
          }
        }
        #expect(agree(output.scores?.data ?? [], expected, within: 1e-14))
        #expect(output.scores?.softmax().data == output.pattern?.data)
      }
    }
  }

  @Test("Gradients of queries, keys and values are the plain loops' difference quotients", arguments: shapes)
  func gradients(shape: Shape) {
    let plain = Self.plain(shape)
    let coefficients = Self.coefficients(shape)
    let computed = TapeAttention(plain, coefficients)
    let pairs = [
      (computed.queries, plain.differences(\.queries, coefficients)),
      (computed.keys, plain.differences(\.keys, coefficients)),
      (computed.values, plain.differences(\.values, coefficients)),
    ]
    for (vectors, expected) in pairs {
      #expect(agree(vectors.flatMap(\.grad), expected.flatMap { $0 }, within: 1e-8))
    }
  }

  @Test(
    "The gradient of the scale is the covariance of the pattern's gradients and the raw scores",
    arguments: shapes
  )
  func scaleGradient(shape: Shape) {
    let plain = Self.plain(shape)
    let coefficients = Self.coefficients(shape)
    let computed = TapeAttention(plain, coefficients)
    #expect(agree(computed.scale.grad, plain.scaleGradient(coefficients), within: 1e-13))

    func loss(_ shift: Double) -> Double {
      var moved = plain
      moved.scale += shift
      return moved.loss(coefficients)
    }
    #expect(agree(computed.scale.grad, (loss(1e-5) - loss(-1e-5)) / 2e-5, within: 1e-8))
    // s · ∂L/∂s = Σ over the queries of q · ∂L/∂q
    let identity = computed.queries.reduce(0.0) { zip($1.data, $1.grad).reduce($0) { $0 + $1.0 * $1.1 } }
    #expect(agree(computed.scale.grad * 0.61, identity, within: 1e-13))
  }

  @Test("With one stored position the pattern is 1, and query, key and scale have no gradient")
  func onePosition() {
    let shape = Shape(heads: 3, width: 2, length: 1)
    let computed = TapeAttention(Self.plain(shape), Self.coefficients(shape))
    #expect(computed.heads[0].map { $0.pattern?.data ?? [] } == [[1], [1], [1]])
    #expect(computed.outputs == computed.values.map(\.data))
    #expect(computed.scale.grad == 0)
    #expect(computed.queries[0].grad.allSatisfy { $0 == 0 })
    #expect(computed.keys[0].grad.allSatisfy { $0 == 0 })
    #expect(computed.values.map(\.grad) == Self.coefficients(shape))
  }

  @Test("A scale of 0 reads every stored position alike")
  func zeroScale() {
    let shape = Shape(heads: 2, width: 3, length: 4)
    var plain = Self.plain(shape)
    plain.scale = 0
    let computed = TapeAttention(plain, Self.coefficients(shape))
    #expect(
      computed.heads[3].map { $0.pattern?.data ?? [] } == [
        [0.25, 0.25, 0.25, 0.25], [0.25, 0.25, 0.25, 0.25],
      ]
    )
  }

  @Test("Positions that come later change nothing of what was read before, to the last bit")
  func causality() {
    let shape = Shape(heads: 2, width: 3, length: 6)
    let plain = Self.plain(shape)
    let whole = TapeAttention(plain, Self.coefficients(shape))
    for length in 1..<shape.length {
      var beginning = plain
      beginning.queries = Array(plain.queries[..<length])
      beginning.keys = Array(plain.keys[..<length])
      beginning.values = Array(plain.values[..<length])
      let computed = TapeAttention(beginning, Self.coefficients(shape))
      #expect(computed.outputs == Array(whole.outputs[..<length]))
    }
  }

  @Test("A loss on early positions has no gradient in later ones")
  func causalGradients() {
    let shape = Shape(heads: 2, width: 3, length: 4)
    var coefficients = Self.coefficients(shape)
    coefficients[2] = coefficients[2].map { _ in 0 }
    coefficients[3] = coefficients[3].map { _ in 0 }
    let computed = TapeAttention(Self.plain(shape), coefficients)
    for vectors in [computed.queries, computed.keys, computed.values] {
      #expect(vectors[..<2].flatMap(\.grad).contains { $0 != 0 })
      #expect(vectors[2...].flatMap(\.grad).allSatisfy { $0 == 0 })
    }
  }

  @Test("A head over n positions takes 9 records and 5n + 3 + its width nodes", arguments: shapes)
  func size(shape: Shape) {
    let plain = Self.plain(shape)
    let tape = Tape()
    let scale = tape.value(plain.scale)
    let stored = ListStore()
    for (key, value) in zip(plain.keys, plain.values) {
      stored.append(StoredPosition(key: tape.vector(key), value: tape.vector(value)))
    }
    let query = tape.vector(plain.queries[0])
    let (values, records) = (tape.valueCount, tape.recordCount)
    let attention = MultiHeadAttention(
      layout: HeadLayout(headCount: shape.heads, headWidth: shape.width)
    )
    _ = attention(query, at: plain.keys.count - 1, in: stored, scale: scale)
    #expect(tape.recordCount - records == shape.heads * 9)
    #expect(tape.valueCount - values == shape.heads * (5 * shape.length + 3 + shape.width))
  }
}
