import Basics

extension Vector {
  /// Two vectors of one length through an operation on two values, element by element.
  @inline(__always)
  func combined(_ operation: Operation, with other: Vector) -> Vector {
    storage.check(self)
    storage.check(other)
    require(
      count == other.count,
      "vectors of \(count) and \(other.count) values can't be combined element by element"
    )
    let start = storage.pointee.append(operation, count: count, first: position, second: other.position)
    return Vector(storage, start, count: count)
  }

  /// Every element with the same single value.
  @inline(__always)
  func combined(_ operation: Operation, with value: Value) -> Vector {
    storage.check(self)
    storage.check(value)
    let start = storage.pointee.append(
      operation,
      count: count,
      first: position,
      second: value.position,
      secondStride: 0
    )
    return Vector(storage, start, count: count)
  }

  /// The same single value with every element.
  @inline(__always)
  func combined(_ operation: Operation, after value: Value) -> Vector {
    storage.check(self)
    storage.check(value)
    let start = storage.pointee.append(
      operation,
      count: count,
      first: value.position,
      firstStride: 0,
      second: position
    )
    return Vector(storage, start, count: count)
  }

  /// Every element through an operation on one.
  @inline(__always)
  func mapped(_ operation: Operation, constant: Double = 0) -> Vector {
    storage.check(self)
    let start = storage.pointee.append(operation, count: count, first: position, constant: constant)
    return Vector(storage, start, count: count)
  }

  /// One value from all elements.
  @inline(__always)
  func reduced(_ operation: Operation, second: Int = 0, constant: Double = 0) -> Value {
    storage.check(self)
    return Value(
      storage,
      storage.pointee.append(operation, first: position, second: second, length: count, constant: constant)
    )
  }
}
