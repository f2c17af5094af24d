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
      if length == Vector.width {
        let x = Vector(at: a)
        for j in 0..<Int(row.count) { y[j] = (x * Vector(at: data + others[j])).sum() }
        continue
      }
      for j in 0..<Int(row.count) {
        let b = data + others[j]
        y[j] = sum(length) { i in Vector(at: a + i) * Vector(at: b + i) }
      }
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
      if length == Vector.width, canInterleave {
        let x = Vector(at: a)
        let target = grad + Int(row.first)
        var total = instruction.storesFirst ? Vector(repeating: 0) : Vector(at: target)
        for j in 0..<count {
          let other = others[j]
          let gradient = Vector(repeating: g[j])
          total = total.adding(gradient, times: Vector(at: data + other))
          Vector(at: grad + other).adding(gradient, times: x).store(at: grad + other)
        }
        total.store(at: target)
        continue
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
      if width == Vector.width {
        var total = Vector(repeating: 0)
        for j in 0..<count {
          total = total.adding(Vector(repeating: weights[j]), times: Vector(at: data + vectors[j]))
        }
        total.store(at: data + Int(row.result))
        continue
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
      if width == Vector.width, canInterleave {
        let gradient = Vector(at: g)
        let stores = instruction.storesFirst
        for j in 0..<count {
          let vector = vectors[j]
          let product = (gradient * Vector(at: data + vector)).sum()
          weightGradients[j] = stores ? product : weightGradients[j] + product
          Vector(at: grad + vector).adding(Vector(repeating: weights[j]), times: gradient).store(
            at: grad + vector
          )
        }
        continue
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
