import Inspection
import TestSupport
import Testing

/// Roles that depend on the tokens, in patterns made for them.
@Suite("Head roles that follow copies")
struct HeadRoleCopyTests {
  /// `<abc.abc>`, with queries at 0 to 7, of which those from 2 on count.
  static let echo = [9, 0, 1, 2, 3, 0, 1, 2, 9]
  /// `<abccba>`.
  static let palindrome = [9, 0, 1, 2, 2, 1, 0, 9]

  /// A causal pattern that puts `weight` on one key, and the rest evenly on the other visible ones; even where there is no key.
  static func pattern(_ count: Int, weight: Double, on key: (Int) -> Int?) -> [[Double?]] {
    (0..<count).map { query in
      (0..<count).map { position in
        guard position <= query else { return nil }
        guard let key = key(query), query > 0 else { return 1 / Double(query + 1) }
        return position == key ? weight : (1 - weight) / Double(query)
      }
    }
  }

  /// The mean of 1/n.
  static func meanInverse(_ counts: [Double]) -> Double {
    counts.reduce(0) { $0 + 1 / $1 } / Double(counts.count)
  }

  @Test("An induction head reads what followed the earlier copy")
  func afterSame() throws {
    // The copies are at 5, 6 and 7; what followed is 3 tokens back.
    let pattern = Self.pattern(8, weight: 0.7) { $0 >= 5 ? $0 - 3 : nil }
    let role = HeadRole(of: pattern, tokens: Self.echo)
    #expect(role.word == .afterSame)
    let share = try #require(role.afterSame)
    #expect(share.queryCount == 3)
    #expect(agree(share.weight, 0.7, within: 1e-14))
    #expect(agree(share.even, Self.meanInverse([6, 7, 8]), within: 1e-14))
    let same = try #require(role.same)
    #expect(agree(same.weight, 0.3 * Self.meanInverse([5, 6, 7]), within: 1e-14))
    #expect(role.mirror == nil)
  }

  @Test("A duplicate-token head reads the earlier copy itself")
  func same() throws {
    let pattern = Self.pattern(8, weight: 0.9) { $0 >= 5 ? $0 - 4 : nil }
    let role = HeadRole(of: pattern, tokens: Self.echo)
    #expect(role.word == .same)
    #expect(agree(try #require(role.same).weight, 0.9, within: 1e-14))
  }

  @Test("Of several copies all count together, and the query itself is none that followed")
  func severalCopies() throws {
    // <aaab: at 3 the copies are 1 and 2, and what followed them 2 and 3, of which 3 is the query.
    let pattern: [[Double?]] = [
      [1, nil, nil, nil, nil], [0.5, 0.5, nil, nil, nil], [0.1, 0.2, 0.7, nil, nil],
      [0.1, 0.2, 0.3, 0.4, nil], [0.2, 0.2, 0.2, 0.2, 0.2],
    ]
    let role = HeadRole(of: pattern, tokens: [9, 0, 0, 0, 1, 9])
    #expect(agree(try #require(role.same).weight, 0.35, within: 1e-14))
    #expect(agree(try #require(role.same).even, 5.0 / 12, within: 1e-14))
    let after = try #require(role.afterSame)
    #expect(after.queryCount == 1 && after.weight == 0.3 && after.even == 0.25)
  }

  @Test(
    "A mirror head reads where the token to come stood first; only a text that is the same backward has a mirror"
  )
  func mirror() throws {
    // Of 7 positions the last predicts the boundary, which stood at 0: 4, 5, 6 read 2, 1, 0.
    let pattern = Self.pattern(7, weight: 0.8) { $0 >= 4 ? 6 - $0 : nil }
    let role = HeadRole(of: pattern, tokens: Self.palindrome)
    #expect(role.word == .mirror)
    let share = try #require(role.mirror)
    #expect(share.queryCount == 3 && agree(share.weight, 0.8, within: 1e-14))
    for query in 4..<7 { #expect(Self.palindrome[6 - query] == Self.palindrome[query + 1]) }
    let other = HeadRole(of: pattern, tokens: [9, 0, 1, 2, 2, 1, 1, 9])
    #expect(other.mirror == nil && other.word != .mirror)
  }

  @Test(
    "A head that looks back a fixed distance is named after it, and the distance is told",
    arguments: [2, 3, 4]
  )
  func distance(distance: Int) throws {
    let pattern = Self.pattern(9, weight: 0.75) { $0 >= distance ? $0 - distance : nil }
    let role = HeadRole(of: pattern)
    #expect(role.word == .distance && role.distance == distance)
    let share = try #require(role.atDistance)
    #expect(share.queryCount == 9 - distance && agree(share.weight, 0.75, within: 1e-14))
  }

  @Test("What only two queries have names no head, and neither does what less than half of them have")
  func tooFew() {
    // <aba: only two queries have a copy two tokens back.
    let short = Self.pattern(5, weight: 0.9) { $0 >= 3 ? $0 - 2 : nil }
    #expect(HeadRole(of: short, tokens: [9, 0, 1, 0, 1, 9]).word != .same)
    // Three copies in fourteen queries.
    let long = Self.pattern(16, weight: 0.9) { $0 >= 13 ? $0 - 12 : nil }
    let role = HeadRole(of: long, tokens: [20] + Array(0..<12) + [0, 1, 2] + [20])
    #expect(role.same?.queryCount == 3 && role.word == .mixed)
  }

  @Test("Under a window an earlier copy that is hidden gets no weight, and would get none of an even pattern")
  func hidden() throws {
    let pattern: [[Double?]] = (0..<8).map { query in
      (0..<8).map { $0 <= query && $0 > query - 2 ? (query == 0 ? 1 : 0.5) : nil }
    }
    let share = try #require(HeadRole(of: pattern, tokens: Self.echo).afterSame)
    #expect(share.weight == 0 && share.even == 0 && share.queryCount == 3)
  }

  @Test("Without the tokens nothing is told of copies, and the other numbers are the same")
  func unknownTokens() {
    let pattern = Self.pattern(8, weight: 0.7) { $0 >= 5 ? $0 - 3 : nil }
    let (with, without) = (HeadRole(of: pattern, tokens: Self.echo), HeadRole(of: pattern))
    #expect(without.afterSame == nil && without.same == nil && without.mirror == nil)
    #expect(with.previous == without.previous && with.first == without.first && with.itself == without.itself)
    #expect(
      with.evenness == without.evenness && with.even == without.even && with.distance == without.distance
    )
  }

  @Test("The maps of a text know its tokens", arguments: Variant.all)
  func maps(variant: Variant) throws {
    let tokens = Variant.document
    let maps = try variant.model().withForwardPass(over: tokens) { AttentionMaps($0) }
    for head in maps.heads {
      // The document is 2 0 1 1 0 2 1: at 3 and 4 and 5 a token comes again.
      let queries = [(3, 2), (4, 1), (5, 0)].filter { query, _ in
        head.pattern[query].count { $0 != nil } > 1
      }
      let same = queries.map { query, copy in head.pattern[query][copy] ?? 0 }
      #expect(agree(try #require(head.role.same).weight, Self.mean(same), within: 1e-14))
      let after = queries.filter { query, _ in query > 3 }
        .map { query, copy in head.pattern[query][copy + 1] ?? 0 }
      #expect(agree(try #require(head.role.afterSame).weight, Self.mean(after), within: 1e-14))
    }
  }

  @Test("Roles of several texts are the means over all their queries", arguments: Variant.all)
  func severalTexts(variant: Variant) throws {
    let model = try variant.model()
    let documents = [Variant.document, [2, 0, 0, 1, 2], [2, 1, 2, 1, 0, 2]]
    let roles = HeadRoles(model, documents: documents)
    #expect(roles.documentCount == 3)
    let maps = documents.map { model.withForwardPass(over: $0) { AttentionMaps($0) } }
    for (index, head) in roles.heads.enumerated() {
      let single = maps.map { $0.heads[index].role }
      #expect(head.role.queryCount == single.reduce(0) { $0 + $1.queryCount })
      let previous = single.reduce(0) { $0 + ($1.previous ?? 0) * Double($1.queryCount) }
      #expect(agree(try #require(head.role.previous), previous / Double(head.role.queryCount), within: 1e-14))
      let shares = single.compactMap { $0.same }
      let count = shares.reduce(0) { $0 + $1.queryCount }
      let same = shares.reduce(0) { $0 + $1.weight * Double($1.queryCount) }
      #expect(head.role.same?.queryCount == count)
      #expect(agree(try #require(head.role.same).weight, same / Double(count), within: 1e-14))
    }
    let one = HeadRoles(model, documents: [documents[0]])
    #expect(one.heads.map { $0.role } == maps[0].heads.map { $0.role })
  }

  private static func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }
}
