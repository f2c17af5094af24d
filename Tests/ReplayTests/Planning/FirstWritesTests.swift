import Autograd
import Testing

@testable import Replay

/// The sixth pass: which gradients are stored and which are added to, as those of leaves always are.
@Suite("First writes")
struct FirstWritesTests {
  let tape = Tape()

  private func firstWrites(_ body: (Value) -> [Value]) -> String {
    let a = tape.value(0.7)
    return tape.program { body(a) }.planning.firstWrites.description
  }

  @Test("What is read once is stored, and nothing need be cleared")
  func once() {
    #expect(
      twoTokens().planning.firstWrites.description == """
        nothing is cleared
        sum stores the gradient of its first operand
        relu stores the gradient of its first operand
        matrixVector stores the gradient of its second operand, adds to the gradient of its first operand
        gather adds to the gradient of its first operand
        """
    )
  }

  @Test("Of two that read one value, the one that comes first going backward stores")
  func twice() {
    #expect(
      firstWrites { a in
        let b = a * 2.0
        return [b.exp() + b.log()]
      } == """
        nothing is cleared
        add stores both gradients
        log stores the gradient of its first operand
        exp adds to the gradient of its first operand
        multiplyConstant adds to the gradient of its first operand
        """
    )
  }

  @Test("A value that is both operands is stored and then added to")
  func square() {
    #expect(
      firstWrites { a in
        let b = a * 2.0
        return [b * b]
      } == """
        nothing is cleared
        multiply stores the gradient of its first operand, adds to the gradient of its second operand
        multiplyConstant adds to the gradient of its first operand
        """
    )
  }

  @Test("Where two rows of one instruction read one value, its gradient is cleared and both add")
  func shared() {
    #expect(
      firstWrites { a in
        let b = a * 2.0
        return [b.exp(), b.exp()]
      } == """
        cleared: 8
        exp adds to the gradient of its first operand
        multiplyConstant adds to the gradient of its first operand
        """
    )
  }

  @Test("A gradient that nothing writes is cleared, since it may be looked at")
  func unused() {
    #expect(
      firstWrites { a in
        let b = a * 2.0
        _ = b.log()
        return [b.exp()]
      } == """
        cleared: 16
        exp stores the gradient of its first operand
        multiplyConstant adds to the gradient of its first operand
        """
    )
  }

  @Test("What a pattern keeps for itself it stores")
  func patterns() {
    let x = tape.vector([0.1, 0.2, 0.3, 0.4])
    let program = tape.program { [((x * 2.0).softmax() * x).sum()] }
    #expect(
      program.planning.firstWrites.description == """
        nothing is cleared
        sum stores the gradient of its first operand
        multiply stores the gradient of its first operand, adds to the gradient of its second operand
        softmax stores the gradient of its first operand
        multiplyConstant adds to the gradient of its first operand
        """
    )
  }
}
