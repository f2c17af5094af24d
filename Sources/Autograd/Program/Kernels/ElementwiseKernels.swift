/// Loops over the rows of an instruction that works element by element.
///
/// Each is compiled once for every rule. They are never inlined: inside the long switch that calls them loops may lose
/// their vector form.
enum ElementwiseKernels {
  @inline(never)
  static func evaluate<Rule: UnaryRule>(
    _ rule: Rule.Type,
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ memory: ProgramMemory
  ) {
    let data = memory.data
    let constant = instruction.constant
    for index in 0..<Int(instruction.rowCount) {
      let row = rows[index]
      let a = data + Int(row.first)
      write(Int(row.count), instruction.fillsResult, to: data + Int(row.result)) { i in
        Rule.result(Lanes(at: a + i), constant)
      }
    }
  }

  @inline(never)
  static func propagate<Rule: UnaryRule>(
    _ rule: Rule.Type,
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ memory: ProgramMemory
  ) {
    let constant = instruction.constant
    for index in 0..<Int(instruction.rowCount) {
      let row = rows[index]
      let a = memory.data + Int(row.first)
      let y = memory.data + Int(row.result)
      let g = memory.grad + Int(row.result)
      accumulate(
        Int(row.count),
        instruction.fillsFirst,
        stores: instruction.storesFirst,
        in: memory.grad + Int(row.first)
      ) { i in
        Rule.contribution(Lanes(at: g + i), Lanes(at: a + i), Lanes(at: y + i), constant)
      }
    }
  }

  @inline(never)
  static func evaluate<Rule: BinaryRule>(
    _ rule: Rule.Type,
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ memory: ProgramMemory
  ) {
    let data = memory.data
    let fills = instruction.fillsResult
    for index in 0..<Int(instruction.rowCount) {
      let row = rows[index]
      let count = Int(row.count)
      let a = data + Int(row.first)
      let b = data + Int(row.second)
      let y = data + Int(row.result)
      if instruction.secondStride == 0 {
        let single = Lanes(repeating: b[0])
        write(count, fills, to: y) { i in Rule.result(Lanes(at: a + i), single) }
      } else if instruction.firstStride == 0 {
        let single = Lanes(repeating: a[0])
        write(count, fills, to: y) { i in Rule.result(single, Lanes(at: b + i)) }
      } else {
        write(count, fills, to: y) { i in Rule.result(Lanes(at: a + i), Lanes(at: b + i)) }
      }
    }
  }

  @inline(never)
  static func propagate<Rule: BinaryRule>(
    _ rule: Rule.Type,
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ memory: ProgramMemory
  ) {
    let data = memory.data
    for index in 0..<Int(instruction.rowCount) {
      let row = rows[index]
      let a = data + Int(row.first)
      let b = data + Int(row.second)
      if instruction.secondStride == 0 {
        let single = Lanes(repeating: b[0])
        propagate(rule, instruction, row, memory, a: { Lanes(at: a + $0) }, b: { _ in single })
      } else if instruction.firstStride == 0 {
        let single = Lanes(repeating: a[0])
        propagate(rule, instruction, row, memory, a: { _ in single }, b: { Lanes(at: b + $0) })
      } else {
        propagate(rule, instruction, row, memory, a: { Lanes(at: a + $0) }, b: { Lanes(at: b + $0) })
      }
    }
  }

  @inline(__always)
  private static func propagate<Rule: BinaryRule>(
    _ rule: Rule.Type,
    _ instruction: Instruction,
    _ row: Row,
    _ memory: ProgramMemory,
    a: (Int) -> Lanes,
    b: (Int) -> Lanes
  ) {
    let count = Int(row.count)
    let y = memory.data + Int(row.result)
    let g = memory.grad + Int(row.result)
    if instruction.differentiatesFirst {
      let target = memory.grad + Int(row.first)
      let stores = instruction.storesFirst
      if instruction.firstStride == 0 {
        let total = sum(count) { i in
          Rule.contributionToFirst(Lanes(at: g + i), a(i), b(i), Lanes(at: y + i))
        }
        target[0] = stores ? total : target[0] + total
      } else {
        accumulate(count, instruction.fillsFirst, stores: stores, in: target) { i in
          Rule.contributionToFirst(Lanes(at: g + i), a(i), b(i), Lanes(at: y + i))
        }
      }
    }
    if instruction.differentiatesSecond {
      let target = memory.grad + Int(row.second)
      let stores = instruction.storesSecond
      if instruction.secondStride == 0 {
        let total = sum(count) { i in
          Rule.contributionToSecond(Lanes(at: g + i), a(i), b(i), Lanes(at: y + i))
        }
        target[0] = stores ? total : target[0] + total
      } else {
        accumulate(count, instruction.fillsSecond, stores: stores, in: target) { i in
          Rule.contributionToSecond(Lanes(at: g + i), a(i), b(i), Lanes(at: y + i))
        }
      }
    }
  }
}
