import Autograd
import Replay
import TestSupport
import Testing
import Transformer

/// The plain interpreter of a plan beside the tape it was recorded on, which tests planning, and beside the kernels, which
/// tests them.
@Suite("The interpreter of a plan")
struct InterpreterTests {
  @Test("A plan and its kernels are right for every operation", arguments: OperationCase.all)
  func operations(operation: OperationCase) {
    let tape = Tape()
    let (leaves, compute) = operation.setUp(tape, operation.operands)
    for leaf in leaves { leaf.data *= 1.03 }
    // Three times side by side, so that rows of one instruction meet.
    expectAllAgree(tape, within: 1e-13) { (0..<3).map { _ in OperationCase.loss(of: compute()) } }
  }

  @Test("A plan and its kernels are right for every variant of attention", arguments: Variant.all)
  func variants(variant: Variant) throws {
    let model = try variant.model()
    expectAllAgree(model.tape, inputs: [1, 1, 2, 0, 0, 2, 2, 2, 1, 0, 1, 2, 2], within: 1e-12) {
      [Variant.document, [0, 2, 2, 1], [1, 0]].map { model.loss(of: $0) }
    }
  }

  @Test("A plan and its kernels are right where operands overlap in many ways", arguments: 0..<60)
  func randomGraphs(seed: Int) {
    let tape = Tape()
    let graph = RandomGraph(tape, seed: 1000 + seed)
    expectAllAgree(tape, within: 1e-11, graph.compute)
  }

  @Test(
    "Where only some leaves are differentiated for, their gradients are those of differentiating for all",
    arguments: 0..<30
  )
  func someLeaves(seed: Int) {
    let tape = Tape()
    let graph = RandomGraph(tape, seed: 2000 + seed)
    let some = graph.leaves[(seed % 5)..<(seed % 5 + 3)]
    let program = tape.program(differentiating: some, graph.compute)
    tape.clearGradients()
    program.replay(program.recordedInputs)
    program.backward()
    let interpreter = Interpreter(program, inputs: program.recordedInputs)
    interpreter.backward()
    #expect(agree(some.grad, some.map { interpreter.grad(at: $0.position) }, within: 1e-11))
  }

  @Test("An input from before the program names what it names at the replay")
  func earlierInput() {
    let tape = Tape()
    let table = tape.vector([0.3, 0.5, 0.7])
    let input = tape.input(0)
    let program = tape.program { [table[input] * table[tape.input(0)]] }
    input.index = 2
    let interpreter = Interpreter(program, inputs: [1])
    #expect(interpreter.result(0) == 0.7 * 0.5)
    interpreter.backward()
    #expect(table.map { interpreter.grad(at: $0.position) } == [0, 0.7, 0.5])
  }

  /// Compares every number and every gradient: of the interpreter, of the kernels, and of the same operations computed where
  /// they stand on the tape.
  private func expectAllAgree(
    _ tape: Tape,
    inputs: [Int]? = nil,
    within tolerance: Double,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ compute: () -> [Value]
  ) {
    let mark = tape.mark
    var results: [Value] = []
    let program = tape.program {
      results = compute()
      return results
    }
    let inputs = inputs ?? program.recordedInputs
    let interpreter = Interpreter(program, inputs: inputs)
    interpreter.backward(seed: 1.5)

    tape.clearGradients()
    program.replay(inputs)
    program.backward(seed: 1.5)
    program.unfold()
    let values = tape.run(from: 0)
    let numbers = values.map { interpreter.data(at: $0.position) }
    let gradients = values.map { interpreter.grad(at: $0.position) }
    #expect(agree(values.data, numbers, within: tolerance), "by kernels", sourceLocation: sourceLocation)
    #expect(agree(values.grad, gradients, within: tolerance), "by kernels", sourceLocation: sourceLocation)

    tape.clearGradients()
    tape.recompute(from: mark, to: tape.mark)
    vector(of: results).sum().backward(seed: 1.5)
    #expect(agree(values.data, numbers, within: tolerance), "on the tape", sourceLocation: sourceLocation)
    #expect(agree(values.grad, gradients, within: tolerance), "on the tape", sourceLocation: sourceLocation)
    tape.rewind(to: mark)
  }
}
