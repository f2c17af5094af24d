import Autograd
import TestSupport
import Testing

@Suite("Gradient check")
struct GradientCheckTests {
  let tape = Tape()

  @Test("A right gradient agrees to far better than 10⁻⁶")
  func right() throws {
    let a = tape.value(0.7)
    let b = tape.value(-2.3)
    let check = tape.checkGradients(of: [a, b]) { a * b + b.pow(3) }
    #expect(check.comparisons.map(\.index) == [0, 1])
    #expect(agree(check.comparisons.map(\.backpropagated), [-2.3, 0.7 + 3 * 2.3 * 2.3], within: 1e-15))
    #expect(agree(check.comparisons.map(\.difference), [-2.3, 0.7 + 3 * 2.3 * 2.3], within: 1e-9))
    #expect(check.worstRelativeError < 1e-9)
    let worst = try #require(check.worst)
    #expect(worst.relativeError == check.worstRelativeError)
  }

  // A maximum counts as a constant, so on its own its gradient is wrong.
  @Test("A wrong gradient is caught, and which one it is")
  func wrong() throws {
    let v = tape.vector([0.7, -2.3, 1.9])
    let check = tape.checkGradients(of: v) { v.sum() + v.maximum() }
    let worst = try #require(check.worst)
    #expect(worst.index == 2)
    #expect(agree(worst.backpropagated, 1, within: 1e-15))
    #expect(agree(worst.difference, 2, within: 1e-9))
    #expect(agree(check.worstRelativeError, 0.5, within: 1e-9))
  }

  @Test("A gradient that is not a number is as wrong as can be")
  func notANumber() {
    let x = tape.value(-1.7)
    #expect(tape.checkGradients(of: [x]) { x.log() }.worstRelativeError == .infinity)
  }

  @Test("Without leaves there is nothing to compare")
  func noLeaves() {
    let check = tape.checkGradients(of: []) { tape.value(0.7) * 2 }
    #expect(check.comparisons.isEmpty)
    #expect(check.worst == nil)
    #expect(check.worstRelativeError == 0)
  }

  @Test("The tape, its numbers and its gradients are afterwards what they were")
  func leavesNoTrace() {
    let v = tape.vector([0.7, -2.3, 1.9])
    let before = v.softmax()
    before[0].backward()
    let mark = tape.mark
    let (data, gradients) = (tape.run(from: 0).data, tape.run(from: 0).grad)
    _ = tape.checkGradients(of: v) { dot(before, v) + v.sum().exp() }
    #expect(tape.mark == mark)
    #expect(tape.isRecording)
    #expect(tape.run(from: 0).data == data)
    #expect(tape.run(from: 0).grad == gradients)
  }

  @Test("What was computed before it can be differentiated again after it", arguments: [false, true])
  func backwardAfterwards(isLeafChecked: Bool) {
    let x = tape.value(1.7)
    let y = x * 3
    y.backward()
    _ = tape.checkGradients(of: [x]) { isLeafChecked ? x : x * 5 }
    y.backward()
    #expect(y.grad == 1)
    #expect(x.grad == 6)
  }
}
