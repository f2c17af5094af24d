import Autograd
import Testing

@testable import Replay

/// The second pass: what waits for what, and where gradients go.
@Suite("Dependence")
struct DependenceTests {
  let tape = Tape()

  @Test("An operation's level is one more than the highest level that it reads")
  func levels() {
    let (a, b) = (tape.value(0.7), tape.value(1.9))
    let program = tape.program { [(a * b).log() + a.exp()] }
    #expect(
      program.planning.dependence.description == """
        level 1: multiply v2, both gradients
        level 2: log v3, the gradient of its first operand
        level 1: exp v4, the gradient of its first operand
        level 3: add v5, both gradients
        """
    )
  }

  @Test("Gradients go only where they lead to a leaf that is asked for")
  func leaves() {
    let a = tape.value(0.7)
    let b = tape.vector([1.9])
    let program = tape.program(differentiating: b) { [(a * b[0]) + a.exp()] }
    #expect(
      program.planning.dependence.description == """
        level 1: multiply v2, the gradient of its second operand
        level 1: exp v3, no gradient
        level 2: add v4, the gradient of its first operand
        """
    )
  }

  @Test("A maximum gives no gradient on, and what no result was computed from gets none")
  func noGradients() {
    let x = tape.vector([0.7, 1.9])
    let program = tape.program {
      _ = x[1].log()
      return [x.maximum() * x[0]]
    }
    #expect(
      program.planning.dependence.description == """
        level 1: log v2, no gradient
        level 1: maximum v3, no gradient
        level 2: multiply v4, both gradients
        """
    )
  }

  @Test("All operations of a pattern are of one level")
  func patterns() {
    let x = tape.vector([0.7, 1.9])
    let program = tape.program { [(x * 2.0).softmax().sum()] }
    #expect(
      program.planning.dependence.description == """
        level 1: multiplyConstant v2…v3, the gradient of its first operand
        level 2: maximum v4, no gradient
        level 2: subtract v5…v6, both gradients
        level 2: exp v7…v8, the gradient of its first operand
        level 2: sum v9, the gradient of its first operand
        level 2: pow v10, the gradient of its first operand
        level 2: multiply v11…v12, both gradients
        level 3: sum v13, the gradient of its first operand
        """
    )
  }
}
