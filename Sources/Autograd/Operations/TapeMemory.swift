/// The numbers of a tape as an operation meets them, in the letters of the table at ``Operation``.
struct TapeMemory {
  let data: UnsafeMutablePointer<Double>
  let grad: UnsafeMutablePointer<Double>
  let operands: UnsafeMutablePointer<Int32>

  /// The results.
  @inline(__always)
  func y(_ record: Record) -> UnsafeMutablePointer<Double> { data + Int(record.result) }
  /// Their gradients.
  @inline(__always)
  func g(_ record: Record) -> UnsafeMutablePointer<Double> { grad + Int(record.result) }
  /// The first operand.
  @inline(__always)
  func a(_ record: Record) -> UnsafeMutablePointer<Double> { data + Int(record.first) }
  /// Its gradient.
  @inline(__always)
  func gradA(_ record: Record) -> UnsafeMutablePointer<Double> { grad + Int(record.first) }
  /// The second operand, where it is a run of values.
  @inline(__always)
  func b(_ record: Record) -> UnsafeMutablePointer<Double> { data + Int(record.second) }
  /// Its gradient.
  @inline(__always)
  func gradB(_ record: Record) -> UnsafeMutablePointer<Double> { grad + Int(record.second) }
  /// Where its second operand's vectors begin, where they are listed.
  @inline(__always)
  func list(_ record: Record) -> UnsafeMutablePointer<Int32> { operands + Int(record.second) }
}

/// ∂y/∂x for one result y of an operation and one value x that it was computed from.
struct LocalDerivative {
  /// Where x stands on the tape.
  let position: Int
  let derivative: Double
}
