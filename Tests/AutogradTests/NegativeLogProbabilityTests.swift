import Autograd
import TestSupport
import Testing

@Suite("Negative log-probabilities")
struct NegativeLogProbabilityTests {
  let tape = Tape()
  static let scores = [0.75, -2.25, 1.5, 0.125]

  /// In 60 digits: `a = [Decimal(x * factor) for x in scores]; sum(x.exp() for x in a).ln() - a[t]`.
  static let known: [(factor: Double, losses: [Double])] = [
    (1, [1.3088863187384627, 4.3088863187384625, 0.5588863187384626, 1.9338863187384627]),
    (40, [30.000000000000092, 150.00000000000009, 9.357622968969694e-14, 55.00000000000009]),
    (2000, [1500, 7500, 0, 2750]),
    (1e6, [750_000, 3_750_000, 0, 1_375_000]),
  ]

  @Test("Known values, however unlikely the element is", arguments: known)
  func values(factor: Double, losses: [Double]) {
    let scores = tape.vector(Self.scores.map { $0 * factor })
    for (index, loss) in losses.enumerated() {
      #expect(agree(scores.negativeLogProbability(of: tape.input(index)).data, loss, within: 1e-15))
    }
  }

  @Test("It is −ln softmax where the probability is a number", arguments: 0..<4)
  func softmax(index: Int) {
    let scores = tape.vector(Self.scores)
    let input = tape.input(index)
    let expected = -scores.softmax()[input].log()
    #expect(agree(scores.negativeLogProbability(of: input).data, expected.data, within: 1e-15))
  }

  @Test(
    "Its gradient is softmax less 1 at the element, also where the probability underflows",
    arguments: known
  )
  func gradient(factor: Double, losses: [Double]) {
    let scores = tape.vector(Self.scores.map { $0 * factor })
    let probabilities = scores.softmax().data
    for index in losses.indices {
      tape.clearGradients()
      scores.negativeLogProbability(of: tape.input(index)).backward()
      let expected = probabilities.enumerated().map { $1 - ($0 == index ? 1 : 0) }
      #expect(agree(scores.grad, expected, within: 1e-15))
    }
  }

  @Test("It is infinite only where the answer is", arguments: [1e200, 8e307, 1e308, 1.7e308])
  func extreme(size: Double) {
    let scores = tape.vector([size, -size])
    let loss = scores.negativeLogProbability(of: tape.input(1)).data
    // ln(1 + e^−2size) is far below the last bit of 2 size.
    #expect(loss == 2 * size)
    #expect(loss.isFinite == (size < 9e307))
    #expect(scores.negativeLogProbability(of: tape.input(0)).data == 0)
  }

  @Test(
    "It takes seven records and 2n + 5 nodes, one elementary operation after the other",
    arguments: [1, 2, 17]
  )
  func size(count: Int) {
    let scores = tape.vector(Array(repeating: 0.7, count: count))
    let loss = scores.negativeLogProbability(of: tape.input(count - 1))
    #expect(tape.recordCount == 7)
    #expect(tape.valueCount - count == 2 * count + 5)
    #expect(loss.operation == .subtract)
    #expect(loss.parents.map { $0.value.operation } == [.log, .pick])
  }
}
