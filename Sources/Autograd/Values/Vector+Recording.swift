import Basics

extension UnsafeMutablePointer<TapeStorage> {
  /// Computes and appends an operation that gives a run of values.
  @inline(__always)
  func appendVector(_ record: Record) -> Vector {
    Vector(self, pointee.append(record), count: Int(record.count))
  }
}

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
    return storage.appendVector(
      Record(
        operation: operation,
        count: Int32(count),
        first: Int32(position),
        second: Int32(other.position)
      )
    )
  }

  /// Every element with the same single value.
  @inline(__always)
  func combined(_ operation: Operation, with value: Value) -> Vector {
    storage.check(self)
    storage.check(value)
    return storage.appendVector(
      Record(
        operation: operation,
        secondStride: 0,
        count: Int32(count),
        first: Int32(position),
        second: Int32(value.position)
      )
    )
  }

  /// The same single value with every element.
  @inline(__always)
  func combined(_ operation: Operation, after value: Value) -> Vector {
    storage.check(self)
    storage.check(value)
    return storage.appendVector(
      Record(
        operation: operation,
        firstStride: 0,
        count: Int32(count),
        first: Int32(value.position),
        second: Int32(position)
      )
    )
  }

  /// Every element through an operation on one.
  @inline(__always)
  func mapped(_ operation: Operation, constant: Double = 0) -> Vector {
    storage.check(self)
    return storage.appendVector(
      Record(operation: operation, count: Int32(count), first: Int32(position), constant: constant)
    )
  }

  /// One value from all elements.
  @inline(__always)
  func reduced(_ operation: Operation, second: Int = 0, constant: Double = 0) -> Value {
    storage.check(self)
    return storage.appendValue(
      Record(
        operation: operation,
        count: 1,
        first: Int32(position),
        second: Int32(second),
        length: Int32(count),
        constant: constant
      )
    )
  }
}
