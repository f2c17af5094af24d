import Autograd
import Testing

/// One form in which an operation can be written, beside the same formula over plain numbers.
public struct OperationCase: Sendable, CustomTestStringConvertible {
  /// What is written.
  public let form: String
  /// What computes the results, as the tape names it.
  public let operation: Autograd.Operation
  /// The operands, none of them 0, 1 or −1, where wrong rules look right.
  public let operands: [Double]
  /// The results, from all operands in order.
  public let plain: @Sendable ([Double]) -> [Double]
  /// Puts the operands on a tape, as leaves, and gives what computes the results.
  public let setUp: @Sendable (Tape, [Double]) -> (leaves: [Value], compute: () -> [Value])

  /// What is written.
  public var testDescription: String { form }

  /// A form over a run of leaves.
  init(
    _ form: String,
    _ operation: Autograd.Operation,
    _ operands: [Double],
    _ onTape: @escaping @Sendable (Vector) -> [Value],
    _ plain: @escaping @Sendable ([Double]) -> [Double]
  ) {
    self.form = form
    self.operation = operation
    self.operands = operands
    self.plain = plain
    setUp = { tape, operands in
      let leaves = tape.vector(operands)
      return (Array(leaves), { onTape(leaves) })
    }
  }

  /// A form over a run of leaves and a run of numbers that count as constants.
  init(
    _ form: String,
    _ operation: Autograd.Operation,
    _ operands: [Double],
    constants: [Double],
    _ onTape: @escaping @Sendable (_ leaves: Vector, _ constants: Vector) -> [Value],
    _ plain: @escaping @Sendable ([Double]) -> [Double]
  ) {
    self.form = form
    self.operation = operation
    self.operands = operands
    self.plain = plain
    setUp = { tape, operands in
      let constants = tape.vector(constants)
      let leaves = tape.vector(operands)
      return (Array(leaves), { onTape(leaves, constants) })
    }
  }

  /// A form over two values.
  init(
    _ form: String,
    _ operation: Autograd.Operation,
    two onTape: @escaping @Sendable (Value, Value) -> Value,
    _ plain: @escaping @Sendable (Double, Double) -> Double
  ) {
    self.init(form, operation, [0.7, -2.3], { [onTape($0[0], $0[1])] }, { [plain($0[0], $0[1])] })
  }

  /// A form over one value.
  init(
    _ form: String,
    _ operation: Autograd.Operation,
    at operand: Double = 1.7,
    one onTape: @escaping @Sendable (Value) -> Value,
    _ plain: @escaping @Sendable (Double) -> Double
  ) {
    self.init(form, operation, [operand], { [onTape($0[0])] }, { [plain($0[0])] })
  }

  /// A form over two vectors of three elements.
  init(
    _ form: String,
    _ operation: Autograd.Operation,
    vectors onTape: @escaping @Sendable (Vector, Vector) -> Vector,
    _ plain: @escaping @Sendable (Double, Double) -> Double
  ) {
    self.init(
      form,
      operation,
      [0.7, -2.3, 1.9, -0.4, 3.1, 0.6],
      { Array(onTape($0[0..<3], $0[3..<6])) },
      { x in (0..<3).map { plain(x[$0], x[3 + $0]) } }
    )
  }

  /// A form over a vector of three elements and a single value, the last operand.
  init(
    _ form: String,
    _ operation: Autograd.Operation,
    broadcast onTape: @escaping @Sendable (Vector, Value) -> Vector,
    _ plain: @escaping @Sendable (Double, Double) -> Double
  ) {
    self.init(
      form,
      operation,
      [0.7, -2.3, 1.9, -0.4],
      { Array(onTape($0[0..<3], $0[3])) },
      { x in (0..<3).map { plain(x[$0], x[3]) } }
    )
  }

  /// A form over each element of a vector.
  init(
    _ form: String,
    _ operation: Autograd.Operation,
    at operands: [Double] = [0.7, 2.3, 1.9],
    each onTape: @escaping @Sendable (Vector) -> Vector,
    _ plain: @escaping @Sendable (Double) -> Double
  ) {
    self.init(form, operation, operands, { Array(onTape($0)) }, { $0.map(plain) })
  }

  /// A form over a matrix of three rows and two columns, and a vector of two.
  init(
    _ form: String,
    _ operation: Autograd.Operation,
    matrix onTape: @escaping @Sendable (Tape, Matrix, Vector) -> Vector,
    _ plain: @escaping @Sendable (_ rows: [[Double]], _ vector: [Double]) -> [Double]
  ) {
    self.form = form
    self.operation = operation
    operands = [0.7, -2.3, 1.9, -0.4, 3.1, 0.6, -1.3, 2.2]
    self.plain = { x in plain([[x[0], x[1]], [x[2], x[3]], [x[4], x[5]]], [x[6], x[7]]) }
    setUp = { tape, operands in
      var rest = operands[...]
      let matrix = tape.matrix(rows: 3, columns: 2) { rest.removeFirst() }
      let vector = tape.vector(Array(rest))
      return (Array(matrix.elements) + Array(vector), { Array(onTape(tape, matrix, vector)) })
    }
  }

  /// A form over a vector and a whole number that chooses from it.
  init(
    _ form: String,
    _ operation: Autograd.Operation,
    choosing index: Int,
    of operands: [Double] = [0.7, -2.3, 1.9],
    _ onTape: @escaping @Sendable (Vector, Input) -> Value,
    _ plain: @escaping @Sendable ([Double], Int) -> Double
  ) {
    self.form = form
    self.operation = operation
    self.operands = operands
    self.plain = { [plain($0, index)] }
    setUp = { tape, operands in
      let leaves = tape.vector(operands)
      let input = tape.input(index)
      return (Array(leaves), { [onTape(leaves, input)] })
    }
  }
}
