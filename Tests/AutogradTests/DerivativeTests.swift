import Autograd
import TestSupport
import Testing

/// What one operation computes and how it is differentiated, from ``OperationCase/all``.
///
/// Each case is differentiated through the loss of ``OperationCase``.
@Suite("Derivatives")
struct DerivativeTests {
  /// ∂L/∂(each operand) of the plain formula, by central difference.
  static func differences(of operationCase: OperationCase) -> [Double] {
    operationCase.operands.indices.map { index in
      func loss(_ shift: Double) -> Double {
        var operands = operationCase.operands
        operands[index] += shift
        return OperationCase.loss(of: operationCase.plain(operands))
      }
      let step = 1e-5
      return (loss(step) - loss(-step)) / (2 * step)
    }
  }

  @Test("The table has every operation")
  func exhaustive() {
    #expect(Set(OperationCase.all.map(\.operation)) == Set(Autograd.Operation.allCases))
  }

  @Test("An operation's results are those of its formula over plain numbers", arguments: OperationCase.all)
  func results(operationCase: OperationCase) {
    let tape = Tape()
    let results = operationCase.setUp(tape, operationCase.operands).compute()
    #expect(agree(results.map(\.data), operationCase.plain(operationCase.operands), within: 1e-15))
    #expect(results.allSatisfy { $0.operation == operationCase.operation })
  }

  @Test("Gradients are the formula's difference quotients", arguments: OperationCase.all)
  func gradients(operationCase: OperationCase) {
    let tape = Tape()
    let (leaves, compute) = operationCase.setUp(tape, operationCase.operands)
    OperationCase.loss(of: compute()).backward()
    // A maximum counts as a constant.
    let isConstant = operationCase.operation == .maximum
    let expected = isConstant ? operationCase.operands.map { _ in 0 } : Self.differences(of: operationCase)
    #expect(agree(leaves.map(\.grad), expected, within: 1e-8))
  }

  @Test(
    "The tape's own check finds nothing wrong",
    arguments: OperationCase.all.filter { $0.operation != .maximum }
  )
  func check(operationCase: OperationCase) {
    let tape = Tape()
    let (leaves, compute) = operationCase.setUp(tape, operationCase.operands)
    let check = tape.checkGradients(of: leaves) { OperationCase.loss(of: compute()) }
    #expect(check.comparisons.count == leaves.count)
    #expect(check.worstRelativeError < 1e-8)
  }

  @Test(
    "Local derivatives chained by hand give the gradient of every value on the tape",
    arguments: OperationCase.all
  )
  func chainRule(operationCase: OperationCase) {
    let tape = Tape()
    let (_, compute) = operationCase.setUp(tape, operationCase.operands)
    let loss = OperationCase.loss(of: compute())
    loss.backward()

    var gradients = [Double](repeating: 0, count: tape.valueCount)
    gradients[loss.position] = 1
    for value in tape.run(from: 0).reversed() {
      for parent in value.parents {
        #expect(parent.value.position < value.position)
        gradients[parent.value.position] += gradients[value.position] * parent.localDerivative
      }
    }
    #expect(agree(tape.run(from: 0).grad, gradients, within: 1e-14))
  }

  @Test(
    "Each result by itself has the gradient of its own formula",
    arguments: OperationCase.all.filter { $0.operation != .maximum }
  )
  func oneResult(operationCase: OperationCase) {
    let tape = Tape()
    let (leaves, compute) = operationCase.setUp(tape, operationCase.operands)
    let results = compute()
    for (index, result) in results.enumerated() {
      tape.clearGradients()
      result.backward()
      for (operand, leaf) in leaves.enumerated() {
        func shifted(_ shift: Double) -> Double {
          var operands = operationCase.operands
          operands[operand] += shift
          return operationCase.plain(operands)[index]
        }
        #expect(agree(leaf.grad, (shifted(1e-5) - shifted(-1e-5)) / 2e-5, within: 1e-8))
      }
    }
  }
}
