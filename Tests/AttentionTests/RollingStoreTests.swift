import Attention
import Autograd
import TestSupport
import Testing

@Suite("Rolling store")
struct RollingStoreTests {
  static func run(_ store: any KeyValueStore, _ mask: Mask, _ kernel: AttentionKernel) -> TapeAttention {
    TapeAttention(
      queries: numbers(9, 6, seed: 1),
      keys: numbers(9, 6, seed: 2),
      values: numbers(9, 6, seed: 3),
      coefficients: numbers(9, 6, seed: 4),
      scale: 0.61,
      attention: MultiHeadAttention(
        layout: HeadLayout(headCount: 2, headWidth: 3),
        mask: mask,
        kernel: kernel
      ),
      store: store
    )
  }

  @Test(
    "Of N positions it is a sliding window of N over a list, in outputs and gradients to the last bit",
    arguments: 1...10,
    [true, false]
  )
  func window(size: Int, isFlash: Bool) {
    let kernel: AttentionKernel = isFlash ? .flash(tileSize: 2) : .softmax
    let rolling = Self.run(RollingStore(size: size), .full, kernel)
    let window = Self.run(ListStore(), .slidingWindow(size), kernel)
    #expect(rolling.outputs == window.outputs)
    #expect(rolling.gradients == window.gradients)
    #expect(rolling.gradients.contains { $0 != 0 })
    let causal = Self.run(ListStore(), .causal, kernel)
    #expect((rolling.outputs == causal.outputs) == (size >= 9))
  }

  /// Numbers that say which position they belong to.
  static func entry(_ position: Int, _ tape: Tape) -> StoredPosition {
    StoredPosition(key: tape.vector([Double(position)]), value: tape.vector([Double(-position)]))
  }

  @Test("After many positions the last N stand there in order, under their own numbers", arguments: 1...5)
  func order(size: Int) {
    let tape = Tape()
    let store = RollingStore(size: size)
    #expect(store.positions == 0..<0)
    for position in 0..<23 {
      store.append(Self.entry(position, tape))
      let first = max(0, position + 1 - size)
      #expect(store.count == position + 1)
      #expect(store.positions == first..<position + 1)
      #expect(store.positions.map { store[$0].key.data } == (first...position).map { [Double($0)] })
      #expect(store.positions.map { store[$0].value.data } == (first...position).map { [Double(-$0)] })
    }
  }

  @Test("A fork goes on by itself")
  func fork() {
    let tape = Tape()
    let store = RollingStore(size: 2)
    for position in 0..<3 { store.append(Self.entry(position, tape)) }
    let other = store.fork()
    other.append(Self.entry(30, tape))
    #expect(store.positions.map { store[$0].key.data } == [[1], [2]])
    #expect(other.positions.map { other[$0].key.data } == [[2], [30]])
  }

  @Test("After its release it begins again at position 0", arguments: 1...4)
  func release(size: Int) {
    let tape = Tape()
    let store = RollingStore(size: size)
    for position in 0..<5 { store.append(Self.entry(position, tape)) }
    store.release()
    #expect(store.count == 0 && store.positions.isEmpty)
    for position in 0..<5 { store.append(Self.entry(10 + position, tape)) }
    #expect(store.positions == 5 - size..<5)
    #expect(store.positions.map { store[$0].key.data } == (5 - size..<5).map { [Double(10 + $0)] })
  }

  #if compiler(>=6.2)
  @Test("A forgotten position, one that is yet to come, and a store of nothing are refused")
  func misuse() async {
    let forgotten = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let store = RollingStore(size: 3)
      for position in 0..<5 { store.append(RollingStoreTests.entry(position, tape)) }
      _ = store[1]
    }
    let coming = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let store = RollingStore(size: 3)
      for position in 0..<5 { store.append(RollingStoreTests.entry(position, tape)) }
      _ = store[5]
    }
    let empty = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = RollingStore(size: 0)
    }
    #if DEBUG
    let messages = [forgotten, coming, empty].map {
      String(decoding: $0?.standardErrorContent ?? [], as: UTF8.self)
    }
    #expect(messages[0].contains("position 1 is no longer kept; 2..<5 are"))
    #expect(messages[1].contains("position 5 is"))
    #expect(messages[2].contains("a rolling store of 0 positions keeps nothing"))
    #endif
  }
  #endif
}
