import Autograd

extension Recording {
  /// How an operation reads an operand.
  enum OperandRole {
    /// As its first or second operand, to which a gradient may go.
    case first, second
    /// As a number that has no derivative.
    case constant
  }

  /// Names every run of values that an operation reads, besides those of ``vectorRuns(of:)``, which are second operands.
  @inline(__always)
  func forEachOperand(
    of record: Record,
    _ body: (_ position: Int, _ count: Int, _ role: OperandRole) -> Void
  ) {
    let (first, second) = (Int(record.first), Int(record.second))
    let (count, length) = (Int(record.count), Int(record.length))
    switch record.operation {
    case .add, .subtract, .multiply, .divide:
      body(first, record.firstStride == 0 ? 1 : count, .first)
      body(second, record.secondStride == 0 ? 1 : count, .second)
    case .addConstant, .multiplyConstant, .pow, .exp, .log, .sigmoid, .relu, .copy: body(first, count, .first)
    case .sum, .pick: body(first, length, .first)
    case .maximum: body(first, length, .constant)
    case .dot:
      body(first, length, .first)
      body(second, length, .second)
    case .dots, .weightedSum: body(first, length, .first)
    case .matrixVector:
      body(first, count * length, .first)
      body(second, length, .second)
    case .gather: body(first, count * length, .first)
    case .rotate:
      body(first, count, .first)
      body(second, length, .constant)
    case .flashAttention:
      let attention = flashAttention(of: record)
      body(attention.query, attention.keyWidth, .first)
      body(attention.scale, 1, .second)
    }
  }
}
