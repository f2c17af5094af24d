extension Tape {
  /// Everything from `position` to the end of the tape, as one vector over those values. Nothing is copied.
  ///
  /// Leaves that were appended one after the other, such as the matrices of a model, are one run.
  public func run(from position: Int) -> Vector {
    precondition(position >= 0 && position <= valueCount, "position \(position) is not in 0...\(valueCount)")
    return Vector(tape: self, position: position, count: valueCount - position)
  }
}

/// The elements of several vectors one after the other, as one vector. Each part is copied: one record, one node an element.
public func concatenate(_ parts: [Vector]) -> Vector {
  guard let tape = parts.first?.tape else { preconditionFailure("there is nothing to concatenate") }
  let start = tape.valueCount
  for part in parts {
    tape.check(part)
    _ = part.mapped(.copy)
  }
  return tape.run(from: start)
}

extension Tape {
  /// Single values from anywhere on the tape, as one vector. Each is copied: one record, one node.
  public func vector(of values: [Value]) -> Vector {
    let start = valueCount
    for value in values {
      check(value)
      _ = value.mapped(.copy)
    }
    return run(from: start)
  }
}
