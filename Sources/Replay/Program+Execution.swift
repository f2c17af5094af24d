import Autograd
import Lanes

extension Program {
  /// Computes every value from the leaves, instruction by instruction.
  func forward<Number: ProgramNumber>(_ memory: ProgramMemory<Number>) {
    for (place, constant) in zip(layout.constantPlaces, recording.constants) {
      memory.data[Int(place)] = Number(constant.data)
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
  func backward<Number: ProgramNumber>(_ memory: ProgramMemory<Number>, seed: Number) {
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

  @inline(__always)
  private func evaluate<Number: ProgramNumber>(
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ operands: UnsafePointer<Int32>,
    _ memory: ProgramMemory<Number>
  ) {
    switch instruction.pattern {
    case .single: break
    case .softmax:
      PatternKernels<Number>.evaluateSoftmax(instruction, rows, memory)
      return
    case .logProbability:
      PatternKernels<Number>.evaluateLogProbability(instruction, rows, operands, memory)
      return
    case .normalization:
      PatternKernels<Number>.evaluateNormalization(instruction, rows, memory)
      return
    }
    switch instruction.operation {
    case .add: ElementwiseKernels<Number>.evaluate(AddRule.self, instruction, rows, memory)
    case .subtract: ElementwiseKernels<Number>.evaluate(SubtractRule.self, instruction, rows, memory)
    case .multiply: ElementwiseKernels<Number>.evaluate(MultiplyRule.self, instruction, rows, memory)
    case .divide: ElementwiseKernels<Number>.evaluate(DivideRule.self, instruction, rows, memory)
    case .addConstant: ElementwiseKernels<Number>.evaluate(AddConstantRule.self, instruction, rows, memory)
    case .multiplyConstant:
      ElementwiseKernels<Number>.evaluate(MultiplyConstantRule.self, instruction, rows, memory)
    case .pow:
      if instruction.constant == -1 {
        ElementwiseKernels<Number>.evaluate(ReciprocalRule.self, instruction, rows, memory)
      } else if instruction.constant == -0.5 {
        ElementwiseKernels<Number>.evaluate(InverseRootRule.self, instruction, rows, memory)
      } else {
        ElementwiseKernels<Number>.evaluate(PowerRule.self, instruction, rows, memory)
      }
    case .exp: ElementwiseKernels<Number>.evaluate(ExpRule.self, instruction, rows, memory)
    case .log: ElementwiseKernels<Number>.evaluate(LogRule.self, instruction, rows, memory)
    case .sigmoid: ElementwiseKernels<Number>.evaluate(SigmoidRule.self, instruction, rows, memory)
    case .relu: ElementwiseKernels<Number>.evaluate(ReluRule.self, instruction, rows, memory)
    case .copy: ElementwiseKernels<Number>.evaluate(CopyRule.self, instruction, rows, memory)
    case .sum: ReductionKernels<Number>.evaluateSum(instruction, rows, memory)
    case .maximum: ReductionKernels<Number>.evaluateMaximum(instruction, rows, memory)
    case .dot: ReductionKernels<Number>.evaluateDot(instruction, rows, memory)
    case .dots:
      if Number.fitsLanes(instruction.length) {
        VectorListKernels<Number.Lanes>.evaluateDots(instruction, rows, operands, memory)
      } else {
        VectorListKernels<Number.ShortLanes>.evaluateDots(instruction, rows, operands, memory)
      }
    case .weightedSum:
      if Number.fitsLanes(instruction.width) {
        VectorListKernels<Number.Lanes>.evaluateWeightedSum(instruction, rows, operands, memory)
      } else {
        VectorListKernels<Number.ShortLanes>.evaluateWeightedSum(instruction, rows, operands, memory)
      }
    case .matrixVector:
      MatrixKernels<Number>.evaluate(instruction, rows, memory, panel: memory.data + panelPlace)
    case .gather: ChoiceKernels<Number>.evaluateGather(instruction, rows, memory)
    case .pick: ChoiceKernels<Number>.evaluatePick(instruction, rows, memory)
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
      if Number.fitsLanes(instruction.width - 1) {
        FlashKernels<Number.Lanes>.evaluate(instruction, rows, operands, memory)
      } else {
        FlashKernels<Number.ShortLanes>.evaluate(instruction, rows, operands, memory)
      }
    }
  }

  @inline(__always)
  private func propagate<Number: ProgramNumber>(
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ operands: UnsafePointer<Int32>,
    _ memory: ProgramMemory<Number>
  ) {
    switch instruction.pattern {
    case .single: break
    case .softmax:
      PatternKernels<Number>.propagateSoftmax(instruction, rows, memory)
      return
    case .logProbability:
      PatternKernels<Number>.propagateLogProbability(instruction, rows, operands, memory)
      return
    case .normalization:
      PatternKernels<Number>.propagateNormalization(instruction, rows, memory)
      return
    }
    switch instruction.operation {
    case .add: ElementwiseKernels<Number>.propagate(AddRule.self, instruction, rows, memory)
    case .subtract: ElementwiseKernels<Number>.propagate(SubtractRule.self, instruction, rows, memory)
    case .multiply: ElementwiseKernels<Number>.propagate(MultiplyRule.self, instruction, rows, memory)
    case .divide: ElementwiseKernels<Number>.propagate(DivideRule.self, instruction, rows, memory)
    case .addConstant, .copy: ElementwiseKernels<Number>.propagate(CopyRule.self, instruction, rows, memory)
    case .multiplyConstant:
      ElementwiseKernels<Number>.propagate(MultiplyConstantRule.self, instruction, rows, memory)
    case .pow:
      if instruction.constant == -1 {
        ElementwiseKernels<Number>.propagate(ReciprocalRule.self, instruction, rows, memory)
      } else if instruction.constant == -0.5 {
        ElementwiseKernels<Number>.propagate(InverseRootRule.self, instruction, rows, memory)
      } else {
        ElementwiseKernels<Number>.propagate(PowerRule.self, instruction, rows, memory)
      }
    case .exp: ElementwiseKernels<Number>.propagate(ExpRule.self, instruction, rows, memory)
    case .log: ElementwiseKernels<Number>.propagate(LogRule.self, instruction, rows, memory)
    case .sigmoid: ElementwiseKernels<Number>.propagate(SigmoidRule.self, instruction, rows, memory)
    case .relu: ElementwiseKernels<Number>.propagate(ReluRule.self, instruction, rows, memory)
    case .sum: ReductionKernels<Number>.propagateSum(instruction, rows, memory)
    case .maximum: break
    case .dot: ReductionKernels<Number>.propagateDot(instruction, rows, memory)
    case .dots:
      if Number.fitsLanes(instruction.length) {
        VectorListKernels<Number.Lanes>.propagateDots(instruction, rows, operands, memory)
      } else {
        VectorListKernels<Number.ShortLanes>.propagateDots(instruction, rows, operands, memory)
      }
    case .weightedSum:
      if Number.fitsLanes(instruction.width) {
        VectorListKernels<Number.Lanes>.propagateWeightedSum(instruction, rows, operands, memory)
      } else {
        VectorListKernels<Number.ShortLanes>.propagateWeightedSum(instruction, rows, operands, memory)
      }
    case .matrixVector:
      if instruction.differentiatesSecond {
        MatrixKernels<Number>.propagateToVectors(instruction, rows, memory, panel: memory.data + panelPlace)
      }
      if instruction.differentiatesFirst {
        MatrixKernels<Number>.propagateToMatrix(instruction, rows, memory)
      }
    case .gather: ChoiceKernels<Number>.propagateGather(instruction, rows, memory)
    case .pick: ChoiceKernels<Number>.propagatePick(instruction, rows, memory)
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
      if Number.fitsLanes(instruction.width - 1) {
        FlashKernels<Number.Lanes>.propagate(instruction, rows, operands, memory)
      } else {
        FlashKernels<Number.ShortLanes>.propagate(instruction, rows, operands, memory)
      }
    }
  }
}

extension LaneNumber {
  /// Whether runs of so many numbers are taken in ``Lanes`` and not in ``ShortLanes``.
  ///
  /// Those may be longer than lanes where registers are short; then they take whole runs only.
  @inline(__always)
  fileprivate static func fitsLanes(_ count: Int32) -> Bool {
    if Int(count) == ShortLanes.width { return false }
    return ShortLanes.width >= Lanes.width || Int(count) % Lanes.width == 0
  }
}
