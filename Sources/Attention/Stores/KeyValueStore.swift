/// Where the keys and values of a sequence's positions are kept for later positions to read.
///
/// Positions are absolute: the first that was appended is 0, also when a store has forgotten it.
public protocol KeyValueStore {
  /// How many positions have been appended, forgotten ones included.
  var count: Int { get }

  /// The positions that are still kept, in order.
  var positions: Range<Int> { get }

  /// Keeps the next position.
  mutating func append(_ position: StoredPosition)

  /// What was kept of a position, which must be one of ``positions``.
  subscript(position: Int) -> StoredPosition { get }

  /// A store that goes on from here by itself, for another sequence with the same beginning.
  mutating func fork() -> Self

  /// Gives back what the store holds, when its sequence has ended.
  mutating func release()
}

extension KeyValueStore {
  /// The kept positions that a query may read, in order.
  public func positions(visibleTo query: Int, under mask: Mask) -> [Int] {
    positions.filter { mask.isVisible(from: query, to: $0) }
  }
}
