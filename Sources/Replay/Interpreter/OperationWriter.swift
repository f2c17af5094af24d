import Autograd

/// Writes instructions out as operations on places.
struct OperationWriter {
  private(set) var operations: [Record] = []

  private let program: Program
  /// What every input names: those of the tape, those of the program, and the copies of earlier ones.
  private let choices: [Int]
  private let storage: UnsafeMutablePointer<TapeStorage>

  init(_ program: Program, _ choices: [Int], _ storage: UnsafeMutablePointer<TapeStorage>) {
    self.program = program
    self.choices = choices
    self.storage = storage
  }

  mutating func write(_ instruction: Instruction) {
    for index in instruction.rowRange {
      let row = program.rows[index]
      switch instruction.pattern {
      case .single: writeSingle(instruction, row)
      case .softmax: writeSoftmax(instruction, row)
      case .logProbability:
        let input = program.operands[Int(instruction.inputStart) + index - instruction.rowRange.lowerBound]
        writeLogProbability(instruction, row, choice: choices[Int(input)])
      case .normalization: writeNormalization(instruction, row)
      }
    }
  }

  private mutating func writeSingle(_ instruction: Instruction, _ row: Row) {
    var operation = Record(
      operation: instruction.operation,
      firstStride: instruction.firstStride,
      secondStride: instruction.secondStride,
      count: row.count,
      result: row.result,
      first: row.first,
      second: row.second,
      length: instruction.length,
      constant: instruction.constant
    )
    switch instruction.operation {
    case .add, .subtract, .multiply, .divide, .addConstant, .multiplyConstant, .pow, .exp, .log, .sigmoid,
      .relu, .copy,
      .rotate:
      break
    case .sum, .maximum, .dot:
      operation.count = 1
      operation.length = row.count
    case .pick:
      operation.count = 1
      operation.length = row.count
      operation.constant = Double(choices[Int(row.second)])
    case .gather:
      operation.count = instruction.width
      operation.constant = Double(choices[Int(row.second)])
    case .matrixVector:
      operation.count = instruction.width
      operation.first = instruction.matrix
    case .dots:
      operation.second = list(vectors(of: row, instruction))
    case .weightedSum:
      operation.count = instruction.width
      operation.length = row.count
      operation.second = list(vectors(of: row, instruction))
    case .flashAttention:
      operation.count = instruction.width
      operation.length = row.count
      let operands = program.operands[Int(row.second)...].prefix(3).map { Int($0) }
      // The scale, the width of keys and the tile size; what follows them only planning wants to know.
      operation.second = list(operands + row.flashRuns(program.operands).flatMap { $0.list })
    }
    operations.append(operation)
  }

  /// Where the vectors of a row begin.
  private func vectors(of row: Row, _ instruction: Instruction) -> [Int] {
    (0..<Int(row.count)).map { index in
      instruction.distance == 0
        ? Int(program.operands[Int(row.second) + index])
        : Int(row.second) + index * Int(instruction.distance)
    }
  }

  /// Puts places into the list of operands.
  private func list(_ places: some Collection<Int>) -> Int32 {
    Int32(storage.pointee.appendOperands(places))
  }

  private mutating func writeSoftmax(_ instruction: Instruction, _ row: Row) {
    let (sum, inverse) = (
      row.second + instruction.valueOffsets.0, row.second + instruction.valueOffsets.1
    )
    let (exponentials, quotients) = (
      row.result + instruction.runOffsets.0, row.result + instruction.runOffsets.1
    )
    writeSumOfExponentials(row, exponentials: exponentials, sum: sum)
    map(.pow, sum, to: inverse, constant: -1)
    combine(.multiply, exponentials, with: inverse, to: quotients, row.count)
  }

  private mutating func writeLogProbability(_ instruction: Instruction, _ row: Row, choice: Int) {
    let offsets = instruction.valueOffsets
    let (sum, logarithm) = (row.second + offsets.0, row.second + offsets.1)
    let (chosen, loss) = (row.second + offsets.2, row.second + offsets.3)
    writeSumOfExponentials(row, exponentials: row.result + instruction.runOffsets.0, sum: sum)
    map(.log, sum, to: logarithm)
    operations.append(
      Record(
        operation: .pick,
        count: 1,
        result: chosen,
        first: row.result,
        length: row.count,
        constant: Double(choice)
      )
    )
    combine(.subtract, logarithm, with: chosen, to: loss, 1)
  }

  /// The maximum of a row, the distances from there, their exponentials and the sum of those.
  private mutating func writeSumOfExponentials(_ row: Row, exponentials: Int32, sum: Int32) {
    reduce(.maximum, row.first, row.count, to: row.second)
    combine(.subtract, row.first, with: row.second, to: row.result, row.count)
    map(.exp, row.result, to: exponentials, row.count)
    reduce(.sum, exponentials, row.count, to: sum)
  }

  private mutating func writeNormalization(_ instruction: Instruction, _ row: Row) {
    let offsets = instruction.valueOffsets
    let (mean, shifted) = (row.second + offsets.0, row.second + offsets.1)
    let inverse = row.second + offsets.2
    operations.append(
      Record(
        operation: .dot,
        count: 1,
        result: row.second,
        first: row.first,
        second: row.first,
        length: row.count
      )
    )
    map(.multiplyConstant, row.second, to: mean, constant: instruction.constant)
    map(.addConstant, mean, to: shifted, constant: instruction.secondConstant)
    map(.pow, shifted, to: inverse, constant: -0.5)
    combine(.multiply, row.first, with: inverse, to: row.result, row.count)
  }

  /// An operation on one operand.
  private mutating func map(
    _ operation: Operation,
    _ first: Int32,
    to result: Int32,
    _ count: Int32 = 1,
    constant: Double = 0
  ) {
    operations.append(
      Record(operation: operation, count: count, result: result, first: first, constant: constant)
    )
  }

  /// An operation of a run with a single value.
  private mutating func combine(
    _ operation: Operation,
    _ first: Int32,
    with second: Int32,
    to result: Int32,
    _ count: Int32
  ) {
    operations.append(
      Record(
        operation: operation,
        secondStride: 0,
        count: count,
        result: result,
        first: first,
        second: second
      )
    )
  }

  /// An operation that makes one value of a run.
  private mutating func reduce(_ operation: Operation, _ first: Int32, _ length: Int32, to result: Int32) {
    operations.append(Record(operation: operation, count: 1, result: result, first: first, length: length))
  }
}
