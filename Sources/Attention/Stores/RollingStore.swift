import Autograd
import Basics

/// The last few positions, in a ring of fixed size: the next one takes the place of the oldest.
///
/// Attending to a rolling store of size N is attending to everything under a sliding window of N.
///
/// Source: "Mistral 7B", Jiang et al. 2023, section 2, "rolling buffer cache".
public final class RollingStore: KeyValueStore {
  /// How many positions are kept.
  public let size: Int
  private var ring: [StoredPosition] = []

  /// How many positions have been appended.
  public private(set) var count = 0

  /// A store that keeps the last `size` positions.
  public init(size: Int) {
    require(size > 0, "a rolling store of \(size) positions keeps nothing")
    self.size = size
  }

  /// The last `size` positions, or all of fewer.
  public var positions: Range<Int> { max(0, count - size)..<count }

  /// Keeps the next position, and forgets the oldest of `size`.
  public func append(_ position: StoredPosition) {
    if ring.count < size { ring.append(position) } else { ring[count % size] = position }
    count += 1
  }

  /// What was kept of a position, which must be one of ``positions``.
  public subscript(position: Int) -> StoredPosition {
    require(positions.contains(position), "position \(position) is no longer kept; \(positions) are")
    return ring[position % size]
  }

  /// A store with a copy of the ring.
  public func fork() -> RollingStore {
    let fork = RollingStore(size: size)
    fork.ring = ring
    fork.count = count
    return fork
  }

  /// Forgets all positions; the next one appended is 0.
  public func release() {
    ring = []
    count = 0
  }
}
