/// What a debug build checks of every handle before it is used. A release build checks nothing of this.
extension UnsafeMutablePointer<TapeStorage> {
  /// Checks a run of values that a handle names, before an operation on this tape reads it.
  ///
  /// A tape is only ever cut at its end, so a run is whole as long as its last value is the one it was. `epoch` is the
  /// stretch between rewinds to which that value belonged when the handle was made.
  @inline(__always)
  func check(_ owner: Self, _ position: Int, _ count: Int, _ epoch: UInt32) {
    assert(
      owner == self,
      "the operands v\(position) and others belong to two tapes; an operation needs all of them on one"
    )
    assert(!pointee.isClosed, "the tape of v\(position) is gone; keep it as long as its values are used")
    assert(
      position + count <= pointee.end.valueCount
        && (count == 0 || pointee.epoch(at: position + count - 1) == epoch),
      "v\(position) is gone: its part of the tape was rewound, and its handle must not be used any more"
    )
  }

  @inline(__always)
  func check(_ value: Value) { check(value.storage, value.position, 1, value.epoch) }

  @inline(__always)
  func check(_ vector: Vector) { check(vector.storage, vector.position, vector.count, vector.epoch) }

  @inline(__always)
  func check(_ matrix: Matrix) { check(matrix.storage, matrix.position, matrix.count, matrix.epoch) }

  @inline(__always)
  func check(_ input: Input) {
    assert(input.storage == self, "input \(input.position) belongs to another tape than what it chooses from")
    assert(
      !pointee.isClosed,
      "the tape of input \(input.position) is gone; keep it as long as its inputs are used"
    )
    assert(
      input.position < pointee.end.inputCount,
      "input \(input.position) is gone: its part of the tape was rewound"
    )
  }
}
