import Attention
import Autograd
import TestSupport
import Testing

@Suite("Projections of keys and values")
struct CrossAttentionTests {
  /// The matrix with ones where column = row + offset.
  static func selection(_ rows: Int, of columns: Int, from offset: Int, on tape: Tape) -> Matrix {
    var element = -1
    return tape.matrix(rows: rows, columns: columns) {
      element += 1
      return element % columns == element / columns + offset ? 1 : 0
    }
  }

  @Test(
    "Cross-attention, a store filled from another sequence under a full mask, is PyTorch's",
    arguments: [true, false]
  )
  func cross(isFlash: Bool) throws {
    let expected = try AttentionFixtureTests.Fixture.named("cross")
    let width = expected.queryHeads * expected.headDim
    let tape = Tape()
    // The other sequence's vectors hold a key and then a value; W_k and W_v cut them out.
    let projection = Projection.keysAndValues(
      layout: HeadLayout(headCount: expected.queryHeads, headWidth: expected.headDim),
      query: Self.selection(width, of: width, from: 0, on: tape),
      key: Self.selection(width, of: 2 * width, from: 0, on: tape),
      value: Self.selection(width, of: 2 * width, from: width, on: tape),
      output: Self.selection(width, of: width, from: 0, on: tape)
    )
    let others = zip(expected.keys, expected.values).map { tape.vector($0 + $1) }
    let queries = expected.query.map(tape.vector)
    let scale = tape.value(expected.scale)
    let store = ListStore()
    for (position, vector) in others.enumerated() { store.append(projection.entry(vector, position)) }
    let attention = MultiHeadAttention.cross(
      projection,
      kernel: isFlash ? .flash(tileSize: 4) : .softmax
    )
    let outputs = queries.enumerated().map { position, vector in
      attention(vector, at: position, in: store, scale: { _ in scale }).output
    }
    #expect(store.count == others.count)
    let losses = zip(outputs, expected.outputWeights).map { dot($0, tape.vector($1)) }
    let loss = vector(of: losses).sum()
    loss.backward()
    #expect(queries.count == 3 && others.count == 6)
    #expect(agree(outputs.map(\.data), expected.output, within: 1e-12))
    #expect(agree(loss.data, expected.loss, within: 1e-12))
    #expect(agree(queries.map(\.grad), expected.gradQuery, within: 1e-12))
    #expect(agree(others.map { Array($0.grad[..<width]) }, expected.gradKeys, within: 1e-12))
    #expect(agree(others.map { Array($0.grad[width...]) }, expected.gradValues, within: 1e-12))
    #expect(agree(scale.grad, expected.gradScale, within: 1e-12))
  }

  @Test("Queries, keys, values and output are products with their own matrices")
  func matrices() {
    let tape = Tape()
    func matrix(_ rows: Int, _ numbers: [Double]) -> Matrix {
      var rest = numbers[...]
      return tape.matrix(rows: rows, columns: numbers.count / rows) { rest.removeFirst() }
    }
    let projection = Projection.keysAndValues(
      layout: HeadLayout(queryHeadCount: 2, keyValueHeadCount: 1, keyWidth: 1, valueWidth: 2),
      query: matrix(2, [2, 3, 5, 7]),
      key: matrix(1, [11, 13]),
      value: matrix(2, [17, 19, 23, 29]),
      output: matrix(1, [0.5, -2, 3, 0.25])
    )
    let x = tape.vector([10, -1])
    #expect(projection.query(x, 4).data == [17, 43])
    let entry = projection.entry(x, 4)
    #expect(entry.key.data == [97] && entry.value.data == [151, 201])
    #expect(entry.numberCount == 3)
    #expect(projection.unpack(entry).key.data == [97] && projection.unpack(entry).value.data == [151, 201])
    #expect(projection.output([tape.vector([2, 3]), tape.vector([5, 8])]).data == [12])
  }
}
