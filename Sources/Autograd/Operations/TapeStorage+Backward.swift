extension TapeStorage {
  /// The backward pass from the value at `position`.
  mutating func differentiate(_ position: Int, seed: Double) {
    clearComputedGradients()
    grad.base[position] += seed
    guard let producer = record(producing: position) else { return }
    differentiatedCount = producer.index + 1
    var index = producer.index
    while index >= 0 {
      propagate(records.base[index])
      index -= 1
    }
  }

  mutating func clearGradients() {
    grad.base.update(repeating: 0, count: end.valueCount)
    differentiatedCount = 0
  }

  /// Sets the gradients of the results of operations to zero, where an earlier backward pass left some.
  private mutating func clearComputedGradients() {
    for index in 0..<differentiatedCount {
      let record = records.base[index]
      (grad.base + Int(record.result)).update(repeating: 0, count: Int(record.count))
    }
    differentiatedCount = 0
  }

  /// Adds to the gradients of an operation's operands what the gradients of its results contribute.
  ///
  /// Each case is the third column of the table at ``Operation``.
  @inline(never)
  package mutating func propagate(_ record: Record) {
    let memory = memory
    switch record.operation {
    case .add: Elementwise.propagate(AddRule.self, record, memory)
    case .subtract: Elementwise.propagate(SubtractRule.self, record, memory)
    case .multiply: Elementwise.propagate(MultiplyRule.self, record, memory)
    case .divide: Elementwise.propagate(DivideRule.self, record, memory)
    case .addConstant: Elementwise.propagate(AddConstantRule.self, record, memory)
    case .multiplyConstant: Elementwise.propagate(MultiplyConstantRule.self, record, memory)
    case .pow: Power.propagate(record, memory)
    case .exp: Elementwise.propagate(ExpRule.self, record, memory)
    case .log: Elementwise.propagate(LogRule.self, record, memory)
    case .sigmoid: Elementwise.propagate(SigmoidRule.self, record, memory)
    case .relu: Elementwise.propagate(ReluRule.self, record, memory)
    case .copy: Elementwise.propagate(CopyRule.self, record, memory)
    case .sum: Sum.propagate(record, memory)
    case .maximum: Maximum.propagate(record, memory)
    case .dot: DotProducts.propagate(Dot.self, record, memory)
    case .dots: DotProducts.propagate(Dots.self, record, memory)
    case .weightedSum: WeightedSum.propagate(record, memory)
    case .matrixVector: DotProducts.propagate(MatrixVector.self, record, memory)
    case .gather, .pick: Choice.propagate(record, memory)
    case .rotate: Rotation.propagate(record, memory)
    case .flashAttention: FlashAttention.propagate(record, memory)
    }
  }
}
