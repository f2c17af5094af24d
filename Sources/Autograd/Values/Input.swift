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
  ///
  /// What was computed from the old one keeps its value until it is computed again: see ``Tape/recompute(from:to:)``.
  public var index: Int {
    get {
      storage.check(self)
      return Int(storage.pointee.inputs.base[position])
    }
    nonmutating set {
      storage.check(self)
      storage.pointee.inputs.base[position] = Int32(newValue)
    }
  }
}
