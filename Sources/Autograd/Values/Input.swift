import Basics

/// A whole number on a ``Tape`` that chooses what an operation reads: the row of an embedding, the target of a loss.
///
/// It is data, like the numbers, and not part of the graph's shape. It has no gradient.
///
/// It is read when an operation is computed, and must name something that is there. The operation remembers what it read:
/// a gradient goes to that element, and ``Value/parents`` names it, even if the input has been changed since.
public struct Input {
  let storage: UnsafeMutablePointer<TapeStorage>
  private let place: Int32
  /// The epoch of the tape to which it belongs.
  let epoch: UInt32

  init(_ storage: UnsafeMutablePointer<TapeStorage>, _ position: Int, epoch: UInt32) {
    self.storage = storage
    place = Int32(truncatingIfNeeded: position)
    self.epoch = epoch
  }

  /// Where it stands among the tape's inputs.
  var position: Int { Int(place) }

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
      storage.pointee.inputs.base[position] = Self.number(newValue)
    }
  }

  /// An index as it is kept.
  static func number(_ index: Int) -> Int32 {
    guard let number = Int32(exactly: index) else {
      stop("an input can't hold \(index): no tape has so many values to choose from")
    }
    return number
  }
}
