import Lanes

/// Operations of one vector with several others, which stand at equal distances or in a list.
///
/// They are compiled for two widths of vectors, because the vectors of a head are often shorter than a register.
enum VectorListKernels<Vector: LaneVector> where Vector.Number: ProgramNumber {
  typealias Number = Vector.Number

  /// Where the vectors of a row begin.
  struct Vectors {
    let first: Int
    let distance: Int
    let list: UnsafePointer<Int32>

    @inline(__always)
    init(_ row: Row, _ instruction: Instruction, _ operands: UnsafePointer<Int32>) {
      first = Int(row.second)
      distance = Int(instruction.distance)
      list = operands + (instruction.distance == 0 ? Int(row.second) : 0)
    }

    @inline(__always)
    subscript(index: Int) -> Int {
      distance == 0 ? Int(list[index]) : first &+ index &* distance
    }
  }

  @inline(never)
  static func evaluateDots(
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ operands: UnsafePointer<Int32>,
    _ memory: ProgramMemory<Number>
  ) {
    let data = memory.data
    let length = Int(instruction.length)
    for index in 0..<Int(instruction.rowCount) {
      let row = rows[index]
      let others = Vectors(row, instruction, operands)
      let a = data + Int(row.first)
      let y = data + Int(row.result)
      switch length {
      case One<Vector>.width: dots(One<Vector>(at: a), data, others, Int(row.count), y)
      case Two<Vector>.width where Number.hasManyRegisters:
        dots(Two<Vector>(at: a), data, others, Int(row.count), y)
      case Four<Vector>.width where Number.hasManyRegisters:
        dots(Four<Vector>(at: a), data, others, Int(row.count), y)
      default:
        for j in 0..<Int(row.count) {
          let b = data + others[j]
          y[j] = sum(length) { i in Vector(at: a + i) * Vector(at: b + i) }
        }
      }
    }
  }

  // Rows of one vector stay in registers, of two or four where there are many.

  @inline(__always)
  private static func dots<Columns: Tile<Vector>>(
    _ x: Columns,
    _ data: UnsafeMutablePointer<Number>,
    _ others: Vectors,
    _ count: Int,
    _ y: UnsafeMutablePointer<Number>
  ) {
    for j in 0..<count { y[j] = x.products(Columns(at: data + others[j])).sum() }
  }

  @inline(__always)
  private static func propagateDots<Columns: Tile<Vector>>(
    _ columns: Columns.Type,
    _ row: Row,
    _ others: Vectors,
    _ memory: ProgramMemory<Number>,
    stores: Bool
  ) {
    let (data, grad) = (memory.data, memory.grad)
    let g = grad + Int(row.result)
    let x = Columns(at: data + Int(row.first))
    let target = grad + Int(row.first)
    var total = stores ? Columns() : Columns(at: target)
    for j in 0..<Int(row.count) {
      let other = others[j]
      let gradient = Vector(repeating: g[j])
      total.add(gradient, times: Columns(at: data + other))
      var sum = Columns(at: grad + other)
      sum.add(gradient, times: x)
      sum.store(at: grad + other)
    }
    total.store(at: target)
  }

  @inline(__always)
  private static func weightedSum<Columns: Tile<Vector>>(
    _ columns: Columns.Type,
    _ data: UnsafeMutablePointer<Number>,
    _ vectors: Vectors,
    _ row: Row
  ) {
    let weights = data + Int(row.first)
    var total = Columns()
    for j in 0..<Int(row.count) {
      total.add(Vector(repeating: weights[j]), times: Columns(at: data + vectors[j]))
    }
    total.store(at: data + Int(row.result))
  }

  @inline(__always)
  private static func propagateWeightedSum<Columns: Tile<Vector>>(
    _ columns: Columns.Type,
    _ row: Row,
    _ vectors: Vectors,
    _ memory: ProgramMemory<Number>,
    stores: Bool
  ) {
    let (data, grad) = (memory.data, memory.grad)
    let weights = data + Int(row.first)
    let weightGradients = grad + Int(row.first)
    let gradient = Columns(at: grad + Int(row.result))
    for j in 0..<Int(row.count) {
      let vector = vectors[j]
      let product = gradient.products(Columns(at: data + vector)).sum()
      weightGradients[j] = stores ? product : weightGradients[j] + product
      var sum = Columns(at: grad + vector)
      sum.add(Vector(repeating: weights[j]), times: gradient)
      sum.store(at: grad + vector)
    }
  }

  @inline(never)
  static func propagateDots(
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ operands: UnsafePointer<Int32>,
    _ memory: ProgramMemory<Number>
  ) {
    let data = memory.data
    let grad = memory.grad
    let length = Int(instruction.length)
    let canInterleave =
      instruction.differentiatesFirst && instruction.differentiatesSecond && !instruction.sharesSecond
    for index in 0..<Int(instruction.rowCount) {
      let row = rows[index]
      let others = Vectors(row, instruction, operands)
      let count = Int(row.count)
      let a = data + Int(row.first)
      let g = grad + Int(row.result)
      if canInterleave {
        let stores = instruction.storesFirst
        switch length {
        case One<Vector>.width:
          propagateDots(One<Vector>.self, row, others, memory, stores: stores)
          continue
        case Two<Vector>.width where Number.hasManyRegisters:
          propagateDots(Two<Vector>.self, row, others, memory, stores: stores)
          continue
        case Four<Vector>.width where Number.hasManyRegisters:
          propagateDots(Four<Vector>.self, row, others, memory, stores: stores)
          continue
        default: break
        }
      }
      if instruction.differentiatesFirst {
        accumulate(
          length,
          instruction.fillsFirst,
          stores: instruction.storesFirst,
          in: grad + Int(row.first)
        ) { i in
          var total = Vector(repeating: 0)
          for j in 0..<count {
            total = total.adding(Vector(repeating: g[j]), times: Vector(at: data + (others[j] &+ i)))
          }
          return total
        }
      }
      if instruction.differentiatesSecond {
        for j in 0..<count {
          let gradient = Vector(repeating: g[j])
          accumulate(length, instruction.fillsSecond, stores: false, in: grad + others[j]) { i in
            gradient * Vector(at: a + i)
          }
        }
      }
    }
  }

  @inline(never)
  static func evaluateWeightedSum(
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ operands: UnsafePointer<Int32>,
    _ memory: ProgramMemory<Number>
  ) {
    let data = memory.data
    let width = Int(instruction.width)
    for index in 0..<Int(instruction.rowCount) {
      let row = rows[index]
      let vectors = Vectors(row, instruction, operands)
      let count = Int(row.count)
      let weights = data + Int(row.first)
      switch width {
      case One<Vector>.width:
        weightedSum(One<Vector>.self, data, vectors, row)
        continue
      case Two<Vector>.width where Number.hasManyRegisters:
        weightedSum(Two<Vector>.self, data, vectors, row)
        continue
      case Four<Vector>.width where Number.hasManyRegisters:
        weightedSum(Four<Vector>.self, data, vectors, row)
        continue
      default: break
      }
      write(width, instruction.fillsResult, to: data + Int(row.result)) { i in
        var total = Vector(repeating: 0)
        for j in 0..<count {
          total = total.adding(Vector(repeating: weights[j]), times: Vector(at: data + (vectors[j] &+ i)))
        }
        return total
      }
    }
  }

  @inline(never)
  static func propagateWeightedSum(
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ operands: UnsafePointer<Int32>,
    _ memory: ProgramMemory<Number>
  ) {
    let data = memory.data
    let grad = memory.grad
    let width = Int(instruction.width)
    let canInterleave =
      instruction.differentiatesFirst && instruction.differentiatesSecond && !instruction.sharesSecond
    for index in 0..<Int(instruction.rowCount) {
      let row = rows[index]
      let vectors = Vectors(row, instruction, operands)
      let count = Int(row.count)
      let weights = data + Int(row.first)
      let weightGradients = grad + Int(row.first)
      let g = grad + Int(row.result)
      if canInterleave {
        let stores = instruction.storesFirst
        switch width {
        case One<Vector>.width:
          propagateWeightedSum(One<Vector>.self, row, vectors, memory, stores: stores)
          continue
        case Two<Vector>.width where Number.hasManyRegisters:
          propagateWeightedSum(Two<Vector>.self, row, vectors, memory, stores: stores)
          continue
        case Four<Vector>.width where Number.hasManyRegisters:
          propagateWeightedSum(Four<Vector>.self, row, vectors, memory, stores: stores)
          continue
        default: break
        }
      }
      if instruction.differentiatesFirst {
        for j in 0..<count {
          let v = data + vectors[j]
          let product = sum(width) { i in Vector(at: g + i) * Vector(at: v + i) }
          weightGradients[j] = instruction.storesFirst ? product : weightGradients[j] + product
        }
      }
      if instruction.differentiatesSecond {
        for j in 0..<count {
          let weight = Vector(repeating: weights[j])
          accumulate(width, instruction.fillsSecond, stores: false, in: grad + vectors[j]) { i in
            weight * Vector(at: g + i)
          }
        }
      }
    }
  }
}
