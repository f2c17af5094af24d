extension HeadRole {
  /// How much of the weight goes to keys that only some queries have, such as earlier copies of the query's token.
  public struct Share: Equatable, Sendable, Encodable {
    /// The mean over these queries of the weight on such keys, all of them together.
    public let weight: Double
    /// What an even pattern would give them: the mean of m/n, for m such keys among n visible ones.
    public let even: Double
    /// How many queries have such a key: of those that count, see ``HeadRole``.
    public let queryCount: Int

    /// The share of the keys that `keys` gives for a query, or nil where no query has any.
    init?(of queries: [CountedQuery], at keys: (CountedQuery) -> [Int]) {
      var (weight, even, count) = (0.0, 0.0, 0)
      for query in queries {
        let keys = keys(query)
        guard !keys.isEmpty else { continue }
        weight += keys.reduce(0) { $0 + query.weight(on: $1) }
        even += Double(keys.count { query.weights[$0] != nil }) / Double(query.visibleCount)
        count += 1
      }
      guard count > 0 else { return nil }
      self.weight = weight / Double(count)
      self.even = even / Double(count)
      queryCount = count
    }
  }

  /// A query from the third position of a text on that sees two keys or more.
  struct CountedQuery {
    let position: Int
    /// The pattern's row, nil where a key is hidden.
    let weights: [Double?]
    let visibleCount: Int
    /// The query's text.
    let places: CopyPlaces

    /// All of a text.
    static func all(of pattern: [[Double?]], tokens: [Int]) -> [CountedQuery] {
      let places = CopyPlaces(tokens: tokens, queryCount: pattern.count)
      return pattern.indices.dropFirst(2).compactMap { position in
        let visibleCount = pattern[position].count { $0 != nil }
        guard visibleCount > 1 else { return nil }
        return CountedQuery(
          position: position,
          weights: pattern[position],
          visibleCount: visibleCount,
          places: places
        )
      }
    }

    /// The weight on a key, 0 where it is hidden.
    func weight(on key: Int) -> Double { weights[key] ?? 0 }
  }
}
