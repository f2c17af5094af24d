/// Operations of one vector with several others, which stand at equal distances or in a list.
enum AttentionKernels {
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
    _ memory: ProgramMemory
  ) {
    let data = memory.data
    let length = Int(instruction.length)
    for index in 0..<Int(instruction.rowCount) {
      let row = rows[index]
      let others = Vectors(row, instruction, operands)
      let a = data + Int(row.first)
      let y = data + Int(row.result)
      for j in 0..<Int(row.count) { y[j] = dotProduct(a, data + others[j], length) }
    }
  }

  @inline(never)
  static func propagateDots(
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ operands: UnsafePointer<Int32>,
    _ memory: ProgramMemory
  ) {
    let data = memory.data
    let grad = memory.grad
    let length = Int(instruction.length)
    for index in 0..<Int(instruction.rowCount) {
      let row = rows[index]
      let others = Vectors(row, instruction, operands)
      let count = Int(row.count)
      let a = data + Int(row.first)
      let g = grad + Int(row.result)
      if instruction.differentiatesFirst {
        accumulate(
          length,
          instruction.fillsFirst,
          stores: instruction.storesFirst,
          in: grad + Int(row.first)
        ) { i in
          var total = Lanes.zero
          for j in 0..<count {
            total = total.adding(Lanes(repeating: g[j]), times: Lanes(at: data + (others[j] &+ i)))
          }
          return total
        }
      }
      if instruction.differentiatesSecond {
        for j in 0..<count {
          let gradient = Lanes(repeating: g[j])
          accumulate(length, instruction.fillsSecond, stores: false, in: grad + others[j]) { i in
            gradient * Lanes(at: a + i)
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
    _ memory: ProgramMemory
  ) {
    let data = memory.data
    let width = Int(instruction.width)
    for index in 0..<Int(instruction.rowCount) {
      let row = rows[index]
      let vectors = Vectors(row, instruction, operands)
      let count = Int(row.count)
      let weights = data + Int(row.first)
      write(width, instruction.fillsResult, to: data + Int(row.result)) { i in
        var total = Lanes.zero
        for j in 0..<count {
          total = total.adding(Lanes(repeating: weights[j]), times: Lanes(at: data + (vectors[j] &+ i)))
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
    _ memory: ProgramMemory
  ) {
    let data = memory.data
    let grad = memory.grad
    let width = Int(instruction.width)
    for index in 0..<Int(instruction.rowCount) {
      let row = rows[index]
      let vectors = Vectors(row, instruction, operands)
      let count = Int(row.count)
      let weights = data + Int(row.first)
      let weightGradients = grad + Int(row.first)
      let g = grad + Int(row.result)
      if instruction.differentiatesFirst {
        for j in 0..<count {
          let product = dotProduct(g, data + vectors[j], width)
          weightGradients[j] = instruction.storesFirst ? product : weightGradients[j] + product
        }
      }
      if instruction.differentiatesSecond {
        for j in 0..<count {
          let weight = Lanes(repeating: weights[j])
          accumulate(width, instruction.fillsSecond, stores: false, in: grad + vectors[j]) { i in
            weight * Lanes(at: g + i)
          }
        }
      }
    }
  }
}
