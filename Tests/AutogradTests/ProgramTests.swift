import Autograd
import TestSupport
import Testing

/// A program's every number beside that of the same computation recorded anew.
@Suite("Programs")
struct ProgramTests {
  @Test(
    "A replay gives every value and gradient of recording anew, for every operation",
    arguments: OperationCase.all
  )
  func operations(operation: OperationCase) {
    let tape = Tape()
    let (leaves, compute) = operation.setUp(tape, operation.operands)
    // Three times side by side, so that rows of one instruction meet.
    func losses() -> [Value] { (0..<3).map { _ in DerivativeTests.loss(of: compute()) } }
    expectReplaysAgree(tape, leaves, inputs: tape.program(losses).recordedInputs, losses)
  }
}

/// Replays a computation with the leaves moved a little each time and compares all there is with recording it.
func expectReplaysAgree(
  _ tape: Tape,
  _ leaves: [Value],
  inputs: [Int],
  within tolerance: Double = 1e-13,
  sourceLocation: SourceLocation = #_sourceLocation,
  _ compute: () -> [Value]
) {
  let program = tape.program(compute)
  for _ in 0..<3 {
    for leaf in leaves { leaf.data *= 1.03 }
    let mark = tape.mark
    tape.clearGradients()
    program.replay(inputs)
    program.backward(seed: 1.5)
    program.unfold()
    let replayed = (tape.run(from: 0).data, tape.run(from: 0).grad)
    tape.rewind(to: mark)

    tape.clearGradients()
    vector(of: compute()).sum().backward(seed: 1.5)
    let count = replayed.0.count
    #expect(
      agree(replayed.0, Array(tape.run(from: 0).data.prefix(count)), within: tolerance),
      sourceLocation: sourceLocation
    )
    #expect(
      agree(replayed.1, Array(tape.run(from: 0).grad.prefix(count)), within: tolerance),
      sourceLocation: sourceLocation
    )
    tape.rewind(to: mark)
  }
}
