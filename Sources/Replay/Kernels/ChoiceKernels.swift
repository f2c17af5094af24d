import Lanes

/// Operations that read where an input says.
enum ChoiceKernels<Number: ProgramNumber> {
  typealias Lanes = Number.Lanes

  static func evaluateGather(
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ memory: ProgramMemory<Number>
  ) {
    let width = Int(instruction.width)
    for index in 0..<Int(instruction.rowCount) {
      let row = rows[index]
      let a = memory.data + (Int(row.first) + Int(memory.inputs[Int(row.second)]) * width)
      write(width, instruction.fillsResult, to: memory.data + Int(row.result)) { i in Lanes(at: a + i) }
    }
  }

  static func propagateGather(
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ memory: ProgramMemory<Number>
  ) {
    let width = Int(instruction.width)
    for index in 0..<Int(instruction.rowCount) {
      let row = rows[index]
      let g = memory.grad + Int(row.result)
      let target = memory.grad + (Int(row.first) + Int(memory.inputs[Int(row.second)]) * width)
      accumulate(width, false, stores: false, in: target) { i in Lanes(at: g + i) }
    }
  }

  static func evaluatePick(
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ memory: ProgramMemory<Number>
  ) {
    for index in 0..<Int(instruction.rowCount) {
      let row = rows[index]
      memory.data[Int(row.result)] = memory.data[Int(row.first) + Int(memory.inputs[Int(row.second)])]
    }
  }

  static func propagatePick(
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ memory: ProgramMemory<Number>
  ) {
    for index in 0..<Int(instruction.rowCount) {
      let row = rows[index]
      memory.grad[Int(row.first) + Int(memory.inputs[Int(row.second)])] += memory.grad[Int(row.result)]
    }
  }
}
