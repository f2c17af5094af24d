import Lanes

/// Operations whose rows each reduce to one value.
enum ReductionKernels<Number: ProgramNumber> {
  typealias Lanes = Number.Lanes

  @inline(never)
  static func evaluateSum(
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ memory: ProgramMemory<Number>
  ) {
    let data = memory.data
    for index in 0..<Int(instruction.rowCount) {
      let row = rows[index]
      let a = data + Int(row.first)
      data[Int(row.result)] = sum(Int(row.count)) { i in Lanes(at: a + i) }
    }
  }

  @inline(never)
  static func propagateSum(
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ memory: ProgramMemory<Number>
  ) {
    for index in 0..<Int(instruction.rowCount) {
      let row = rows[index]
      let g = Lanes(repeating: memory.grad[Int(row.result)])
      accumulate(
        Int(row.count),
        instruction.fillsFirst,
        stores: instruction.storesFirst,
        in: memory.grad + Int(row.first)
      ) { _ in g }
    }
  }

  @inline(never)
  static func evaluateMaximum(
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ memory: ProgramMemory<Number>
  ) {
    let data = memory.data
    for index in 0..<Int(instruction.rowCount) {
      let row = rows[index]
      data[Int(row.result)] = PatternKernels.largest(data + Int(row.first), Int(row.count))
    }
  }

  @inline(never)
  static func evaluateDot(
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ memory: ProgramMemory<Number>
  ) {
    let data = memory.data
    for index in 0..<Int(instruction.rowCount) {
      let row = rows[index]
      let a = data + Int(row.first)
      let b = data + Int(row.second)
      data[Int(row.result)] = sum(Int(row.count)) { i in Lanes(at: a + i) * Lanes(at: b + i) }
    }
  }

  @inline(never)
  static func propagateDot(
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ memory: ProgramMemory<Number>
  ) {
    for index in 0..<Int(instruction.rowCount) {
      let row = rows[index]
      let count = Int(row.count)
      let g = Lanes(repeating: memory.grad[Int(row.result)])
      let a = memory.data + Int(row.first)
      let b = memory.data + Int(row.second)
      if instruction.differentiatesFirst {
        accumulate(
          count,
          instruction.fillsFirst,
          stores: instruction.storesFirst,
          in: memory.grad + Int(row.first)
        ) { i in g * Lanes(at: b + i) }
      }
      if instruction.differentiatesSecond {
        accumulate(
          count,
          instruction.fillsSecond,
          stores: instruction.storesSecond,
          in: memory.grad + Int(row.second)
        ) { i in g * Lanes(at: a + i) }
      }
    }
  }
}
