import Autograd
import Replay
import TestSupport
import Testing

@Suite("Negative log-probabilities in a program")
struct ProgramLossTests {
  let tape = Tape()
  static let scores = [0.75, -2.25, 1.5, 0.125]

  /// In 60 digits: `a = [Decimal(x * factor) for x in scores]; sum(x.exp() for x in a).ln() - a[t]`.
  static let known: [(factor: Double, losses: [Double])] = [
    (1, [1.3088863187384627, 4.3088863187384625, 0.5588863187384626, 1.9338863187384627]),
    (40, [30.000000000000092, 150.00000000000009, 9.357622968969694e-14, 55.00000000000009]),
    (2000, [1500, 7500, 0, 2750]),
    (1e6, [750_000, 3_750_000, 0, 1_375_000]),
  ]

  @Test(
    "A program works off many rows, of one width or several, to every value and gradient",
    arguments: [[1], [2, 2, 2], [8, 8], [27, 27, 27], [3, 9, 1, 17, 4, 33]]
  )
  func program(widths: [Int]) {
    let leaves = tape.vector((0..<widths.reduce(0, +)).map { 0.3 - 0.7 * Double($0 % 5) })
    expectReplaysAgree(tape, Array(leaves), inputs: widths.map { $0 / 2 }) {
      var start = 0
      return widths.map { width in
        defer { start += width }
        return (leaves[offsets: start..<start + width] * 2.0).negativeLogProbability(
          of: tape.input(width / 2)
        )
      }
    }
  }

  @Test("A program chooses anew, and its losses are finite where those of recording are")
  func replay() {
    let scores = tape.vector([0, 0, 0, 0])
    let program = tape.program(differentiating: scores) {
      [scores.negativeLogProbability(of: tape.input(0))]
    }
    let mark = tape.mark
    for (factor, losses) in Self.known {
      for (index, number) in Self.scores.enumerated() { scores[index].data = number * factor }
      let probabilities = scores.softmax().data
      tape.rewind(to: mark)
      for (index, loss) in losses.enumerated() {
        tape.clearGradients()
        program.replay([index])
        program.backward()
        #expect(agree(program.result(0), loss, within: 1e-15))
        let expected = probabilities.enumerated().map { $1 - ($0 == index ? 1 : 0) }
        #expect(agree(scores.grad, expected, within: 1e-15))
      }
    }
  }
}
