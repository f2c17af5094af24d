import Attention
import Autograd

/// A store from which no gradient flows back: each position but the newest is read as numbers without parents.
///
/// The newest is the query's own. A model with such stores computes the same, and its gradient lacks all that would have
/// reached a key or a value from a later position.
final class DetachedStore: KeyValueStore {
  private let store: any KeyValueStore
  private let tape: Tape
  /// The positions as numbers, but for the newest.
  private var copies: [StoredPosition] = []

  init(_ store: any KeyValueStore, on tape: Tape) {
    self.store = store
    self.tape = tape
  }

  var count: Int { store.count }
  var positions: Range<Int> { store.positions }

  func append(_ position: StoredPosition) {
    if count > 0 {
      let newest = store[count - 1]
      copies.append(
        StoredPosition(key: tape.vector(newest.key.data), value: tape.vector(newest.value.data))
      )
    }
    store.append(position)
  }

  subscript(position: Int) -> StoredPosition {
    position < copies.count ? copies[position] : store[position]
  }

  func fork() -> DetachedStore {
    let fork = DetachedStore(store.fork(), on: tape)
    fork.copies = copies
    return fork
  }

  func release() {
    store.release()
    copies = []
  }
}
