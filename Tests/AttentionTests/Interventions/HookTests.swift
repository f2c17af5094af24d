import Attention
import Autograd
import TestSupport
import Testing

@Suite("Hooks in attention")
struct HookTests {
  /// A layer of two heads with matrices of numbers without a pattern, and what it reads.
  struct Layer {
    let tape = Tape()
    let scale: Value
    let attention: MultiHeadAttention
    let inputs: [Vector]

    init(kernel: AttentionKernel = .softmax) {
      let tape = tape
      func matrix(_ seed: Int) -> Matrix {
        var elements = numbers(4, 4, seed: seed).flatMap { $0 }[...]
        return tape.matrix(rows: 4, columns: 4) { elements.removeFirst() }
      }
      scale = tape.value(0.6)
      attention = MultiHeadAttention(
        .keysAndValues(
          layout: HeadLayout(headCount: 2, headWidth: 2),
          query: matrix(1),
          key: matrix(2),
          value: matrix(3),
          output: matrix(4)
        ),
        mask: .causal,
        kernel: kernel
      )
      inputs = numbers(4, 4, seed: 5).map { tape.vector($0) }
    }

    func callAsFunction(_ intervention: Intervention?) -> [AttentionActivations] {
      let store = ListStore()
      return inputs.enumerated().map { position, input in
        attention(input, at: position, in: store, hook: Hook(intervention, layer: 7, position: position)) {
          _ in
          scale
        }
      }
    }
  }

  @Test("New scores give their softmax, and a new pattern its weighted sum of the values")
  func scoresAndPattern() {
    let layer = Layer()
    let plain = layer(nil)
    let raised = layer(
      Intervention(
        .scores,
        head: 1,
        positions: [3],
        Replacement { scores, _ in scores * layer.tape.vector([1, -2, 0, 3]) }
      )
    )
    let before = plain[3].heads[1]
    let after = raised[3].heads[1]
    let scores = zip(before.scores?.data ?? [], [1, -2, 0, 3]).map { $0 * $1 }
    #expect(after.scores?.data == scores)
    #expect(after.pattern?.data == layer.tape.vector(scores).softmax().data)
    #expect(after.output.data == weightedSum(layer.tape.vector(scores).softmax(), before.values).data)
    #expect(raised[3].heads[0].output.data == plain[3].heads[0].output.data)
    #expect(raised[2].output.data == plain[2].output.data)
    #expect(raised[3].output.data != plain[3].output.data)

    let first = Replacement { pattern, _ in
      layer.tape.vector([1] + Array(repeating: 0, count: pattern.count - 1))
    }
    for position in layer(Intervention(.pattern, first)) {
      for head in position.heads { #expect(head.output.data == head.values[0].data) }
    }
  }

  @Test("A new key or value is what the position's own query and later ones read")
  func stored() {
    let layer = Layer()
    let plain = layer(nil)
    for name in [ActivationName.key, .value] {
      let changed = layer(Intervention(name, layer: 7, positions: [1], .constant(0.5, on: layer.tape)))
      #expect(changed[0].output.data == plain[0].output.data)
      for position in 1..<4 {
        let head = changed[position].heads[0]
        #expect((name == .key ? head.keys : head.values)[1].data == [0.5, 0.5])
        #expect(changed[position].output.data != plain[position].output.data)
      }
    }
  }

  @Test("Another layer's intervention changes nothing, and records nothing")
  func otherLayer() {
    let layer = Layer()
    let plain = layer(nil)
    let count = layer.tape.recordCount
    let other = Intervention(.z, layer: 6, .constant(0, on: layer.tape))
      .followed(by: .hiding(position: 0, layer: 6))
    #expect(layer(other).map { $0.output.data } == plain.map { $0.output.data })
    #expect(layer.tape.recordCount == 2 * count)
  }

  @Test("FlashAttention has neither scores nor pattern to replace, and z as any kernel")
  func flash() {
    let layer = Layer(kernel: .flash(tileSize: 2))
    var names: Set<ActivationName> = []
    let outputs = layer(.observing { names.insert($1.name) })
    #expect(names == [.key, .value, .query, .z, .attentionOutput])
    #expect(outputs.map { $0.visiblePositions.count } == [1, 2, 3, 4])
    let off = layer(Intervention(.z, .constant(0, on: layer.tape)))
    #expect(off.allSatisfy { $0.output.data.allSatisfy { $0 == 0 } })
  }

  #if compiler(>=6.2)
  @Test("Numbers of another length stop with a message")
  func wrongLength() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let layer = Layer()
      _ = layer(Intervention(.z, .numbers(on: layer.tape) { _ in [1, 2, 3] }))
    }
    #if DEBUG
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("3 numbers can't stand in the place of the 2 of z"))
    #endif
  }
  #endif
}
