import Autograd
import Basics

/// What a head mostly does in a text, and the numbers behind the word.
///
/// The queries that count are those from the third position on that see at least two keys: for earlier ones the first, the
/// previous and their own position are not three. A hidden position gets no weight. A word for a text is no more than that:
/// another text may give another one. ``HeadRoles`` takes several texts together.
public struct HeadRole: Equatable, Sendable, Encodable {
  /// What a head can mostly do.
  public enum Word: String, CaseIterable, Sendable, Encodable {
    /// It attends to the position before the query's.
    case previous = "previous token"
    /// It attends to the first position of all.
    case first = "first token"
    /// It attends to the query's own position.
    case itself
    /// It attends to what followed the query's token earlier in the text: an induction head.
    case afterSame = "after same token"
    /// It attends to where the query's token stood earlier: a duplicate-token head.
    case same = "same token"
    /// It attends, in a text that is the same backward, to where the token to come stood first.
    case mirror
    /// It attends to the position that is a fixed number of tokens back, more than one.
    case distance = "fixed distance"
    /// It attends to all visible positions about alike.
    case spread
    /// None of these.
    case mixed
    /// No query of the text counts.
    case unknown
  }

  /// The word: what gets half of the weight or more, and of several the one that gets most; else ``Word/spread`` where
  /// ``evenness`` is 0.9 or more.
  ///
  /// A fixed distance is named only where nothing else gets so much: it is the best of several, and in one text it often is
  /// where a copy stands, too. What not every query has (``afterSame``, ``same``, ``mirror``, ``atDistance``) must be there for
  /// ``leastQueryCount`` queries and for half of those that count.
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
  /// The weight on the tokens that follow earlier copies of the query's token, but for the query itself: what induction heads
  /// read.
  ///
  /// Source: "In-context Learning and Induction Heads", Olsson et al. 2022.
  @ExplicitNull public private(set) var afterSame: Share?
  /// The weight on earlier copies of the query's token.
  @ExplicitNull public private(set) var same: Share?
  /// In a text that is the same backward, the weight on where the token to come stood first; nil in another text.
  @ExplicitNull public private(set) var mirror: Share?
  /// The number of tokens, two or more, that the head looks back with the largest mean weight; nil where no distance is there
  /// for ``leastQueryCount`` queries and for half of those that count.
  @ExplicitNull public private(set) var distance: Int?
  /// The weight at that distance.
  @ExplicitNull public private(set) var atDistance: Share?

  /// From how much weight on a head is named after what gets it.
  public static let threshold = 0.5
  /// From which evenness on a head is called spread.
  public static let evennessThreshold = 0.9
  /// How many queries must have what a head is named after, where not all have it.
  public static let leastQueryCount = 3

  /// The role of a head in a text.
  ///
  /// - Parameters:
  ///   - pattern: a row for each query, nil where a key is hidden.
  ///   - tokens: the tokens read, one for each query, and the one that came last; without them nothing is told about copies
  ///     and the mirror.
  public init(of pattern: [[Double?]], tokens: [Int] = []) {
    self.init(of: CountedQuery.all(of: pattern, tokens: tokens))
  }

  /// The role over some queries, perhaps of several texts.
  init(of queries: [CountedQuery]) {
    func mean(_ number: (CountedQuery) -> Double) -> Double? {
      queries.isEmpty ? nil : queries.reduce(0) { $0 + number($1) } / Double(queries.count)
    }
    let previous = mean { $0.weight(on: $0.position - 1) }
    let first = mean { $0.weight(on: 0) }
    let itself = mean { $0.weight(on: $0.position) }
    let evenness = mean {
      entropy($0.weights.compactMap { $0 }) / ElementaryFunctions.log(Double($0.visibleCount))
    }
    self.previous = previous
    self.first = first
    self.itself = itself
    self.evenness = evenness
    even = mean { 1 / Double($0.visibleCount) }
    queryCount = queries.count
    let afterSame = Share(of: queries) { $0.places.afterSame(as: $0.position) }
    let same = Share(of: queries) { $0.places.same(as: $0.position) }
    let mirror = Share(of: queries) { $0.places.mirror(of: $0.position) }
    let best = Self.bestDistance(queries)
    self.afterSame = afterSame
    self.same = same
    self.mirror = mirror
    distance = best?.distance
    atDistance = best?.share
    func weight(_ share: Share?) -> Double? {
      Self.isCommon(share, of: queries.count) ? share?.weight : nil
    }
    word = Self.word(
      [
        (.previous, previous), (.first, first), (.itself, itself), (.afterSame, weight(afterSame)),
        (.same, weight(same)), (.mirror, weight(mirror)),
      ],
      atDistance: weight(best?.share),
      evenness: evenness
    )
  }

  /// Whether enough queries have what a share is of.
  private static func isCommon(_ share: Share?, of queryCount: Int) -> Bool {
    guard let share else { return false }
    return share.queryCount >= leastQueryCount && 2 * share.queryCount >= queryCount
  }

  /// The distance, two or more, with the largest mean weight.
  private static func bestDistance(_ queries: [CountedQuery]) -> (distance: Int, share: Share)? {
    var best: (distance: Int, share: Share)?
    let farthest = queries.reduce(0) { max($0, $1.position) }
    for distance in 2..<max(2, farthest + 1) {
      guard
        let share = Share(of: queries, at: { $0.position >= distance ? [$0.position - distance] : [] }),
        isCommon(share, of: queries.count)
      else { continue }
      if share.weight > best?.share.weight ?? -1 { best = (distance, share) }
    }
    return best
  }

  private static func word(
    _ weights: [(word: Word, weight: Double?)],
    atDistance: Double?,
    evenness: Double?
  ) -> Word {
    guard let evenness else { return .unknown }
    var largest = (word: Word.mixed, weight: 0.0)
    for case (let word, let weight?) in weights where weight > largest.weight { largest = (word, weight) }
    if largest.weight >= threshold { return largest.word }
    if let atDistance, atDistance >= threshold { return .distance }
    return evenness >= evennessThreshold ? .spread : .mixed
  }
}
