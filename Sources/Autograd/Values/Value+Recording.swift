extension UnsafeMutablePointer<TapeStorage> {
  /// Computes and appends an operation that gives one value.
  @inline(__always)
  func appendValue(_ record: Record) -> Value {
    Value(self, pointee.append(record))
  }
}

extension Value {
  /// This value and another through an operation on two.
  @inline(__always)
  func combined(_ operation: Operation, with other: Value) -> Value {
    storage.check(self)
    storage.check(other)
    return storage.appendValue(
      Record(operation: operation, count: 1, first: Int32(position), second: Int32(other.position))
    )
  }

  /// This value through an operation on one, with a constant where the operation takes one.
  @inline(__always)
  func mapped(_ operation: Operation, constant: Double = 0) -> Value {
    storage.check(self)
    return storage.appendValue(
      Record(operation: operation, count: 1, first: Int32(position), constant: constant)
    )
  }
}
