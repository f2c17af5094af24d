import Attention
import Autograd
import Testing

@Suite("A store of any kind")
struct AnyKeyValueStoreTests {
  let tape = Tape()

  func entry(_ number: Double) -> StoredPosition {
    StoredPosition(key: tape.vector([number]), value: tape.vector([-number]))
  }

  func keys(_ store: AnyKeyValueStore) -> [Double] { store.positions.map { store[$0].key.data[0] } }

  @Test("It forwards everything to the store that it holds")
  func forwards() {
    let list = AnyKeyValueStore(ListStore())
    let rolling = AnyKeyValueStore(RollingStore(size: 2))
    let pool = PagePool(pageSize: 2)
    let paged = AnyKeyValueStore(PagedStore(pool: pool))
    for store in [list, rolling, paged] {
      for number in 1...5 { store.append(entry(Double(number))) }
      #expect(store.count == 5)
      #expect(store[4].key.data == [5] && store[4].value.data == [-5])
    }
    #expect(list.positions == 0..<5 && rolling.positions == 3..<5 && paged.positions == 0..<5)
    #expect(keys(list) == [1, 2, 3, 4, 5] && keys(rolling) == [4, 5] && keys(paged) == [1, 2, 3, 4, 5])
    #expect(rolling.positions(visibleTo: 4, under: .slidingWindow(1)) == [4])
    #expect(pool.usedPageCount == 3 && pool.sharedPageCount == 0)

    let fork = paged.fork()
    #expect(pool.sharedPageCount == 3)
    fork.append(entry(6))
    #expect(keys(fork) == [1, 2, 3, 4, 5, 6] && keys(paged) == [1, 2, 3, 4, 5])
    #expect(pool.usedPageCount == 4)
    for store in [list, rolling, paged] {
      store.release()
      #expect(store.positions.isEmpty && store.count == 0)
    }
    #expect(pool.usedPageCount == 3 && keys(fork) == [1, 2, 3, 4, 5, 6])
  }

  @Test("Copies are the same store, forks are not")
  func copies() {
    let store = AnyKeyValueStore(ListStore())
    let copy = store
    store.append(entry(1))
    let fork = store.fork()
    copy.append(entry(2))
    fork.append(entry(3))
    #expect(keys(store) == [1, 2] && keys(copy) == [1, 2] && keys(fork) == [1, 3])
  }

  @Test("A store of one's own needs no more than the protocol")
  func ownStore() {
    /// Keeps every second position only.
    struct EvenStore: KeyValueStore {
      var list: [StoredPosition] = []
      var count = 0
      var positions: Range<Int> { 0..<count }
      mutating func append(_ position: StoredPosition) {
        list.append(position)
        count += 1
      }
      subscript(position: Int) -> StoredPosition { list[position / 2 * 2] }
      mutating func fork() -> Self { self }
      mutating func release() { (list, count) = ([], 0) }
    }
    let store = AnyKeyValueStore(EvenStore())
    for number in 1...4 { store.append(entry(Double(number))) }
    #expect(keys(store) == [1, 1, 3, 3])
  }
}
