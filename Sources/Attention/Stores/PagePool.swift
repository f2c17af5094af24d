import Autograd
import Basics

/// Memory for keys and values in pages of a fixed number of positions, shared by all sequences.
///
/// A page counts the sequences that hold it. A page that nobody holds is free, and is given out again.
public final class PagePool {
  /// How many positions a page has room for.
  public let pageSize: Int
  private var pages: [[StoredPosition]] = []
  private var holders: [Int] = []
  private var free: [Int] = []

  /// A pool without pages.
  public init(pageSize: Int) {
    require(pageSize > 0, "a page of \(pageSize) positions has room for nothing")
    self.pageSize = pageSize
  }

  /// How many pages are held by at least one sequence.
  public var usedPageCount: Int { pages.count - free.count }
  /// How many pages are held by more than one sequence.
  public var sharedPageCount: Int { holders.count { $0 > 1 } }
  /// How many positions are stored in all used pages, each once.
  public var positionCount: Int { zip(pages, holders).reduce(0) { $0 + ($1.1 > 0 ? $1.0.count : 0) } }

  /// The number of an empty page, or of a copy of another one, held by one sequence.
  func allocate(copying source: Int? = nil) -> Int {
    let contents = source.map { pages[$0] } ?? []
    if let page = free.popLast() {
      pages[page] = contents
      holders[page] = 1
      return page
    }
    pages.append(contents)
    holders.append(1)
    return pages.count - 1
  }

  func retain(_ page: Int) { holders[page] += 1 }

  func release(_ page: Int) {
    holders[page] -= 1
    guard holders[page] == 0 else { return }
    pages[page] = []
    free.append(page)
  }

  func isShared(_ page: Int) -> Bool { holders[page] > 1 }
  func append(_ position: StoredPosition, to page: Int) { pages[page].append(position) }
  subscript(page: Int) -> [StoredPosition] { pages[page] }
}
