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

extension UnsafeMutablePointer<TapeStorage> {
  /// The parents of result `index` of an operation: each case is one line of the table at ``Operation``, read for one result.
  fileprivate func parents(of index: Int, in record: Record) -> [Value.Parent] {
    let first = Int(record.first)
    let second = Int(record.second)
    let length = Int(record.length)
    let y = pointee.data.base[Int(record.result) + index]
    let positionA = first + index * Int(record.firstStride)
    let positionB = second + index * Int(record.secondStride)
    let a = pointee.data.base[positionA]

    switch record.operation {
    case .add: return [parent(positionA, 1), parent(positionB, 1)]
    case .subtract: return [parent(positionA, 1), parent(positionB, -1)]
    case .multiply: return [parent(positionA, pointee.data.base[positionB]), parent(positionB, a)]
    case .divide:
      let b = pointee.data.base[positionB]
      return [parent(positionA, 1 / b), parent(positionB, -y / b)]
    case .addConstant, .copy: return [parent(positionA, 1)]
    case .multiplyConstant: return [parent(positionA, record.constant)]
    case .pow: return [parent(positionA, powerDerivative(a, record.constant, y))]
    case .exp: return [parent(positionA, y)]
    case .log: return [parent(positionA, 1 / a)]
    case .relu: return [parent(positionA, a > 0 ? 1 : 0)]
    case .sum: return (0..<length).map { parent(first + $0, 1) }
    case .maximum: return (0..<length).map { parent(first + $0, 0) }
    case .dot: return products(first, second, length)
    case .dots: return products(first, Int(pointee.operands.base[second + index]), length)
    case .matrixVector: return products(first + index * length, second, length)
    case .weightedSum:
      return (0..<length).flatMap { j in
        let element = Int(pointee.operands.base[second + j]) + index
        return [
          parent(first + j, pointee.data.base[element]),
          parent(element, pointee.data.base[first + j]),
        ]
      }
    case .gather: return [parent(first + record.choice * Int(record.count) + index, 1)]
    case .pick: return [parent(first + record.choice, 1)]
    case .rotate:
      let even = index / 2 * 2
      let angle = second + even % length
      let cosine = pointee.data.base[angle]
      let sine = pointee.data.base[angle + 1]
      let turned =
        index == even
        ? [parent(first + even, cosine), parent(first + even + 1, -sine)]
        : [parent(first + even, sine), parent(first + even + 1, cosine)]
      return turned + [parent(angle, 0), parent(angle + 1, 0)]
    case .flashAttention:
      return pointee.flashAttention(of: record)
        .localDerivatives(of: index, pointee.data.base, result: Int(record.result))
        .map { parent($0.position, $0.derivative) }
    }
  }

  private func parent(_ position: Int, _ localDerivative: Double) -> Value.Parent {
    Value.Parent(
      value: Value(self, position, epoch: pointee.epochs.ofValue(at: position)),
      localDerivative: localDerivative
    )
  }

  /// The parents of Σᵢ aᵢ bᵢ: first every aᵢ, then every bᵢ.
  private func products(_ a: Int, _ b: Int, _ length: Int) -> [Value.Parent] {
    (0..<length).map { parent(a + $0, pointee.data.base[b + $0]) }
      + (0..<length).map { parent(b + $0, pointee.data.base[a + $0]) }
  }
}
