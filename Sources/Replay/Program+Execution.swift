import Autograd
import Lanes

extension Program {
  /// Computes every value from the leaves, instruction by instruction.
  func forward(_ memory: ProgramMemory) {
    for (place, constant) in zip(layout.constantPlaces, recording.constants) {
      memory.data[Int(place)] = constant.data
    }
    instructions.withUnsafeBufferPointer { instructions in
      rows.withUnsafeBufferPointer { rows in
        operands.withUnsafeBufferPointer { operands in
          guard let rows = rows.baseAddress else { return }
          // Without operands nothing asks for the first of them.
          let operands = operands.baseAddress ?? UnsafePointer(memory.inputs)
          for instruction in instructions {
            evaluate(instruction, rows + Int(instruction.rowStart), operands, memory)
          }
        }
      }
    }
  }

  /// Computes every gradient from those of the results, instruction by instruction from the last to the first.
  func backward(_ memory: ProgramMemory, seed: Double) {
    for range in cleared { (memory.grad + range.lowerBound).update(repeating: 0, count: range.count) }
    // A value may be a result more than once.
    for place in resultPlaces { memory.grad[place] = 0 }
    for place in resultPlaces { memory.grad[place] += seed }
    instructions.withUnsafeBufferPointer { instructions in
      rows.withUnsafeBufferPointer { rows in
        operands.withUnsafeBufferPointer { operands in
          guard let rows = rows.baseAddress else { return }
          let operands = operands.baseAddress ?? UnsafePointer(memory.inputs)
          for instruction in instructions.reversed()
          where instruction.differentiatesFirst || instruction.differentiatesSecond {
            propagate(instruction, rows + Int(instruction.rowStart), operands, memory)
          }
        }
      }
    }
  }

  /// Whether runs of so many numbers are taken in ``Lanes`` and not in ``ShortLanes``.
  ///
  /// Those may be longer than lanes where registers are short; then they take whole runs only.
  private func fitsLanes(_ count: Int32) -> Bool {
    if Int(count) == ShortLanes.width { return false }
    return ShortLanes.width >= Lanes.width || Int(count) % Lanes.width == 0
  }

  @inline(__always)
  private func evaluate(
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ operands: UnsafePointer<Int32>,
    _ memory: ProgramMemory
  ) {
    switch instruction.pattern {
    case .single: break
    case .softmax:
      PatternKernels.evaluateSoftmax(instruction, rows, memory)
      return
    case .logProbability:
      PatternKernels.evaluateLogProbability(instruction, rows, operands, memory)
      return
    case .normalization:
      PatternKernels.evaluateNormalization(instruction, rows, memory)
      return
    }
    switch instruction.operation {
    case .add: ElementwiseKernels.evaluate(AddRule.self, instruction, rows, memory)
    case .subtract: ElementwiseKernels.evaluate(SubtractRule.self, instruction, rows, memory)
    case .multiply: ElementwiseKernels.evaluate(MultiplyRule.self, instruction, rows, memory)
    case .divide: ElementwiseKernels.evaluate(DivideRule.self, instruction, rows, memory)
    case .addConstant: ElementwiseKernels.evaluate(AddConstantRule.self, instruction, rows, memory)
    case .multiplyConstant: ElementwiseKernels.evaluate(MultiplyConstantRule.self, instruction, rows, memory)
    case .pow:
      if instruction.constant == -1 {
        ElementwiseKernels.evaluate(ReciprocalRule.self, instruction, rows, memory)
      } else if instruction.constant == -0.5 {
        ElementwiseKernels.evaluate(InverseRootRule.self, instruction, rows, memory)
      } else {
        ElementwiseKernels.evaluate(PowerRule.self, instruction, rows, memory)
      }
    case .exp: ElementwiseKernels.evaluate(ExpRule.self, instruction, rows, memory)
    case .log: ElementwiseKernels.evaluate(LogRule.self, instruction, rows, memory)
    case .relu: ElementwiseKernels.evaluate(ReluRule.self, instruction, rows, memory)
    case .copy: ElementwiseKernels.evaluate(CopyRule.self, instruction, rows, memory)
    case .sum: ReductionKernels.evaluateSum(instruction, rows, memory)
    case .maximum: ReductionKernels.evaluateMaximum(instruction, rows, memory)
    case .dot: ReductionKernels.evaluateDot(instruction, rows, memory)
    case .dots:
      if fitsLanes(instruction.length) {
        VectorListKernels.evaluateDots(Lanes.self, instruction, rows, operands, memory)
      } else {
        VectorListKernels.evaluateDots(ShortLanes.self, instruction, rows, operands, memory)
      }
    case .weightedSum:
      if fitsLanes(instruction.width) {
        VectorListKernels.evaluateWeightedSum(Lanes.self, instruction, rows, operands, memory)
      } else {
        VectorListKernels.evaluateWeightedSum(ShortLanes.self, instruction, rows, operands, memory)
      }
    case .matrixVector:
      MatrixKernels.evaluate(instruction, rows, memory, panel: memory.data + panelPlace)
    case .gather: ChoiceKernels.evaluateGather(instruction, rows, memory)
    case .pick: ChoiceKernels.evaluatePick(instruction, rows, memory)
    case .rotate:
      for index in 0..<Int(instruction.rowCount) {
        Rotation.apply(
          memory.data + Int(rows[index].second),
          to: memory.data + Int(rows[index].first),
          into: memory.data + Int(rows[index].result),
          count: Int(rows[index].count),
          period: Int(instruction.length)
        )
      }
    case .flashAttention:
      if fitsLanes(instruction.width - 1) {
        FlashKernels.evaluate(Lanes.self, instruction, rows, operands, memory)
      } else {
        FlashKernels.evaluate(ShortLanes.self, instruction, rows, operands, memory)
      }
    }
  }

  @inline(__always)
  private func propagate(
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ operands: UnsafePointer<Int32>,
    _ memory: ProgramMemory
  ) {
    switch instruction.pattern {
    case .single: break
    case .softmax:
      PatternKernels.propagateSoftmax(instruction, rows, memory)
      return
    case .logProbability:
      PatternKernels.propagateLogProbability(instruction, rows, operands, memory)
      return
    case .normalization:
      PatternKernels.propagateNormalization(instruction, rows, memory)
      return
    }
    switch instruction.operation {
    case .add: ElementwiseKernels.propagate(AddRule.self, instruction, rows, memory)
    case .subtract: ElementwiseKernels.propagate(SubtractRule.self, instruction, rows, memory)
    case .multiply: ElementwiseKernels.propagate(MultiplyRule.self, instruction, rows, memory)
    case .divide: ElementwiseKernels.propagate(DivideRule.self, instruction, rows, memory)
    case .addConstant, .copy: ElementwiseKernels.propagate(CopyRule.self, instruction, rows, memory)
    case .multiplyConstant: ElementwiseKernels.propagate(MultiplyConstantRule.self, instruction, rows, memory)
    case .pow:
      if instruction.constant == -1 {
        ElementwiseKernels.propagate(ReciprocalRule.self, instruction, rows, memory)
      } else if instruction.constant == -0.5 {
        ElementwiseKernels.propagate(InverseRootRule.self, instruction, rows, memory)
      } else {
        ElementwiseKernels.propagate(PowerRule.self, instruction, rows, memory)
      }
    case .exp: ElementwiseKernels.propagate(ExpRule.self, instruction, rows, memory)
    case .log: ElementwiseKernels.propagate(LogRule.self, instruction, rows, memory)
    case .relu: ElementwiseKernels.propagate(ReluRule.self, instruction, rows, memory)
    case .sum: ReductionKernels.propagateSum(instruction, rows, memory)
    case .maximum: break
    case .dot: ReductionKernels.propagateDot(instruction, rows, memory)
    case .dots:
      if fitsLanes(instruction.length) {
        VectorListKernels.propagateDots(Lanes.self, instruction, rows, operands, memory)
      } else {
        VectorListKernels.propagateDots(ShortLanes.self, instruction, rows, operands, memory)
      }
    case .weightedSum:
      if fitsLanes(instruction.width) {
        VectorListKernels.propagateWeightedSum(Lanes.self, instruction, rows, operands, memory)
      } else {
        VectorListKernels.propagateWeightedSum(ShortLanes.self, instruction, rows, operands, memory)
      }
    case .matrixVector:
      if instruction.differentiatesSecond {
        MatrixKernels.propagateToVectors(instruction, rows, memory, panel: memory.data + panelPlace)
      }
      if instruction.differentiatesFirst { MatrixKernels.propagateToMatrix(instruction, rows, memory) }
    case .gather: ChoiceKernels.propagateGather(instruction, rows, memory)
    case .pick: ChoiceKernels.propagatePick(instruction, rows, memory)
    case .rotate:
      for index in 0..<Int(instruction.rowCount) {
        Rotation.addTransposed(
          memory.data + Int(rows[index].second),
          of: memory.grad + Int(rows[index].result),
          to: memory.grad + Int(rows[index].first),
          count: Int(rows[index].count),
          period: Int(instruction.length)
        )
      }
    case .flashAttention:
      if fitsLanes(instruction.width - 1) {
        FlashKernels.propagate(Lanes.self, instruction, rows, operands, memory)
      } else {
        FlashKernels.propagate(ShortLanes.self, instruction, rows, operands, memory)
      }
    }
  }
}
