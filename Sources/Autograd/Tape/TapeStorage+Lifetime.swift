/// Storage outlives its tape: see ``StoragePool``.
extension TapeStorage {
  /// Gives the buffers back.
  mutating func close() {
    requireNotLent()
    data.deallocate()
    grad.deallocate()
    records.deallocate()
    operands.deallocate()
    inputs.deallocate()
    end = Extent()
    epochs.beginTape()
    isClosed = true
  }

  /// Makes the storage that of a new tape.
  mutating func reopen() {
    var opened = TapeStorage()
    opened.epochs = epochs
    opened.epochs.beginTape()
    self = opened
  }
}
