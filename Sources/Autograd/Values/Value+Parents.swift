extension Value {
  /// A value that another was computed from, with the derivative of that one step.
  public struct Parent {
    /// The value that was read.
    public let value: Value
    /// ∂(the child)/∂(this parent), everything else the child was computed from held fixed.
    public let localDerivative: Double
  }

  /// What this value was computed by, or nil if it is a leaf or was computed with recording off.
  public var operation: Operation? {
    storage.check(self)
    return storage.pointee.record(producing: position)?.record.operation
  }

  /// An operation of the tape: what it is, and all that it computed.
  public struct Producer {
    /// What was computed.
    public let operation: Operation
    /// All its results, as they stand on the tape.
    public let results: Vector
    /// c, for an operation with a constant; nil for others.
    public let constant: Double?
  }

  /// The operation that computed this value, perhaps with others; nil for a leaf.
  public var producer: Producer? {
    storage.check(self)
    guard let (_, record) = storage.pointee.record(producing: position) else { return nil }
    let (start, count) = (Int(record.result), Int(record.count))
    let epoch = storage.pointee.epochs.ofValue(at: start + count - 1)
    return Producer(
      operation: record.operation,
      results: Vector(storage, start, count: count, epoch: epoch),
      constant: record.operation.hasConstant ? record.constant : nil
    )
  }

  /// The values this one was computed from, each with its local derivative; none for a leaf.
  ///
  /// A value that was read twice stands there twice: x · x has two parents x. What is read but has no derivative (the
  /// elements under a ``Operation/maximum``, the angles of a ``Operation/rotate``) stands there with 0. The gradient is then
  ///
  ///     ∂L/∂p = Σ over the children y of p of ∂L/∂y · (the local derivative of y with respect to p).
  ///
  /// Complexity: O(log n) in the number of operations to find the one, and then linear in the number of parents.
  public var parents: [Parent] {
    storage.check(self)
    guard let (_, record) = storage.pointee.record(producing: position) else { return [] }
    return storage.parents(of: position - Int(record.result), in: record)
  }
}

extension Operation {
  fileprivate var hasConstant: Bool {
    switch self {
    case .addConstant, .multiplyConstant, .pow: true
    case .add, .subtract, .multiply, .divide, .exp, .log, .sigmoid, .relu, .copy, .sum, .maximum, .dot, .dots,
      .weightedSum,
      .matrixVector, .gather, .pick, .rotate, .flashAttention:
      false
    }
  }
}

extension UnsafeMutablePointer<TapeStorage> {
  /// The parents of result `index` of an operation: each case is one line of the table at ``Operation``, read for one result.
  fileprivate func parents(of index: Int, in record: Record) -> [Value.Parent] {
    pointee.localDerivatives(of: index, in: record).map {
      Value.Parent(
        value: Value(self, $0.position, epoch: pointee.epochs.ofValue(at: $0.position)),
        localDerivative: $0.derivative
      )
    }
  }
}

extension TapeStorage {
  /// The derivatives of result `index` of an operation.
  fileprivate func localDerivatives(of index: Int, in record: Record) -> [LocalDerivative] {
    let memory = memory
    switch record.operation {
    case .add: return Elementwise.localDerivatives(AddRule.self, record, of: index, memory)
    case .subtract: return Elementwise.localDerivatives(SubtractRule.self, record, of: index, memory)
    case .multiply: return Elementwise.localDerivatives(MultiplyRule.self, record, of: index, memory)
    case .divide: return Elementwise.localDerivatives(DivideRule.self, record, of: index, memory)
    case .addConstant: return Elementwise.localDerivatives(AddConstantRule.self, record, of: index, memory)
    case .multiplyConstant:
      return Elementwise.localDerivatives(MultiplyConstantRule.self, record, of: index, memory)
    case .pow: return Power.localDerivatives(record, of: index, memory)
    case .exp: return Elementwise.localDerivatives(ExpRule.self, record, of: index, memory)
    case .log: return Elementwise.localDerivatives(LogRule.self, record, of: index, memory)
    case .sigmoid: return Elementwise.localDerivatives(SigmoidRule.self, record, of: index, memory)
    case .relu: return Elementwise.localDerivatives(ReluRule.self, record, of: index, memory)
    case .copy: return Elementwise.localDerivatives(CopyRule.self, record, of: index, memory)
    case .sum: return Sum.localDerivatives(record, of: index, memory)
    case .maximum: return Maximum.localDerivatives(record, of: index, memory)
    case .dot: return DotProducts.localDerivatives(Dot.self, record, of: index, memory)
    case .dots: return DotProducts.localDerivatives(Dots.self, record, of: index, memory)
    case .weightedSum: return WeightedSum.localDerivatives(record, of: index, memory)
    case .matrixVector: return DotProducts.localDerivatives(MatrixVector.self, record, of: index, memory)
    case .gather, .pick: return Choice.localDerivatives(record, of: index, memory)
    case .rotate: return Rotation.localDerivatives(record, of: index, memory)
    case .flashAttention: return FlashAttention.localDerivatives(record, of: index, memory)
    }
  }
}
