import Basics
import Lanes

extension PatternKernels {
  /// dⱼ = aⱼ − max a,   eⱼ = exp(dⱼ),   y = ln Σ e − dₜ, where an input names t.
  @inline(never)
  static func evaluateLogProbability(
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ operands: UnsafePointer<Int32>,
    _ memory: ProgramMemory<Number>
  ) {
    let data = memory.data
    let inputs = operands + Int(instruction.inputStart)
    for index in 0..<Int(instruction.rowCount) {
      let row = rows[index]
      let count = Int(row.count)
      let values = data + Int(row.second)
      let d = data + Int(row.result)
      let e = d + Int(instruction.runOffsets.0)
      let sum = exponentials(of: data + Int(row.first), count, instruction.fillsResult, values, d, e)
      values[Int(instruction.valueOffsets.0)] = sum
    }
    // Logarithms by themselves: a call within the loop above would take its constants out of the registers.
    for index in 0..<Int(instruction.rowCount) {
      let row = rows[index]
      let values = data + Int(row.second)
      let logarithm = Number(ElementaryFunctions.log(Double(values[Int(instruction.valueOffsets.0)])))
      let chosen = data[Int(row.result) + Int(memory.inputs[Int(inputs[index])])]
      values[Int(instruction.valueOffsets.1)] = logarithm
      values[Int(instruction.valueOffsets.2)] = chosen
      values[Int(instruction.valueOffsets.3)] = logarithm - chosen
    }
  }

  /// With g = ∂L/∂y:  ∂L/∂Σ = ∂L/∂eⱼ = g / Σ e,  ∂L/∂aⱼ = ∂L/∂dⱼ = eⱼ ∂L/∂eⱼ, less g where j is t.
  @inline(never)
  static func propagateLogProbability(
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ operands: UnsafePointer<Int32>,
    _ memory: ProgramMemory<Number>
  ) {
    let data = memory.data
    let grad = memory.grad
    let inputs = operands + Int(instruction.inputStart)
    let fills = instruction.fillsResult
    for index in 0..<Int(instruction.rowCount) {
      let row = rows[index]
      let count = Int(row.count)
      let values = Int(row.second)
      let d = grad + Int(row.result)
      let e = Int(row.result) + Int(instruction.runOffsets.0)
      let g = grad[values + Int(instruction.valueOffsets.3)]
      let sumGradient = g / data[values + Int(instruction.valueOffsets.0)]
      grad[values + Int(instruction.valueOffsets.0)] = sumGradient
      grad[values + Int(instruction.valueOffsets.1)] = g
      grad[values + Int(instruction.valueOffsets.2)] = -g
      let common = Lanes(repeating: sumGradient)
      write(count, fills, to: grad + e) { _ in common }
      write(count, fills, to: d) { i in Lanes(at: data + e + i) * common }
      d[Int(memory.inputs[Int(inputs[index])])] -= g
      accumulate(count, instruction.fillsFirst, stores: instruction.storesFirst, in: grad + Int(row.first)) {
        i in
        Lanes(at: d + i)
      }
      if instruction.differentiatesSecond {
        grad[values] = -sum(count) { i in Lanes(at: d + i) }
      }
    }
  }
}
