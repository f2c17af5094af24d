import Basics

/// What is checked of every handle before it is used, so that none reads or writes what is not its own.
extension UnsafeMutablePointer<TapeStorage> {
  /// Checks a run of values that a handle names, before an operation on this tape reads it.
  ///
  /// A tape is only ever cut at its end, so a run is whole as long as its last value is the one it was. `epoch` is the
  /// one to which that value belonged when the handle was made: see ``Epochs``.
  @inline(__always)
  package func check(_ owner: Self, _ position: Int, _ count: Int, _ epoch: UInt32) {
    if _fastPath(owner == self && pointee.epochs.plainlyHold(upTo: position + count, epoch)) { return }
    checkOlder(owner, position, count, epoch)
  }

  @inline(never)
  private func checkOlder(_ owner: Self, _ position: Int, _ count: Int, _ epoch: UInt32) {
    require(
      owner == self,
      "the operands v\(position) and others belong to two tapes; an operation needs all of them on one"
    )
    require(!pointee.isClosed, "the tape of v\(position) is gone; keep it as long as its values are used")
    require(
      position + count <= pointee.end.valueCount
        && (count == 0 || pointee.epochs.ofValue(at: position + count - 1) == epoch),
      "v\(position) is gone: its part of the tape was rewound, and its handle must not be used any more"
    )
  }

  @inline(__always)
  package func check(_ value: Value) { check(value.storage, value.position, 1, value.epoch) }

  @inline(__always)
  package func check(_ vector: Vector) { check(vector.storage, vector.position, vector.count, vector.epoch) }

  @inline(__always)
  func check(_ matrix: Matrix) { check(matrix.storage, matrix.position, matrix.count, matrix.epoch) }

  func check(_ input: Input) {
    require(
      input.storage == self,
      "input \(input.position) belongs to another tape than what it chooses from"
    )
    require(
      !pointee.isClosed,
      "the tape of input \(input.position) is gone; keep it as long as its inputs are used"
    )
    require(
      input.position < pointee.end.inputCount && pointee.epochs.ofInput(at: input.position) == input.epoch,
      "input \(input.position) is gone: its part of the tape was rewound"
    )
  }

  package func check(_ mark: Tape.Mark) {
    let count = mark.extent.valueCount
    require(mark.storage == self, "the mark at value \(count) was taken on another tape")
    require(
      mark.extent.total <= pointee.end.total && pointee.epochs.before(mark.extent) == mark.epoch,
      "the mark at value \(count) is gone: the tape was rewound to before it"
    )
  }
}
