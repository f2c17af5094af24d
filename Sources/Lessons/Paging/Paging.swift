import Attention
import Autograd
import Inspection
import Transformer

/// The numbers of the lesson "pages": several texts with one beginning, in lists and in pages.
public struct Paging: Equatable, Sendable {
  /// How many positions a page has room for.
  public static let pageSize = 4
  /// How many positions the beginning has.
  public static let beginning = 10
  /// How many texts continue it.
  public static let textCount = 4
  /// How many positions each of them adds.
  public static let added = 2

  /// What the pool of pages holds at one moment.
  public struct Moment: Equatable, Sendable {
    /// What has just happened.
    public let event: String
    /// How many pages at least one text holds.
    public let pages: Int
    /// How many pages more than one text holds.
    public let shared: Int
    /// How many positions stand in all pages, each counted once.
    public let positions: Int
  }

  /// What happens, moment by moment.
  public let moments: [Moment]
  /// After the last text has been written: for each text the numbers at its positions, which tell who wrote them.
  public let contents: [[Double]]

  /// How much memory one number of texts takes.
  public struct Memory: Equatable, Sendable {
    /// How many texts there are.
    public let textCount: Int
    /// Bytes in lists.
    public let lists: Int
    /// Bytes in pages of 4.
    public let pages: Int
  }

  /// How many positions the long beginning has.
  public static let longBeginning = 100
  /// How many positions each text adds to it.
  public static let longAdded = 20
  /// The memory of texts with the long beginning.
  public let memory: [Memory]
  /// How many bytes a position takes in microgpt's model.
  public let bytesPerPosition: Int

  /// Writes the texts.
  ///
  /// - Throws: ``LessonError`` where no model has such a shape, which does not happen.
  public init() throws(LessonError) {
    (moments, contents) = Self.story
    let model: GPTConfiguration
    do { model = try GPTConfiguration(vocabularySize: 27, contextLength: 128) } catch {
      throw LessonError(error.description)
    }
    bytesPerPosition = StoreStatistics(listsOfLengths: [1], in: model).byteCount
    memory = [1, 2, 4, 8, 16].map { count in
      let lengths = [Int](repeating: Self.longBeginning + Self.longAdded, count: count)
      return Memory(
        textCount: count,
        lists: StoreStatistics(listsOfLengths: lengths, in: model).byteCount,
        pages: StoreStatistics(
          pagesForLengths: lengths,
          beginning: Self.longBeginning,
          pageSize: Self.pageSize,
          in: model
        ).byteCount
      )
    }
  }

  /// A beginning is read, four texts continue it, and they end.
  private static var story: ([Moment], [[Double]]) {
    let tape = Tape()
    let pool = PagePool(pageSize: pageSize)
    var moments: [Moment] = []
    func note(_ event: String) {
      moments.append(
        Moment(
          event: event,
          pages: pool.usedPageCount,
          shared: pool.sharedPageCount,
          positions: pool.positionCount
        )
      )
    }
    func write(_ number: Double, to store: PagedStore) {
      let vector = tape.vector([number])
      store.append(StoredPosition(key: vector, value: vector))
    }
    let common = PagedStore(pool: pool)
    for _ in 0..<beginning { write(0, to: common) }
    note("prompt read")
    let texts = (0..<textCount).map { _ in common.fork() }
    common.release()
    note("\(textCount) texts begin")
    for (index, text) in texts.enumerated() {
      write(Double(index + 1), to: text)
      note("text \(index + 1) writes")
    }
    for _ in 1..<added {
      for (index, text) in texts.enumerated() { write(Double(index + 1), to: text) }
    }
    note("each writes")
    let contents = texts.map { text in text.positions.map { text[$0].key.data[0] } }
    for text in texts.dropFirst() { text.release() }
    note("\(textCount - 1) texts end")
    return (moments, contents)
  }
}
