/// A whole number on a ``Tape`` that chooses what an operation reads: the row of an embedding, the target of a loss.
///
/// It is data, like the numbers, and not part of the graph's shape. It has no gradient.
public struct Input {
  let storage: UnsafeMutablePointer<TapeStorage>
  let position: Int

  init(_ storage: UnsafeMutablePointer<TapeStorage>, _ position: Int) {
    self.storage = storage
    self.position = position
  }

  /// The number.
  public var index: Int {
    storage.check(self)
    return Int(storage.pointee.inputs.base[position])
  }
}
