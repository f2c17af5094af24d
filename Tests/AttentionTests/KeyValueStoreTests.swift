import Attention
import Autograd
import Testing

@Suite("Stores of any kind")
struct KeyValueStoreTests {
  let tape = Tape()

  func entry(_ number: Double) -> StoredPosition {
    StoredPosition(key: tape.vector([number]), value: tape.vector([-number]))
  }

  func keys(_ store: any KeyValueStore) -> [Double] { store.positions.map { store[$0].key.data[0] } }

  @Test("A list and pages keep all positions, a ring the last; released, each begins anew")
  func kinds() {
    let list = ListStore()
    let rolling = RollingStore(size: 2)
    let pool = PagePool(pageSize: 2)
    let paged = PagedStore(pool: pool)
    for store in [list, rolling, paged] as [any KeyValueStore] {
      for number in 1...5 { store.append(entry(Double(number))) }
      #expect(store.count == 5)
      #expect(store[4].key.data == [5] && store[4].value.data == [-5])
    }
    #expect(list.positions == 0..<5 && rolling.positions == 3..<5 && paged.positions == 0..<5)
    #expect(keys(list) == [1, 2, 3, 4, 5] && keys(rolling) == [4, 5] && keys(paged) == [1, 2, 3, 4, 5])
    #expect(pool.usedPageCount == 3 && pool.sharedPageCount == 0)

    let fork = paged.fork()
    #expect(pool.sharedPageCount == 3)
    fork.append(entry(6))
    #expect(keys(fork) == [1, 2, 3, 4, 5, 6] && keys(paged) == [1, 2, 3, 4, 5])
    #expect(pool.usedPageCount == 4)
    for store in [list, rolling, paged] as [any KeyValueStore] {
      store.release()
      #expect(store.positions.isEmpty && store.count == 0)
    }
    #expect(pool.usedPageCount == 3 && keys(fork) == [1, 2, 3, 4, 5, 6])
  }

  @Test("Another reference is the same store, a fork is not", arguments: [0, 1, 2, 3])
  func references(kind: Int) {
    let pool = PagePool(pageSize: 2)
    let stores: [any KeyValueStore] = [
      ListStore(), RollingStore(size: 3), PagedStore(pool: pool), PagedStore(pool: pool),
    ]
    let store = stores[kind]
    let reference = store
    // In the last case the fork comes from a full page.
    if kind == 3 { store.append(entry(0)) }
    store.append(entry(1))
    let fork = store.fork()
    reference.append(entry(2))
    fork.append(entry(3))
    let common: [Double] = kind == 3 ? [0, 1] : [1]
    #expect(keys(store) == common + [2] && keys(reference) == common + [2] && keys(fork) == common + [3])
    reference.release()
    #expect(store.count == 0 && store.positions.isEmpty && keys(fork) == common + [3])
    store.append(entry(4))
    #expect(keys(reference) == [4] && keys(fork) == common + [3])
  }

  @Test("A store of one's own needs no more than the protocol")
  func ownStore() {
    /// Keeps every second position only.
    final class EvenStore: KeyValueStore {
      var list: [StoredPosition] = []
      var count = 0
      var positions: Range<Int> { 0..<count }
      func append(_ position: StoredPosition) {
        list.append(position)
        count += 1
      }
      subscript(position: Int) -> StoredPosition { list[position / 2 * 2] }
      func fork() -> EvenStore {
        let fork = EvenStore()
        (fork.list, fork.count) = (list, count)
        return fork
      }
      func release() { (list, count) = ([], 0) }
    }
    let store = EvenStore()
    for number in 1...4 { store.append(entry(Double(number))) }
    #expect(keys(store) == [1, 1, 3, 3])
  }
}
