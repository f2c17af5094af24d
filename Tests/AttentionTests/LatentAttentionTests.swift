import Attention
import Autograd
import Foundation
import TestSupport
import Testing

@Suite("Multi-head latent attention")
struct LatentAttentionTests {
  struct Shape: Sendable, CustomTestStringConvertible {
    let heads, width, latent, rotary: Int
    var testDescription: String {
      "\(heads) heads of \(width), latents of \(latent), \(rotary) rotary elements"
    }

    static let input = 5
    var query: [[Double]] { matrix(heads * (width + rotary), Self.input, 1) }
    var down: [[Double]] { matrix(latent, Self.input, 2) }
    var keyUp: [[Double]] { matrix(heads * width, latent, 3) }
    var valueUp: [[Double]] { matrix(heads * width, latent, 4) }
    var rotaryKey: [[Double]] { matrix(rotary, Self.input, 5) }
    var output: [[Double]] { matrix(Self.input, heads * width, 6) }

    /// Small enough that no key takes all the weight.
    private func matrix(_ rows: Int, _ columns: Int, _ seed: Int) -> [[Double]] {
      numbers(rows, columns, seed: seed * 11 + 3).map { $0.map { $0 * 0.6 } }
    }
  }

  static let shapes = [
    Shape(heads: 1, width: 1, latent: 1, rotary: 0), Shape(heads: 2, width: 3, latent: 4, rotary: 0),
    Shape(heads: 3, width: 2, latent: 8, rotary: 0), Shape(heads: 1, width: 2, latent: 3, rotary: 2),
    Shape(heads: 2, width: 3, latent: 4, rotary: 2), Shape(heads: 3, width: 1, latent: 2, rotary: 4),
  ]
  static let length = 5
  static let scale = 0.61
  static let base = 50.0
  static var vectors: [[Double]] { numbers(length, Shape.input, seed: 8) }
  static var coefficients: [[Double]] { numbers(length, Shape.input, seed: 4) }

  /// Latent attention on a tape, in one of its two forms.
  struct Run {
    let tape = Tape()
    let outputs: [[Double]]
    /// Of the vectors, every matrix and the scale.
    let gradients: [Double]
    let stored: [StoredPosition]

    init(_ shape: Shape, isAbsorbed: Bool, kernel: AttentionKernel = .softmax) {
      let tape = tape
      func matrix(_ rows: [[Double]]) -> Matrix {
        var rest = rows.flatMap { $0 }[...]
        return tape.matrix(rows: rows.count, columns: rows[0].count) { rest.removeFirst() }
      }
      let matrices = LatentMatrices(
        query: matrix(shape.query),
        down: matrix(shape.down),
        keyUp: matrix(shape.keyUp),
        valueUp: matrix(shape.valueUp),
        rotaryKey: shape.rotary > 0 ? matrix(shape.rotaryKey) : nil,
        output: matrix(shape.output)
      )
      let rotary =
        shape.rotary > 0 ? RotaryTable(width: shape.rotary, base: base, positionCount: length, on: tape) : nil
      let make = isAbsorbed ? Projection.latentAbsorbed : Projection.latentExpanded
      let projection = make(shape.heads, shape.width, matrices, rotary)
      let attention = MultiHeadAttention(projection, mask: .causal, kernel: kernel)
      let scale = tape.value(LatentAttentionTests.scale)
      let vectors = LatentAttentionTests.vectors.map(tape.vector)
      let store = ListStore()
      let outputs = vectors.enumerated().map { position, vector in
        attention(vector, at: position, in: store, scale: { _ in scale }).output
      }
      let losses = zip(outputs, coefficients).map { dot($0, tape.vector($1)) }
      vector(of: losses).sum().backward()
      let given = [matrices.query, matrices.down, matrices.keyUp, matrices.valueUp, matrices.output]
      let all = vectors + (given + [matrices.rotaryKey].compactMap { $0 }).map(\.elements)
      gradients = all.flatMap(\.grad) + [scale.grad]
      self.outputs = outputs.map(\.data)
      stored = store.positions.map { store[$0] }
    }
  }

  /// The same over plain numbers, by the definition: every head's keys and values are rebuilt.
  static func plain(_ shape: Shape) -> [[Double]] {
    func times(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
      matrix.map { zip($0, vector).reduce(0) { $0 + $1.0 * $1.1 } }
    }
    func turned(_ x: [Double], _ position: Int) -> [Double] {
      (0..<x.count / 2).flatMap { pair in
        let angle = Double(position) * Foundation.pow(base, -Double(2 * pair) / Double(x.count))
        let (c, s) = (Foundation.cos(angle), Foundation.sin(angle))
        return [x[2 * pair] * c - x[2 * pair + 1] * s, x[2 * pair] * s + x[2 * pair + 1] * c]
      }
    }
    let latents = vectors.map { times(shape.down, $0) }
    let placed = vectors.enumerated().map { turned(times(shape.rotaryKey, $1), $0) }
    return vectors.enumerated().map { position, vector in
      let queries = times(shape.query, vector)
      var read: [Double] = []
      for head in 0..<shape.heads {
        let begin = head * (shape.width + shape.rotary)
        let content = Array(queries[begin..<begin + shape.width])
        let query =
          content + turned(Array(queries[begin + shape.width..<begin + shape.width + shape.rotary]), position)
        let rows = head * shape.width..<(head + 1) * shape.width
        let exponentials = (0...position).map { past in
          let key = times(Array(shape.keyUp[rows]), latents[past]) + placed[past]
          return Foundation.exp(scale * zip(query, key).reduce(0) { $0 + $1.0 * $1.1 })
        }
        let total = exponentials.reduce(0, +)
        read += (0..<shape.width).map { i in
          (0...position).reduce(0) { sum, past in
            sum + exponentials[past] / total * times(Array(shape.valueUp[rows]), latents[past])[i]
          }
        }
      }
      return times(shape.output, read)
    }
  }

  @Test("Expanded, it is its definition written out in loops", arguments: shapes)
  func definition(shape: Shape) {
    #expect(agree(Run(shape, isAbsorbed: false).outputs, Self.plain(shape), within: 1e-13))
  }

  @Test("Absorbed, it is the same in value and all gradients", arguments: shapes, [true, false])
  func absorbed(shape: Shape, isFlash: Bool) {
    let expanded = Run(shape, isAbsorbed: false)
    let absorbed = Run(shape, isAbsorbed: true, kernel: isFlash ? .flash(tileSize: 2) : .softmax)
    #expect(agree(absorbed.outputs, expanded.outputs, within: 1e-12))
    #expect(agree(absorbed.gradients, expanded.gradients, within: 1e-12))
    #expect(expanded.gradients.count { $0 != 0 } > expanded.gradients.count * 9 / 10)
  }

  @Test(
    "Of each position the latent is stored and the one rotary key, however many heads there are",
    arguments: shapes
  )
  func stored(shape: Shape) {
    for run in [Run(shape, isAbsorbed: false), Run(shape, isAbsorbed: true)] {
      #expect(run.stored.count == Self.length)
      for position in run.stored {
        #expect(position.numberCount == shape.latent + shape.rotary)
        #expect(position.key.count == shape.latent + shape.rotary && position.value.count == shape.latent)
      }
    }
  }

  @Test("Absorbed, the latents are one stored head that all query heads read; nothing is rebuilt")
  func layout() {
    let shape = Shape(heads: 3, width: 2, latent: 8, rotary: 4)
    let tape = Tape()
    func matrix(_ rows: Int, _ columns: Int) -> Matrix { tape.matrix(rows: rows, columns: columns) { 0.3 } }
    let matrices = LatentMatrices(
      query: matrix(18, 5),
      down: matrix(8, 5),
      keyUp: matrix(6, 8),
      valueUp: matrix(6, 8),
      rotaryKey: matrix(4, 5),
      output: matrix(5, 6)
    )
    #expect(matrices.latentWidth == 8 && matrices.rotaryWidth == 4)
    let rotary = RotaryTable(width: 4, base: 50, positionCount: 2, on: tape)
    let absorbed = Projection.latentAbsorbed(headCount: 3, headWidth: 2, matrices: matrices, rotary: rotary)
    let expanded = Projection.latentExpanded(headCount: 3, headWidth: 2, matrices: matrices, rotary: rotary)
    #expect(
      absorbed.layout == HeadLayout(queryHeadCount: 3, keyValueHeadCount: 1, keyWidth: 12, valueWidth: 8)
    )
    #expect(
      expanded.layout
        == HeadLayout(queryHeadCount: 3, keyValueHeadCount: 3, keyWidth: 6, valueWidth: shape.width)
    )
    let entry = absorbed.entry(tape.vector([0.7, -2.3, 1.9, -0.4, 3.1]), 1)
    let before = tape.valueCount
    let same = absorbed.unpack(entry)
    #expect(tape.valueCount == before && same.key.position == entry.key.position)
    let rebuilt = expanded.unpack(entry)
    #expect(rebuilt.key.count == 18 && rebuilt.value.count == 6)
  }

  @Test("Numbers of a key and a value that stand apart are all counted, shared ones once")
  func numberCount() {
    let tape = Tape()
    let v = tape.vector([0.7, -2.3, 1.9, -0.4, 3.1])
    #expect(StoredPosition(key: v[0..<3], value: v[3..<5]).numberCount == 5)
    #expect(StoredPosition(key: v, value: v).numberCount == 5)
    #expect(StoredPosition(key: v, value: v[1..<3]).numberCount == 5)
    #expect(StoredPosition(key: v[0..<3], value: v[2..<5]).numberCount == 6)
  }

  #if compiler(>=6.2)
  @Test("A rotary key without angles, or with angles of another width, stops with a message")
  func misuse() async {
    let missing = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let matrix = tape.matrix(rows: 4, columns: 4) { 0.7 }
      let matrices = LatentMatrices(
        query: matrix,
        down: matrix,
        keyUp: matrix[rows: 0..<2],
        valueUp: matrix[rows: 0..<2],
        rotaryKey: matrix[rows: 0..<2],
        output: matrix
      )
      _ = Projection.latentExpanded(headCount: 1, headWidth: 2, matrices: matrices)
    }
    let width = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let matrix = tape.matrix(rows: 4, columns: 4) { 0.7 }
      let matrices = LatentMatrices(
        query: matrix,
        down: matrix,
        keyUp: matrix[rows: 0..<2],
        valueUp: matrix[rows: 0..<2],
        rotaryKey: nil,
        output: matrix
      )
      let rotary = RotaryTable(width: 2, base: 100, positionCount: 3, on: tape)
      _ = Projection.latentAbsorbed(headCount: 1, headWidth: 2, matrices: matrices, rotary: rotary)
    }
    #if DEBUG
    let messages = [missing, width].map { String(decoding: $0?.standardErrorContent ?? [], as: UTF8.self) }
    #expect(messages[0].contains("angles for 0 elements do not go with a rotary key of 2"))
    #expect(messages[1].contains("angles for 2 elements do not go with a rotary key of 0"))
    #endif
  }
  #endif
}
