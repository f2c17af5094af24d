import Attention
import Autograd
import Transformer

/// What a store holds while several sequences with one beginning are kept at the same time.
public struct StoreStatistics: Equatable, Sendable {
  /// How many positions are stored in each layer, shared ones once.
  public let positionCount: Int
  /// How many pages are held in each layer; nil for a store without pages.
  public let pageCount: Int?
  /// How many of the pages more than one sequence holds; nil for a store without pages.
  public let sharedPageCount: Int?
  /// The room for the numbers of all layers in 64-bit floating point, in bytes; a page takes its room whether full or not.
  public let byteCount: Int

  /// The statistics of a list for each sequence: a beginning of its own in each.
  public init(listsOfLengths lengths: [Int], in model: GPTConfiguration) {
    positionCount = lengths.reduce(0, +)
    pageCount = nil
    sharedPageCount = nil
    byteCount = positionCount * model.cachedNumberCount * MemoryLayout<Double>.size
  }

  /// The statistics of pages that the sequences share as far as they are the same.
  ///
  /// - Parameters:
  ///   - lengths: how many positions each sequence has in all.
  ///   - beginning: how many of them, from the first, are the same in all.
  ///   - pageSize: how many positions a page has room for.
  ///   - model: the shape that says how many numbers are stored of a position.
  public init(pagesForLengths lengths: [Int], beginning: Int, pageSize: Int, in model: GPTConfiguration) {
    let tape = Tape()
    let stored = StoredPosition(key: tape.vector([0]), value: tape.vector([0]))
    let pool = PagePool(pageSize: pageSize)
    let common = PagedStore(pool: pool)
    for _ in 0..<beginning { common.append(stored) }
    var sequences: [PagedStore] = []
    for length in lengths {
      let sequence = common.fork()
      for _ in beginning..<max(beginning, length) { sequence.append(stored) }
      sequences.append(sequence)
    }
    common.release()
    positionCount = pool.positionCount
    pageCount = pool.usedPageCount
    sharedPageCount = pool.sharedPageCount
    byteCount = pool.usedPageCount * pageSize * model.cachedNumberCount * MemoryLayout<Double>.size
  }
}
