import Autograd
import Lanes

/// Loops over the rows of an instruction that works element by element.
///
/// Each is compiled once for every rule. They are never inlined: inside the long switch that calls them loops may lose
/// their vector form.
enum ElementwiseKernels<Number: ProgramNumber> {
  typealias Lanes = Number.Lanes

  @inline(never)
  static func evaluate<Rule: UnaryRule>(
    _ rule: Rule.Type,
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ memory: ProgramMemory<Number>
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
    _ memory: ProgramMemory<Number>
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
    _ memory: ProgramMemory<Number>
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
    _ memory: ProgramMemory<Number>
  ) {
    let data = memory.data
    for index in 0..<Int(instruction.rowCount) {
      let row = rows[index]
      let a = data + Int(row.first)
      let b = data + Int(row.second)
      if instruction.secondStride == 0 {
        propagate(rule, instruction, row, memory, RunOperand<Lanes>(start: a), SingleOperand<Lanes>(b))
      } else if instruction.firstStride == 0 {
        propagate(rule, instruction, row, memory, SingleOperand<Lanes>(a), RunOperand<Lanes>(start: b))
      } else {
        propagate(rule, instruction, row, memory, RunOperand<Lanes>(start: a), RunOperand<Lanes>(start: b))
      }
    }
  }

  @inline(__always)
  private static func propagate<Rule: BinaryRule, First: RowOperand<Lanes>, Second: RowOperand<Lanes>>(
    _ rule: Rule.Type,
    _ instruction: Instruction,
    _ row: Row,
    _ memory: ProgramMemory<Number>,
    _ a: First,
    _ b: Second
  ) {
    let count = Int(row.count)
    let y = memory.data + Int(row.result)
    let g = memory.grad + Int(row.result)
    if instruction.differentiatesFirst {
      let target = memory.grad + Int(row.first)
      First.accumulate(count, instruction.fillsFirst, stores: instruction.storesFirst, in: target) { i in
        Rule.contributionToFirst(Lanes(at: g + i), a[i], b[i], Lanes(at: y + i))
      }
    }
    if instruction.differentiatesSecond {
      let target = memory.grad + Int(row.second)
      Second.accumulate(count, instruction.fillsSecond, stores: instruction.storesSecond, in: target) { i in
        Rule.contributionToSecond(Lanes(at: g + i), a[i], b[i], Lanes(at: y + i))
      }
    }
  }
}

/// An operand of a row: a run of values, or one that stands for a whole row.
private protocol RowOperand<Lanes> {
  associatedtype Lanes: LaneVector

  /// The values from an offset on.
  subscript(offset: Int) -> Lanes { get }

  /// Adds contributions to the gradients of the operand.
  static func accumulate(
    _ count: Int,
    _ fills: Bool,
    stores: Bool,
    in target: UnsafeMutablePointer<Lanes.Number>,
    _ contribution: (_ offset: Int) -> Lanes
  )
}

private struct RunOperand<Lanes: LaneVector>: RowOperand {
  let start: UnsafeMutablePointer<Lanes.Number>

  @inline(__always)
  subscript(offset: Int) -> Lanes { Lanes(at: start + offset) }

  @inline(__always)
  static func accumulate(
    _ count: Int,
    _ fills: Bool,
    stores: Bool,
    in target: UnsafeMutablePointer<Lanes.Number>,
    _ contribution: (_ offset: Int) -> Lanes
  ) {
    Replay.accumulate(count, fills, stores: stores, in: target, contribution)
  }
}

private struct SingleOperand<Lanes: LaneVector>: RowOperand {
  let lanes: Lanes

  @inline(__always)
  init(_ place: UnsafeMutablePointer<Lanes.Number>) { lanes = Lanes(repeating: place[0]) }

  @inline(__always)
  subscript(offset: Int) -> Lanes { lanes }

  @inline(__always)
  static func accumulate(
    _ count: Int,
    _ fills: Bool,
    stores: Bool,
    in target: UnsafeMutablePointer<Lanes.Number>,
    _ contribution: (_ offset: Int) -> Lanes
  ) {
    let total = sum(count, contribution)
    target[0] = stores ? total : target[0] + total
  }
}
