/// Every position, in a list: microgpt's store, and the plain counterpart of all others.
public struct ListStore: KeyValueStore {
  private var list: [StoredPosition] = []

  /// A store without positions.
  public init() {}

  /// How many positions have been appended.
  public var count: Int { list.count }
  /// All positions.
  public var positions: Range<Int> { 0..<list.count }

  /// Keeps the next position.
  public mutating func append(_ position: StoredPosition) { list.append(position) }

  /// What was kept of a position.
  public subscript(position: Int) -> StoredPosition { list[position] }

  /// A copy.
  public mutating func fork() -> ListStore { self }

  /// Forgets all positions.
  public mutating func release() { list = [] }
}
