import Basics

/// The elements of several vectors, which may stand apart on the tape, one after the other as one vector.
///
/// Each part is copied: one operation, and one value an element.
public func concatenate(_ parts: [Vector]) -> Vector {
  guard let storage = parts.first?.storage else { stop("there is nothing to concatenate") }
  let start = storage.pointee.end.valueCount
  for part in parts {
    storage.check(part)
    _ = part.mapped(.copy)
  }
  return Vector(storage, start, count: storage.pointee.end.valueCount - start)
}

/// Single values from anywhere on a tape as one vector.
///
/// Each is copied: one operation, one value.
public func vector(of values: [Value]) -> Vector {
  guard let storage = values.first?.storage else {
    stop("there are no values to make a vector of")
  }
  let start = storage.pointee.end.valueCount
  for value in values {
    storage.check(value)
    _ = value.mapped(.copy)
  }
  return Vector(storage, start, count: values.count)
}
