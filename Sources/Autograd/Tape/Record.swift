/// One operation on the tape, as plain data: 32 bytes that say what was computed from what.
///
/// It covers a run of values: `count` results from `result` on, computed from operands that start at `first`
/// and `second`. What the fields mean for each operation stands in the table at ``Operation``.
package struct Record: BitwiseCopyable {
  package var operation: Operation
  /// 1 where result `i` reads operand `first + i`, 0 where every result reads the single value at `first`.
  package var firstStride: UInt8
  /// The same for the second operand.
  package var secondStride: UInt8
  /// How many values the operation produces.
  package var count: Int32
  /// Where the values it produces begin on the tape.
  package var result: Int32
  /// Where its first operand begins.
  package var first: Int32
  /// Where its second operand begins: on the tape, or in the tape's list of operands, or of inputs.
  package var second: Int32
  /// How many values each result reads.
  package var length: Int32
  /// The number that takes part in an operation with a constant; for an operation with an input, what the input named when
  /// the results were computed.
  package var constant: Double

  /// An operation, of which the fields that are not given mean nothing.
  package init(
    operation: Operation,
    firstStride: UInt8 = 1,
    secondStride: UInt8 = 1,
    count: Int32,
    result: Int32 = 0,
    first: Int32,
    second: Int32 = 0,
    length: Int32 = 0,
    constant: Double = 0
  ) {
    self.operation = operation
    self.firstStride = firstStride
    self.secondStride = secondStride
    self.count = count
    self.result = result
    self.first = first
    self.second = second
    self.length = length
    self.constant = constant
  }

  /// What the input named when the results were computed, which is where the gradient goes, whatever it names now.
  package var choice: Int { Int(constant) }

  /// Whether ``second`` is the place of an input.
  package var readsInput: Bool { operation == .gather || operation == .pick }
}
