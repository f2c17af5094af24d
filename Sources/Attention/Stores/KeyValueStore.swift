/// Where the keys and values of a sequence's positions are kept for later positions to attend to.
///
/// A store is a reference: whoever holds it appends to the same sequence, and ``fork()`` makes another one. Positions are
/// absolute: the first that was appended is 0, also when a store has forgotten it.
public protocol KeyValueStore: AnyObject {
  /// How many positions have been appended, forgotten ones included.
  var count: Int { get }

  /// The positions that are still kept, in order.
  var positions: Range<Int> { get }

  /// Keeps the next position.
  func append(_ position: StoredPosition)

  /// What was kept of a position, which must be one of ``positions``.
  subscript(position: Int) -> StoredPosition { get }

  /// A store that goes on from here by itself, for another sequence with the same beginning.
  func fork() -> Self

  /// Gives back what the store holds, when its sequence has ended; it can then begin another.
  func release()
}
