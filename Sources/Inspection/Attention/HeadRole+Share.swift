extension HeadRole {
  /// How much of the weight goes to keys that only some queries have, such as earlier copies of the query's token.
  public struct Share: Equatable, Sendable, Encodable {
    /// The mean over these queries of the weight on such keys, all of them together.
    public let weight: Double
    /// What an even pattern would give them: the mean of m/n, for m such keys among n visible ones.
    public let even: Double
    /// How many queries have such a key: of those that count, see ``HeadRole``.
    public let queryCount: Int

    /// The share of the keys that `keys` gives for a query, or nil where no query that counts has any.
    init?(of pattern: [[Double?]], _ queries: [CountedQuery], at keys: (_ query: Int) -> [Int]) {
      var (weight, even, count) = (0.0, 0.0, 0)
      for query in queries {
        let keys = keys(query.position)
        guard !keys.isEmpty else { continue }
        let row = pattern[query.position]
        weight += keys.reduce(0) { $0 + (row[$1] ?? 0) }
        even += Double(keys.count { row[$0] != nil }) / Double(query.visibleCount)
        count += 1
      }
      guard count > 0 else { return nil }
      self.weight = weight / Double(count)
      self.even = even / Double(count)
      queryCount = count
    }
  }

  /// A query from the third position on that sees two keys or more.
  struct CountedQuery {
    let position: Int
    let visibleCount: Int

    /// All of a pattern.
    static func all(of pattern: [[Double?]]) -> [CountedQuery] {
      pattern.indices.dropFirst(2)
        .map { CountedQuery(position: $0, visibleCount: pattern[$0].count { $0 != nil }) }
        .filter { $0.visibleCount > 1 }
    }
  }
}
