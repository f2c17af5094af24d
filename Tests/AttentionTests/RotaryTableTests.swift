import Attention
import Autograd
import Foundation
import TestSupport
import Testing

@Suite("Rotary positions")
struct RotaryTableTests {
  static let base = 100.0
  static let query = [0.7, -2.3, 1.9, -0.4, 3.1, 0.6]
  static let key = [-1.3, 2.2, 0.8, 1.7, -0.6, 0.35]

  let tape = Tape()

  func table(width: Int = 6) -> RotaryTable {
    RotaryTable(width: width, base: Self.base, positionCount: 120, on: tape)
  }

  /// Each pair as a complex number times e^(i p base^(−2j/width)).
  static func turned(_ x: [Double], _ position: Int, width: Int) -> [Double] {
    (0..<x.count / 2).flatMap { pair in
      let angle = Double(position) / Foundation.pow(base, Double(2 * pair % width) / Double(width))
      let (c, s) = (Foundation.cos(angle), Foundation.sin(angle))
      let (real, imaginary) = (x[2 * pair], x[2 * pair + 1])
      return [real * c - imaginary * s, imaginary * c + real * s]
    }
  }

  // e^(iθ) for θ = 3, 3/100^(1/3) and 3/100^(2/3), from Python's cmath.
  @Test("At position 3 it is the complex product that Python computes")
  func python() {
    let expected = [
      -0.3684187290826172, 2.3757667478229316, 1.7576729342256303, 0.8249762761986936, 2.9867153066725622,
      1.0244665328295617,
    ]
    #expect(agree(table().rotate(tape.vector(Self.query), at: 3).data, expected, within: 1e-14))
  }

  @Test("Every pair is a complex number times e^(iθ)", arguments: [0, 1, 2, 7, 100, 119])
  func complex(position: Int) {
    let turned = table().rotate(tape.vector(Self.query), at: position)
    #expect(agree(turned.data, Self.turned(Self.query, position, width: 6), within: 1e-13))
  }

  @Test("Several heads' widths are turned head by head", arguments: [1, 5])
  func heads(position: Int) {
    let turned = table(width: 2).rotate(tape.vector(Self.query), at: position)
    #expect(agree(turned.data, Self.turned(Self.query, position, width: 2), within: 1e-13))
    for head in 0..<3 {
      let alone = table(width: 2).rotate(
        tape.vector(Array(Self.query[2 * head..<2 * head + 2])),
        at: position
      )
      #expect(alone.data == Array(turned.data[2 * head..<2 * head + 2]))
    }
  }

  @Test("At position 0 nothing is turned")
  func identity() {
    #expect(table().rotate(tape.vector(Self.query), at: 0).data == Self.query)
  }

  @Test("Norms are kept, those of the pairs too", arguments: [1, 7, 100])
  func norms(position: Int) {
    let turned = table().rotate(tape.vector(Self.query), at: position).data
    #expect(turned != Self.query)
    for pair in 0..<3 {
      let before = hypot(Self.query[2 * pair], Self.query[2 * pair + 1])
      #expect(agree(hypot(turned[2 * pair], turned[2 * pair + 1]), before, within: 1e-15))
    }
  }

  @Test("Scores depend on the distance of the positions alone", arguments: [1, 7, 100])
  func distance(shift: Int) {
    let table = table()
    let (query, key) = (tape.vector(Self.query), tape.vector(Self.key))
    func score(_ i: Int, _ j: Int) -> Double {
      dot(table.rotate(query, at: i), table.rotate(key, at: j)).data
    }
    for i in 0..<8 {
      for j in 0..<8 {
        #expect(agree(score(i + shift, j + shift), score(i, j), within: 1e-13))
        // ⟨R_i q, R_j k⟩ = ⟨q, R_(j−i) k⟩
        if j >= i { #expect(agree(score(i, j), score(0, j - i), within: 1e-13)) }
      }
    }
    #expect(Set((0..<8).map { score(0, $0) }).count == 8)
  }

  /// Self-attention of a sequence that begins at a position, with rotary queries and keys.
  static func run(from start: Int, isRotary: Bool) -> (outputs: [Double], gradients: [Double]) {
    let tape = Tape()
    var next = numbers(1, 64, seed: 7)[0][...]
    func matrix() -> Matrix { tape.matrix(rows: 4, columns: 4) { next.removeFirst() } }
    let (query, key, value, output) = (matrix(), matrix(), matrix(), matrix())
    let projection = Projection.keysAndValues(
      layout: HeadLayout(headCount: 2, headWidth: 2),
      query: query,
      key: key,
      value: value,
      output: output,
      rotary: isRotary ? RotaryTable(width: 2, base: base, positionCount: 120, on: tape) : nil
    )
    let scale = tape.value(0.61)
    let attention = MultiHeadAttention(projection)
    let vectors = numbers(5, 4, seed: 5).map(tape.vector)
    let store = ListStore()
    let outputs = vectors.enumerated().map { offset, vector in
      attention(vector, at: start + offset, in: store, scale: { _ in scale }).output
    }
    let losses = zip(outputs, numbers(5, 4, seed: 4)).map { dot($0, tape.vector($1)) }
    vector(of: losses).sum().backward()
    let leaves = vectors + [query, key, value, output].map(\.elements)
    return (outputs.flatMap(\.data), leaves.flatMap(\.grad) + [scale.grad])
  }

  @Test("A whole sequence may be shifted: outputs and gradients stay", arguments: [1, 7, 100])
  func shifted(shift: Int) {
    let first = Self.run(from: 0, isRotary: true)
    let second = Self.run(from: shift, isRotary: true)
    #expect(agree(second.outputs, first.outputs, within: 1e-12))
    #expect(agree(second.gradients, first.gradients, within: 1e-12))
    #expect(!agree(first.outputs, Self.run(from: 0, isRotary: false).outputs, within: 1e-3))
  }

  #if compiler(>=6.2)
  @Test("An odd width, a base of 0, a position without angles and heads of another width stop with a message")
  func misuse() async {
    let width = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = RotaryTable(width: 3, base: 10_000, positionCount: 1, on: Tape())
    }
    let base = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = RotaryTable(width: 2, base: 0, positionCount: 1, on: Tape())
    }
    let position = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let table = RotaryTable(width: 2, base: 100, positionCount: 3, on: tape)
      _ = table.rotate(tape.vector([0.7, 1.9]), at: 3)
    }
    let heads = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let matrix = tape.matrix(rows: 4, columns: 4) { 0.7 }
      _ = Projection.keysAndValues(
        layout: HeadLayout(headCount: 1, headWidth: 4),
        query: matrix,
        key: matrix,
        value: matrix,
        output: matrix,
        rotary: RotaryTable(width: 2, base: 100, positionCount: 3, on: tape)
      )
    }
    #if DEBUG
    let messages = [width, base, position, heads].map {
      String(decoding: $0?.standardErrorContent ?? [], as: UTF8.self)
    }
    #expect(messages[0].contains("3 elements do not make pairs"))
    #expect(messages[1].contains("wavelengths to the base of 0.0 make no sense"))
    #expect(messages[2].contains("the table has no angles for position 3, only for 0..<3"))
    #expect(messages[3].contains("angles for 2 elements do not go with heads of 4"))
    #endif
  }
  #endif
}
