/// What a debug build checks of every handle it is given. A release build checks nothing of this.
extension Tape {
  @inline(__always)
  func check(_ value: Value) {
    assert(value.tape === self, "\(Self.otherTape) value v\(value.position)")
    assert(
      isLive(value.position, count: 1, epoch: value.epoch),
      "value v\(value.position) \(Self.rewound)"
    )
  }

  @inline(__always)
  func check(_ vector: Vector) {
    assert(vector.tape === self, "\(Self.otherTape) vector at v\(vector.position)")
    assert(
      isLive(vector.position, count: vector.count, epoch: vector.epoch),
      "the vector of \(vector.count) values at v\(vector.position) \(Self.rewound)"
    )
  }

  @inline(__always)
  func check(_ matrix: Matrix) {
    assert(matrix.tape === self, "\(Self.otherTape) matrix at v\(matrix.position)")
    assert(
      isLive(matrix.position, count: matrix.count, epoch: matrix.epoch),
      "the \(matrix.rows)×\(matrix.columns) matrix at v\(matrix.position) \(Self.rewound)"
    )
  }

  @inline(__always)
  func check(_ input: Input) {
    assert(input.tape === self, "\(Self.otherTape) input \(input.position)")
    assert(input.position < inputCount, "input \(input.position) \(Self.rewound)")
  }

  private static let otherTape = "values of two tapes can't meet in one operation; this one belongs to another:"
  private static let rewound = "is gone: its part of the tape was rewound, and the handle must not be used any more"

  /// Whether a handle made in `epoch` still names what it named then.
  func isLive(_ position: Int, count: Int, epoch: UInt32) -> Bool {
    position + count <= valueCount && (count == 0 || self.epoch(at: position) == epoch)
  }

  /// The stretch between rewinds to which the value at `position` belongs.
  func epoch(at position: Int) -> UInt32 {
    var index = epochs.count - 1
    while index > 0, epochs[index].start > position { index -= 1 }
    return epochs[index].epoch
  }
}
