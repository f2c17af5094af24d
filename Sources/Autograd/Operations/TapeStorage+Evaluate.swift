import Basics

extension TapeStorage {
  /// Computes the results of one operation from its operands.
  ///
  /// Each case is the second column of the table at ``Operation``.
  @inline(never)
  package mutating func evaluate(_ record: Record) {
    // A copy of the buffers' addresses: a stored pointer would be loaded anew after every store through a pointer. The
    // method is mutating so that it is handed the storage's address and not a copy of it.
    let memory = memory
    switch record.operation {
    case .add: Elementwise.evaluate(AddRule.self, record, memory)
    case .subtract: Elementwise.evaluate(SubtractRule.self, record, memory)
    case .multiply: Elementwise.evaluate(MultiplyRule.self, record, memory)
    case .divide: Elementwise.evaluate(DivideRule.self, record, memory)
    case .addConstant: Elementwise.evaluate(AddConstantRule.self, record, memory)
    case .multiplyConstant: Elementwise.evaluate(MultiplyConstantRule.self, record, memory)
    case .pow: Power.evaluate(record, memory)
    case .exp: Elementwise.evaluate(ExpRule.self, record, memory)
    case .log: Elementwise.evaluate(LogRule.self, record, memory)
    case .sigmoid: Elementwise.evaluate(SigmoidRule.self, record, memory)
    case .relu: Elementwise.evaluate(ReluRule.self, record, memory)
    case .copy: Elementwise.evaluate(CopyRule.self, record, memory)
    case .sum: Sum.evaluate(record, memory)
    case .maximum: Maximum.evaluate(record, memory)
    case .dot: DotProducts.evaluate(Dot.self, record, memory)
    case .dots: DotProducts.evaluate(Dots.self, record, memory)
    case .weightedSum: WeightedSum.evaluate(record, memory)
    case .matrixVector: DotProducts.evaluate(MatrixVector.self, record, memory)
    case .gather, .pick: Choice.evaluate(record, memory)
    case .rotate: Rotation.evaluate(record, memory)
    case .flashAttention: FlashAttention.evaluate(record, memory)
    }
  }

  /// Computes the results of an operation again, with what its input names now where it has one.
  mutating func recompute(_ index: Int) {
    let record = records.base[index]
    if record.readsInput {
      let choice = Int(inputs.base[Int(record.second)])
      require(
        choice >= 0 && choice < Int(record.length),
        "the input \(choice) names none of \(record.length)"
      )
      records.base[index].constant = Double(choice)
    }
    evaluate(records.base[index])
  }

  /// The numbers as operations meet them.
  @inline(__always)
  var memory: TapeMemory { TapeMemory(data: data.base, grad: grad.base, operands: operands.base) }
}
