import Autograd
import Basics

/// Positions in pages of a common pool, found through a table: position p stands at place p mod N of page table[p / N].
///
/// Sequences with the same beginning share its pages. A sequence that writes into a page that another one holds too gets a
/// copy of it first. When a sequence ends, its pages go back to the pool.
///
/// Source: "Efficient Memory Management for Large Language Model Serving with PagedAttention", Kwon et al. 2023, section 4.
public final class PagedStore: KeyValueStore {
  private let pool: PagePool
  /// The pages of the sequence, in order.
  private var table: [Int] = []

  /// How many positions have been appended.
  public private(set) var count = 0

  /// A store without pages.
  public init(pool: PagePool) { self.pool = pool }

  /// 0 to below ``count``: pages drop none.
  public var positions: Range<Int> { 0..<count }

  /// How many pages the sequence holds, shared ones included.
  public var pageCount: Int { table.count }

  /// Keeps the next position, on a new page where the last is full, and on a copy where it is shared.
  public func append(_ position: StoredPosition) {
    if let last = table.last, count % pool.pageSize > 0 {
      if pool.isShared(last) {
        table[table.count - 1] = pool.allocate(copying: last)
        pool.release(last)
      }
    } else {
      table.append(pool.allocate())
    }
    pool.append(position, to: table[table.count - 1])
    count += 1
  }

  /// What was kept of a position.
  public subscript(position: Int) -> StoredPosition {
    pool[table[position / pool.pageSize]][position % pool.pageSize]
  }

  /// A store that shares all pages held so far.
  public func fork() -> PagedStore {
    for page in table { pool.retain(page) }
    let fork = PagedStore(pool: pool)
    fork.table = table
    fork.count = count
    return fork
  }

  /// Gives the pages back.
  public func release() {
    for page in table { pool.release(page) }
    table = []
    count = 0
  }
}
