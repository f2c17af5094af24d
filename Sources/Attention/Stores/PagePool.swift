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
  /// How often each page has been given out.
  private var uses: [Int] = []
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

  /// A page as a sequence holds it.
  struct Page {
    fileprivate let number: Int
    /// Which of the page's uses this is: it is given out again when nobody holds it.
    fileprivate let use: Int
  }

  func allocate(copying source: Page? = nil) -> Page {
    let contents = source.map { pages[number(of: $0)] } ?? []
    if let number = free.popLast() {
      pages[number] = contents
      holders[number] = 1
      uses[number] += 1
      return Page(number: number, use: uses[number])
    }
    pages.append(contents)
    holders.append(1)
    uses.append(0)
    return Page(number: pages.count - 1, use: 0)
  }

  func retain(_ page: Page) { holders[number(of: page)] += 1 }

  func release(_ page: Page) {
    let number = number(of: page)
    holders[number] -= 1
    guard holders[number] == 0 else { return }
    pages[number] = []
    free.append(number)
  }

  func isShared(_ page: Page) -> Bool { holders[number(of: page)] > 1 }
  func append(_ position: StoredPosition, to page: Page) { pages[number(of: page)].append(position) }
  func count(in page: Page) -> Int { pages[number(of: page)].count }
  subscript(page: Page, index: Int) -> StoredPosition { pages[number(of: page)][index] }

  private func number(of page: Page) -> Int {
    require(
      holders[page.number] > 0 && uses[page.number] == page.use,
      "page \(page.number) was given back: its store was released, or copied without fork()"
    )
    return page.number
  }
}
