extension Tape {
  /// The first value that was computed and is infinite or not a number, or nil if there is none.
  ///
  /// Everything before it is finite, so it is where a computation that ends in nan went wrong. Leaves are not searched.
  public var firstNonFiniteResult: Value? {
    for index in 0..<recordCount {
      let record = storage.pointee.records.base[index]
      let run = Vector(
        storage,
        Int(record.result),
        count: Int(record.count),
        epoch: storage.pointee.epoch(at: Int(record.result))
      )
      if let value = run.first(where: { !$0.data.isFinite }) { return value }
    }
    return nil
  }
}
