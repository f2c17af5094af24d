/// Where a computation went wrong.
extension Tape {
  /// The first value that was computed and is infinite or not a number, or nil if there is none.
  ///
  /// Everything before it is finite, so it is where a computation that ends in nan went wrong. Leaves are not searched.
  public var firstNonFiniteResult: Value? { firstNonFiniteResult(from: 0) }

  /// The first value that was computed after a mark and is infinite or not a number, or nil if there is none.
  public func firstNonFiniteResult(after mark: Mark) -> Value? {
    storage.check(mark)
    return firstNonFiniteResult(from: mark.extent.recordCount)
  }

  private func firstNonFiniteResult(from first: Int) -> Value? {
    for index in first..<recordCount {
      if let value = results(of: index).first(where: { !$0.data.isFinite }) { return value }
    }
    return nil
  }

  /// The computed value nearest to the end of the tape whose gradient is infinite or not a number, or nil if there is none.
  ///
  /// A backward pass comes to it first. What follows it on the tape has a finite gradient.
  public var lastNonFiniteGradient: Value? {
    for index in (0..<recordCount).reversed() {
      if let value = results(of: index).last(where: { !$0.grad.isFinite }) { return value }
    }
    return nil
  }

  private func results(of index: Int) -> Vector {
    let record = storage.pointee.records.base[index]
    let position = Int(record.result)
    return Vector(
      storage,
      position,
      count: Int(record.count),
      epoch: storage.pointee.epochs.ofValue(at: position)
    )
  }
}
