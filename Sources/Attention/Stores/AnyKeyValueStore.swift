/// A store of any kind behind one type, so that a model need not know which it has.
///
/// Copies are the same store; ``fork()`` makes another.
public struct AnyKeyValueStore {
  private let getCount: () -> Int
  private let getPositions: () -> Range<Int>
  private let appendPosition: (StoredPosition) -> Void
  private let read: (Int) -> StoredPosition
  private let makeFork: () -> AnyKeyValueStore
  private let giveBack: () -> Void

  /// The given store.
  public init(_ store: some KeyValueStore) {
    var store = store
    getCount = { store.count }
    getPositions = { store.positions }
    appendPosition = { store.append($0) }
    read = { store[$0] }
    makeFork = { AnyKeyValueStore(store.fork()) }
    giveBack = { store.release() }
  }

  /// How many positions have been appended, forgotten ones included.
  public var count: Int { getCount() }
  /// The positions that are still kept, in order.
  public var positions: Range<Int> { getPositions() }
  /// Keeps the next position.
  public func append(_ position: StoredPosition) { appendPosition(position) }
  /// What was kept of a position.
  public subscript(position: Int) -> StoredPosition { read(position) }
  /// A store that goes on from here by itself.
  public func fork() -> AnyKeyValueStore { makeFork() }
  /// Gives back what the store holds.
  public func release() { giveBack() }
}

extension AnyKeyValueStore: KeyValueStore {}
