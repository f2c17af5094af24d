extension Value {
  /// This value and another through an operation on two.
  @inline(__always)
  func combined(_ operation: Operation, with other: Value) -> Value {
    storage.check(self)
    storage.check(other)
    return Value(storage, storage.pointee.append(operation, first: position, second: other.position))
  }

  /// This value through an operation on one, with a constant where the operation takes one.
  @inline(__always)
  func mapped(_ operation: Operation, constant: Double = 0) -> Value {
    storage.check(self)
    return Value(storage, storage.pointee.append(operation, first: position, constant: constant))
  }
}
