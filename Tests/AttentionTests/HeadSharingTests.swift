import Attention
import Autograd
import TestSupport
import Testing

/// Query heads that read a common stored head.
@Suite("Grouped-query and multi-query attention")
struct HeadSharingTests {
  struct Shape: Sendable, CustomTestStringConvertible {
    let heads, stored, width: Int
    var layout: HeadLayout { HeadLayout(headCount: heads, keyValueHeadCount: stored, headWidth: width) }
    var testDescription: String { "\(heads) heads of \(width) read \(stored)" }
  }

  static let shapes = [
    Shape(heads: 4, stored: 4, width: 3), Shape(heads: 4, stored: 2, width: 3),
    Shape(heads: 4, stored: 1, width: 2), Shape(heads: 6, stored: 3, width: 1),
    Shape(heads: 8, stored: 2, width: 2),
  ]
  static let length = 5

  static func run(
    _ layout: HeadLayout,
    keys: [[Double]],
    values: [[Double]],
    _ kernel: AttentionKernel = .softmax
  ) -> TapeAttention {
    TapeAttention(
      queries: numbers(length, layout.queryWidth, seed: 1),
      keys: keys,
      values: values,
      coefficients: numbers(length, layout.queryWidth, seed: 4),
      scale: 0.61,
      attention: MultiHeadAttention(layout: layout, mask: .causal, kernel: kernel)
    )
  }

  /// Each stored head as often as query heads read it.
  static func repeated(_ row: [Double], _ shape: Shape) -> [Double] {
    (0..<shape.stored).flatMap { head in
      (0..<shape.heads / shape.stored).flatMap { _ in row[head * shape.width..<(head + 1) * shape.width] }
    }
  }

  /// The other way: the sum over the query heads that read a stored head.
  static func summed(_ row: [Double], _ shape: Shape) -> [Double] {
    let group = shape.heads / shape.stored
    return (0..<shape.stored * shape.width).map { element in
      let (head, i) = (element / shape.width, element % shape.width)
      return (0..<group).reduce(0) { $0 + row[(head * group + $1) * shape.width + i] }
    }
  }

  @Test(
    "It is multi-head attention with repeated heads, whose gradients add up",
    arguments: shapes,
    [true, false]
  )
  func repeatedHeads(shape: Shape, isFlash: Bool) {
    let kernel: AttentionKernel = isFlash ? .flash(tileSize: 2) : .softmax
    let keys = numbers(Self.length, shape.stored * shape.width, seed: 2)
    let values = numbers(Self.length, shape.stored * shape.width, seed: 3)
    let grouped = Self.run(shape.layout, keys: keys, values: values, kernel)
    let whole = Self.run(
      HeadLayout(headCount: shape.heads, headWidth: shape.width),
      keys: keys.map { Self.repeated($0, shape) },
      values: values.map { Self.repeated($0, shape) },
      kernel
    )
    #expect(grouped.outputs == whole.outputs)
    #expect(grouped.queries.map(\.grad) == whole.queries.map(\.grad))
    #expect(agree(grouped.keys.map(\.grad), whole.keys.map { Self.summed($0.grad, shape) }, within: 1e-14))
    #expect(
      agree(grouped.values.map(\.grad), whole.values.map { Self.summed($0.grad, shape) }, within: 1e-14)
    )
    #expect(grouped.scale.grad == whole.scale.grad)
  }

  @Test("With as many stored heads as query heads it is multi-head attention, to the last bit")
  func asManyHeads() {
    let layout = HeadLayout(headCount: 4, keyValueHeadCount: 4, headWidth: 3)
    let multiHead = HeadLayout(headCount: 4, headWidth: 3)
    #expect(layout == multiHead)
    #expect((0..<4).map(layout.keyValueHead) == [0, 1, 2, 3])
  }

  @Test("Neighbouring query heads share a stored head")
  func sharing() {
    #expect(
      (0..<8).map(HeadLayout(headCount: 8, keyValueHeadCount: 2, headWidth: 3).keyValueHead) == [
        0, 0, 0, 0, 1, 1, 1, 1,
      ]
    )
    #expect(
      (0..<6).map(HeadLayout(headCount: 6, keyValueHeadCount: 3, headWidth: 3).keyValueHead) == [
        0, 0, 1, 1, 2, 2,
      ]
    )
    #expect(
      (0..<3).map(HeadLayout(headCount: 3, keyValueHeadCount: 1, headWidth: 3).keyValueHead) == [0, 0, 0]
    )
    let layout = HeadLayout(queryHeadCount: 6, keyValueHeadCount: 2, keyWidth: 3, valueWidth: 5)
    #expect([layout.queryWidth, layout.storedKeyWidth, layout.storedValueWidth] == [18, 6, 10])
    #expect(
      layout.querySlice(of: 4) == 12..<15 && layout.keySlice(of: 1) == 3..<6
        && layout.valueSlice(of: 1) == 5..<10
    )
  }

  @Test("In multi-query attention every head reads the one stored head")
  func multiQuery() {
    let shape = Shape(heads: 3, stored: 1, width: 2)
    let keys = numbers(Self.length, 2, seed: 2)
    let values = numbers(Self.length, 2, seed: 3)
    let shared = Self.run(shape.layout, keys: keys, values: values)
    for head in 0..<3 {
      let slice = head * 2..<(head + 1) * 2
      let alone = TapeAttention(
        queries: numbers(Self.length, 6, seed: 1).map { Array($0[slice]) },
        keys: keys,
        values: values,
        coefficients: numbers(Self.length, 6, seed: 4).map { Array($0[slice]) },
        scale: 0.61,
        attention: MultiHeadAttention(layout: HeadLayout(headCount: 1, headWidth: 2), mask: .causal)
      )
      #expect(shared.outputs.map { Array($0[slice]) } == alone.outputs)
      #expect(shared.queries.map { Array($0.grad[slice]) } == alone.queries.map(\.grad))
    }
  }

  @Test(
    "Stored heads are read where they stand: the tape grows as if each query head had its own",
    arguments: shapes
  )
  func noCopies(shape: Shape) {
    let layout = shape.layout
    let tape = Tape()
    let scale = tape.value(0.61)
    let query = tape.vector(numbers(1, layout.queryWidth, seed: 1)[0])
    let store = ListStore()
    var stored: Set<Int> = []
    for row in numbers(4, layout.storedKeyWidth, seed: 2) {
      let (key, value) = (tape.vector(row), tape.vector(row))
      store.append(StoredPosition(key: key, value: value))
      stored.formUnion((key.map(\.position)) + value.map(\.position))
    }
    let (values, records) = (tape.valueCount, tape.recordCount)
    let outputs = MultiHeadAttention(layout: layout)(query, at: 3, in: store, scale: scale)
    #expect(tape.recordCount - records == 9 * shape.heads)
    #expect(tape.valueCount - values == shape.heads * (5 * 4 + 3 + shape.width))
    #expect(tape.run(from: values).allSatisfy { $0.operation != .copy })
    #expect(ancestors(of: outputs.flatMap(\.output)).isSuperset(of: stored))

    // In tiles: one record for each query head, and nothing for each stored one.
    let before = (values: tape.valueCount, records: tape.recordCount)
    _ = MultiHeadAttention(layout: layout, kernel: .flash(tileSize: 2))(query, at: 3, in: store, scale: scale)
    #expect(tape.recordCount - before.records == shape.heads)
    #expect(tape.valueCount - before.values == shape.heads * (shape.width + 1))
  }

  #if compiler(>=6.2)
  @Test("Heads that can't be shared evenly, and heads of nothing, stop with a message")
  func misuse() async {
    let uneven = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = HeadLayout(headCount: 4, keyValueHeadCount: 3, headWidth: 2)
    }
    let empty = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = HeadLayout(headCount: 4, keyValueHeadCount: 0, headWidth: 2)
    }
    #if DEBUG
    let messages = [uneven, empty].map { String(decoding: $0?.standardErrorContent ?? [], as: UTF8.self) }
    #expect(messages[0].contains("4 query heads can't share 3 stored heads evenly"))
    #expect(messages[1].contains("attention needs heads and elements, not 4 and 0 heads of 2 and 2"))
    #endif
  }
  #endif
}
