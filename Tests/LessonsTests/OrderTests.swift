import Lessons
import Testing

@Suite("Lesson order")
struct OrderTests {
  private let order = Order()

  private func vectors(_ sentence: [Int]) -> [[Double]] { sentence.map { Order.vectors[$0] } }

  private func expect(_ outputs: [[Double]], near others: [[Double]]) {
    #expect(outputs.count == others.count)
    for (output, other) in zip(outputs, others) { #expect(isNear(output, other)) }
  }

  @Test("All outputs are those of attention as it is written on paper")
  func plain() {
    expect(order.plain.forward.outputs, near: PlainAttention.outputs(of: vectors(Order.forward)))
    expect(order.plain.other.outputs, near: PlainAttention.outputs(of: vectors(Order.turned)))
    let swapped = PlainAttention.outputs(of: vectors(Order.swapped), causal: true)
    let forward = PlainAttention.outputs(of: vectors(Order.forward), causal: true)
    expect(order.masked.forward.outputs, near: forward)
    expect(order.masked.other.outputs, near: PlainAttention.outputs(of: vectors(Order.turned), causal: true))
    expect(order.lastWord.other.outputs, near: swapped)
    let second = order.lastWordInSecondLayer
    expect(second.forward.outputs, near: PlainAttention.outputs(of: forward, causal: true))
    expect(second.other.outputs, near: PlainAttention.outputs(of: swapped, causal: true))
    func positioned(_ sentence: [Int]) -> [[Double]] {
      sentence.enumerated().map { [Order.vectors[$1][0] + 0.5 * Double($0), Order.vectors[$1][1]] }
    }
    expect(
      order.positioned.forward.outputs,
      near: PlainAttention.outputs(of: positioned(Order.forward))
    )
    expect(
      order.positioned.other.outputs,
      near: PlainAttention.outputs(of: positioned(Order.turned))
    )
  }

  @Test("Attention alone is equivariant and not invariant; its mean is invariant")
  func equivariance() {
    for word in 0..<3 {
      let outputs = order.plain.outputs(of: word, order: Order.turned)
      #expect(isNear(outputs.forward, outputs.other))
    }
    #expect(!isNear(order.plain.forward.outputs[0], order.plain.other.outputs[0], within: 0.01))
    // Rows and columns of the pattern are permuted alike.
    for query in 0..<3 {
      for key in 0..<3 {
        #expect(
          isNear([order.plain.forward.pattern[query][key]], [order.plain.other.pattern[2 - query][2 - key]])
        )
      }
    }
    let sums = [order.plain.forward, order.plain.other].map { attention in
      attention.outputs.reduce([0, 0]) { [$0[0] + $1[0], $0[1] + $1[1]] }
    }
    #expect(isNear(sums[0], sums[1]))
  }

  @Test("With a mask or with positions, no word keeps its output")
  func broken() {
    for pair in [order.masked, order.positioned] {
      for word in 0..<3 {
        let outputs = pair.outputs(of: word, order: Order.turned)
        #expect(!isNear(outputs.forward, outputs.other, within: 0.01))
      }
    }
  }

  @Test("Under a mask the last word does not know the order before it in one layer, and does in two")
  func lastWord() {
    let first = (0..<3).map { order.lastWord.outputs(of: $0, order: Order.swapped) }
    #expect(isNear(first[2].forward, first[2].other))
    for word in 0..<2 { #expect(!isNear(first[word].forward, first[word].other, within: 0.01)) }
    let second = order.lastWordInSecondLayer.outputs(of: 2, order: Order.swapped)
    #expect(!isNear(second.forward, second.other, within: 0.01))
  }

  @Test("In four layers without a mask, the order is not known")
  func manyLayers() {
    var forward = vectors(Order.forward)
    var turned = vectors(Order.turned)
    for _ in 0..<4 {
      forward = WorkedAttention(queries: forward, keys: forward, values: forward).outputs
      turned = WorkedAttention(queries: turned, keys: turned, values: turned).outputs
    }
    for position in 0..<3 { #expect(isNear(forward[position], turned[2 - position])) }
  }

  @Test(
    "Equal words have equal outputs under a causal mask in any number of layers; positions tell them apart"
  )
  func equalWords() {
    let word = [0.5, -2]
    var vectors = Array(repeating: word, count: 4)
    for _ in 0..<4 {
      vectors = WorkedAttention(queries: vectors, keys: vectors, values: vectors, mask: .causal).outputs
      for vector in vectors { #expect(isNear(vector, word)) }
    }
    let positioned = (0..<4).map { [word[0] + 0.5 * Double($0), word[1]] }
    let outputs = WorkedAttention(queries: positioned, keys: positioned, values: positioned, mask: .causal)
      .outputs
    for position in 1..<4 { #expect(!isNear(outputs[position], outputs[0], within: 0.01)) }
  }

  @Test("The answers that count as right are these")
  func answers() throws {
    let right = try Lesson.order.questions.map { $0.rightChoice?.prefix(20) }
    #expect(
      right
        == ["each word keeps the o", "no: the mask brings ", "not in one layer of "].map { $0.prefix(20) }
    )
  }
}
