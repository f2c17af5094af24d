import Autograd
import Basics

/// What a head mostly does in a text, and the numbers behind the word.
///
/// The queries that count are those from the third position on that see at least two keys: for earlier ones the first, the
/// previous and their own position are not three. A hidden position gets no weight. A word for a text is no more than that:
/// another text may give another one.
public struct HeadRole: Equatable, Sendable, Encodable {
  /// What a head can mostly do.
  public enum Word: String, CaseIterable, Sendable, Encodable {
    /// It reads the position before the query's.
    case previous = "previous token"
    /// It reads the first position of all.
    case first = "first token"
    /// It reads the query's own position.
    case itself
    /// It reads all visible positions about alike.
    case spread
    /// None of these.
    case mixed
    /// No query of the text counts.
    case unknown
  }

  /// The word: a position that gets half of the weight or more, else ``Word/spread`` where ``evenness`` is 0.9 or more.
  public let word: Word
  /// The mean weight on the previous position, or nil where no query counts.
  @ExplicitNull public private(set) var previous: Double?
  /// The mean weight on the first position.
  @ExplicitNull public private(set) var first: Double?
  /// The mean weight on the query's own position.
  @ExplicitNull public private(set) var itself: Double?
  /// The mean of entropy / ln n over queries with n visible keys: 0 where one key gets all, 1 where all get the same.
  @ExplicitNull public private(set) var evenness: Double?
  /// What an even pattern would give each position: the mean of 1/n.
  @ExplicitNull public private(set) var even: Double?
  /// How many queries count.
  public let queryCount: Int

  /// From how much weight on one position on the head is named after it.
  public static let threshold = 0.5
  /// From which evenness on a head is called spread.
  public static let evennessThreshold = 0.9

  /// The role of a head with the given pattern: a row for each query, nil where a key is hidden.
  public init(of pattern: [[Double?]]) {
    var sums = (previous: 0.0, first: 0.0, itself: 0.0, evenness: 0.0, even: 0.0)
    var count = 0
    for (query, row) in pattern.enumerated() where query >= 2 {
      let visible = row.compactMap { $0 }
      guard visible.count > 1 else { continue }
      sums.first += row[0] ?? 0
      sums.previous += row[query - 1] ?? 0
      sums.itself += row[query] ?? 0
      sums.evenness += entropy(visible) / ElementaryFunctions.log(Double(visible.count))
      sums.even += 1 / Double(visible.count)
      count += 1
    }
    func mean(_ sum: Double) -> Double? { count > 0 ? sum / Double(count) : nil }
    previous = mean(sums.previous)
    first = mean(sums.first)
    itself = mean(sums.itself)
    evenness = mean(sums.evenness)
    even = mean(sums.even)
    queryCount = count
    word = Self.word(
      previous: mean(sums.previous),
      first: mean(sums.first),
      itself: mean(sums.itself),
      evenness: mean(sums.evenness)
    )
  }

  private static func word(previous: Double?, first: Double?, itself: Double?, evenness: Double?) -> Word {
    guard let previous, let first, let itself, let evenness else { return .unknown }
    let named: [(Word, Double)] = [(.previous, previous), (.first, first), (.itself, itself)]
    if let largest = named.max(by: { $0.1 < $1.1 }), largest.1 >= threshold { return largest.0 }
    return evenness >= evennessThreshold ? .spread : .mixed
  }
}
