import Attention
import Autograd
import TestSupport
import Testing

/// What attention knows of order: nothing, unless a mask or positions tell it.
@Suite("Permutations")
struct PermutationTests {
  static let orders = [[1, 0, 2, 3, 4], [4, 3, 2, 1, 0], [2, 4, 1, 0, 3]]

  struct Run {
    let outputs: [[Double]]
    let gradients: [[Double]]
  }

  /// Self-attention of a sequence whose vectors come in an order; position p has the vector `order[p]`.
  static func run(
    _ order: [Int],
    mask: Mask = .full,
    isRotary: Bool = false,
    kernel: AttentionKernel = .softmax
  ) -> Run {
    let tape = Tape()
    func matrix(_ seed: Int) -> Matrix {
      var next = numbers(1, 16, seed: seed)[0][...]
      return tape.matrix(rows: 4, columns: 4) { next.removeFirst() }
    }
    let projection = Projection.keysAndValues(
      layout: HeadLayout(headCount: 2, headWidth: 2),
      query: matrix(11),
      key: matrix(12),
      value: matrix(13),
      output: matrix(14),
      rotary: isRotary ? RotaryTable(width: 2, base: 10_000, positionCount: 5, on: tape) : nil
    )
    let vectors = order.map { tape.vector(numbers(5, 4, seed: 5)[$0]) }
    let scale = tape.value(0.3)
    let store = ListStore()
    for (position, vector) in vectors.enumerated() { store.append(projection.entry(vector, position)) }
    let attention = MultiHeadAttention.cross(projection, mask: mask, kernel: kernel)
    let outputs = vectors.enumerated().map { position, vector in
      attention(vector, at: position, in: store, scale: { _ in scale }).output
    }
    let losses = outputs.enumerated().map { dot($1, tape.vector(numbers(5, 4, seed: 4)[order[$0]])) }
    vector(of: losses).sum().backward()
    return Run(outputs: outputs.map(\.data), gradients: vectors.map(\.grad))
  }

  static let inOrder = [0, 1, 2, 3, 4]

  @Test(
    "Without mask and positions a permuted sequence has permuted outputs and gradients",
    arguments: orders,
    [true, false]
  )
  func sequence(order: [Int], isFlash: Bool) {
    let kernel: AttentionKernel = isFlash ? .flash(tileSize: 2) : .softmax
    let (plain, permuted) = (Self.run(Self.inOrder, kernel: kernel), Self.run(order, kernel: kernel))
    #expect(agree(permuted.outputs, order.map { plain.outputs[$0] }, within: 1e-13))
    #expect(agree(permuted.gradients, order.map { plain.gradients[$0] }, within: 1e-13))
    #expect(!agree(permuted.outputs, plain.outputs, within: 1e-3))
  }

  @Test("With a causal mask or with rotary positions it has not", arguments: orders)
  func order(order: [Int]) {
    for (mask, isRotary) in [
      (Mask.causal, false), (.full, true), (.causal, true), (.slidingWindow(2), false),
    ] {
      let plain = Self.run(Self.inOrder, mask: mask, isRotary: isRotary)
      let permuted = Self.run(order, mask: mask, isRotary: isRotary)
      #expect(!agree(permuted.outputs, order.map { plain.outputs[$0] }, within: 1e-3))
      #expect(!agree(permuted.gradients, order.map { plain.gradients[$0] }, within: 1e-3))
    }
  }

  @Test(
    "What a query reads does not depend on the order in which positions are stored",
    arguments: orders,
    [true, false]
  )
  func storedPositions(order: [Int], isFlash: Bool) {
    func run(_ order: [Int], _ mask: Mask) -> TapeAttention {
      TapeAttention(
        queries: numbers(1, 4, seed: 1),
        keys: order.map { numbers(5, 4, seed: 2)[$0] },
        values: order.map { numbers(5, 4, seed: 3)[$0] },
        coefficients: numbers(1, 4, seed: 4),
        scale: 0.61,
        attention: MultiHeadAttention(
          layout: HeadLayout(headCount: 2, headWidth: 2),
          mask: mask,
          kernel: isFlash ? .flash(tileSize: 2) : .softmax
        ),
        isFilledFirst: true
      )
    }
    let (plain, permuted) = (run(Self.inOrder, .full), run(order, .full))
    #expect(agree(permuted.outputs, plain.outputs, within: 1e-14))
    #expect(agree(permuted.queries[0].grad, plain.queries[0].grad, within: 1e-14))
    #expect(agree(permuted.scale.grad, plain.scale.grad, within: 1e-14))
    #expect(agree(permuted.keys.map(\.grad), order.map { plain.keys[$0].grad }, within: 1e-14))
    #expect(agree(permuted.values.map(\.grad), order.map { plain.values[$0].grad }, within: 1e-14))
    let firstTwo = Mask { _, key in key < 2 }
    let (first, second) = (run(Self.inOrder, firstTwo).outputs, run(order, firstTwo).outputs)
    #expect(agree(first, second, within: 1e-3) == (Set(order[..<2]) == [0, 1]))
  }
}
