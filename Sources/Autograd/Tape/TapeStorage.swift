/// What a tape holds, in flat buffers.
///
/// Handles point at the storage and not at the ``Tape`` that owns it, so that passing them around costs no reference
/// counting, and reading a buffer no check for overlapping access.
package struct TapeStorage {
  /// The number at each position.
  package var data = Buffer<Double>()
  /// ∂(the value differentiated last)/∂(the number at each position).
  ///
  /// Zero from the end up to ``clearedCapacity``.
  package var grad = Buffer<Double>()
  /// The operations, in the order in which they were computed.
  package var records = Buffer<Record>()
  /// Positions of operands, for operations that read runs from several places.
  package var operands = Buffer<Int32>()
  /// Whole numbers that choose what is read, such as token ids: see ``Input``.
  package var inputs = Buffer<Int32>()

  /// How much of each buffer is in use.
  package var end = Extent()

  /// Lengths of the buffers.
  package struct Extent: Equatable {
    package var valueCount = 0
    package var recordCount = 0
    package var operandCount = 0
    package var inputCount = 0

    /// All together, which grows with whatever is appended.
    var total: Int { valueCount + recordCount + operandCount + inputCount }
  }

  /// Whether operations are being recorded.
  var isRecording = true

  /// How many of the operations, from the first, may have left gradients in their results.
  var differentiatedCount = 0

  /// Which parts of the tape were appended between the same two rewinds.
  package internal(set) var epochs = Epochs()

  /// Up to where there is room for values whose gradients are zero.
  var clearedCapacity = 0 { didSet { updateAppendLimit() } }
  /// How many calls are working in the buffers, which must stay where they are meanwhile.
  var borrowerCount = 0 { didSet { updateAppendLimit() } }
  /// Up to where values can be appended at once: nowhere while the buffers are lent.
  private(set) var appendLimit = 0

  private mutating func updateAppendLimit() { appendLimit = borrowerCount == 0 ? clearedCapacity : 0 }

  /// Who holds the room beyond the end: see ``claimRoomBeyondEnd()``.
  var claim = RoomClaim(number: 0, epoch: 0)

  /// Whether the tape that owned the storage is gone.
  var isClosed = false
  /// The next storage whose tape is gone, where this is one: see ``StoragePool``.
  var nextInPool: UnsafeMutablePointer<TapeStorage>?

  /// The operation that produced the value at `position`, or nil for a leaf.
  ///
  /// O(log n) in the number of operations.
  func record(producing position: Int) -> (index: Int, record: Record)? {
    var low = 0
    var high = end.recordCount
    while low < high {
      let middle = (low + high) / 2
      if Int(records.base[middle].result) <= position { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return nil }
    let record = records.base[low - 1]
    return position < Int(record.result) + Int(record.count) ? (low - 1, record) : nil
  }
}
