import Autograd
import Testing

@testable import Replay

/// The first pass: what is executed as one.
@Suite("Fusion")
struct FusionTests {
  let tape = Tape()

  /// The pass over a computation from four leaves, v0…v3.
  private func fusion(_ body: (Vector) -> Value) -> String {
    let x = tape.vector([0.1, 0.2, 0.3, 0.4])
    return tape.program { [body(x)] }.planning.fusion.description
  }

  @Test("Softmax is one pattern, and what reads it is not part of it")
  func softmax() {
    #expect(
      fusion { $0.softmax().sum() } == """
        softmax: maximum v4, subtract v5…v8, exp v9…v12, sum v13, pow v14, multiply v15…v18
        sum v19
        """
    )
  }

  @Test("The loss of a token is one pattern")
  func logProbability() {
    #expect(
      fusion { $0.negativeLogProbability(of: tape.input(2)) } == """
        negative log-probability: maximum v4, subtract v5…v8, exp v9…v12, sum v13, log v14, pick v15, subtract v16
        """
    )
  }

  @Test("RMSNorm is one pattern")
  func normalization() {
    #expect(
      fusion { ($0 * (dot($0, $0) / 4 + 1e-5).pow(-0.5)).sum() } == """
        normalization: dot v4, multiplyConstant v5, addConstant v6, pow v7, multiply v8…v11
        sum v12
        """
    )
  }

  @Test("Where something else reads what a pattern keeps for itself, there is none")
  func readTwice() {
    #expect(
      fusion { x in
        let exponentials = x.lessMaximum().exp()
        let total = exponentials.sum()
        return (exponentials * total.pow(-1)).sum() + total
      } == """
        maximum v4
        subtract v5…v8
        exp v9…v12
        sum v13
        pow v14
        multiply v15…v18
        sum v19
        add v20
        """
    )
  }

  @Test("Another power than that of RMSNorm makes no pattern")
  func otherPower() {
    #expect(
      fusion { ($0 * (dot($0, $0) / 4 + 1e-5).pow(-0.7)).sum() } == """
        dot v4
        multiplyConstant v5
        addConstant v6
        pow v7
        multiply v8…v11
        sum v12
        """
    )
  }
}
