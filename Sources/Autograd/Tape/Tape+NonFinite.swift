extension Tape {
  /// The first value that was computed and is infinite or not a number, or nil if there is none.
  ///
  /// Everything before it is finite, so it is where a computation that ends in nan went wrong. Leaves are not searched.
  public var firstNonFiniteResult: Value? {
    for index in 0..<recordCount {
      let start = Int(records.base[index].result)
      for position in start..<start + Int(records.base[index].count) where !data.base[position].isFinite {
        return Value(tape: self, position: position, epoch: epoch(at: position))
      }
    }
    return nil
  }
}
