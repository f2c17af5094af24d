/// Every position, in a list: microgpt's store, and the plain counterpart of all others.
public final class ListStore: KeyValueStore {
  private var list: [StoredPosition] = []

  /// A store without positions.
  public init() {}

  /// How many positions have been appended.
  public var count: Int { list.count }
  /// 0 to below ``count``: a list drops none.
  public var positions: Range<Int> { 0..<list.count }

  /// Keeps the next position.
  public func append(_ position: StoredPosition) { list.append(position) }

  /// What was kept of a position.
  public subscript(position: Int) -> StoredPosition { list[position] }

  /// A store with a copy of the list.
  public func fork() -> ListStore {
    let fork = ListStore()
    fork.list = list
    return fork
  }

  /// Forgets all positions; the next one appended is 0.
  public func release() { list = [] }
}
