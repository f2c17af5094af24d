import Autograd
import Inspection
import TestSupport
import Testing
import Transformer

@Suite("Attention maps")
struct AttentionMapsTests {
  @Test("patterns sum to 1, hidden cells are absent", arguments: Variant.all)
  func sumsAndZeros(variant: Variant) throws {
    let maps = try variant.model().withForwardPass(over: Variant.document) { AttentionMaps($0) }
    #expect(maps.heads.map(\.layer) == [0, 0, 0, 0, 1, 1, 1, 1])
    for head in maps.heads {
      for query in 0..<6 {
        #expect(agree(head.pattern[query].compactMap { $0 }.reduce(0, +), 1, within: 1e-14))
        for key in 0..<6 {
          let isVisible = variant.isVisible(query, key)
          #expect((head.pattern[query][key] != nil) == isVisible)
          #expect((head.scores[query][key] != nil) == isVisible)
          #expect((head.gradient[query][key] != nil) == isVisible)
        }
      }
    }
  }

  @Test("FlashAttention, which keeps no pattern, shows softmax's")
  func flash() throws {
    func maps(_ kernel: KernelChoice) throws -> AttentionMaps {
      try Variant("") { $0.kernel = kernel }.model().withForwardPass(over: Variant.document) {
        AttentionMaps($0)
      }
    }
    let softmax = try maps(.softmax)
    let flash = try maps(.flash(tileSize: 2))
    for (first, second) in zip(softmax.heads, flash.heads) {
      for (rows, others) in [
        (first.scores, second.scores), (first.pattern, second.pattern), (first.gradient, second.gradient),
      ] {
        #expect(agree(rows.map { $0.map { $0 ?? 0 } }, others.map { $0.map { $0 ?? 0 } }, within: 1e-12))
      }
      #expect(first.role.word == second.role.word)
    }
  }

  @Test("the gradient is that of the pattern on the tape")
  func gradient() throws {
    try Variant.all[0].model().withForwardPass(over: Variant.document) { pass in
      let maps = AttentionMaps(pass)
      let kept = try #require(pass.head(2, layer: 1, position: 4).pattern)
      #expect(agree(maps.heads[6].gradient[4].compactMap { $0 }, kept.grad, within: 1e-14))
      #expect(maps.heads[6].pattern[4].compactMap { $0 } == kept.data)
    }
  }
}

@Suite("Head roles")
struct HeadRoleTests {
  /// A causal pattern of five queries that puts `weight` on one key and the rest evenly on the others.
  static func pattern(weight: Double, on key: (Int) -> Int) -> [[Double?]] {
    (0..<5).map { query in
      (0..<5).map { position in
        guard position <= query else { return nil }
        guard query > 0 else { return 1 }
        return position == key(query) ? weight : (1 - weight) / Double(query)
      }
    }
  }

  @Test("a head is named after the position that gets most")
  func named() throws {
    #expect(HeadRole(of: Self.pattern(weight: 0.8) { $0 - 1 }).word == .previous)
    #expect(HeadRole(of: Self.pattern(weight: 0.8) { _ in 0 }).word == .first)
    #expect(HeadRole(of: Self.pattern(weight: 0.8) { $0 }).word == .itself)
    let role = HeadRole(of: Self.pattern(weight: 0.8) { $0 })
    #expect(agree(try #require(role.itself), 0.8, within: 1e-14))
    #expect(role.queryCount == 3)
    #expect(agree(try #require(role.even), (1.0 / 3 + 1.0 / 4 + 1.0 / 5) / 3, within: 1e-14))
  }

  @Test("an even pattern is spread, one between is mixed")
  func spread() {
    let even = (0..<5).map { query in (0..<5).map { $0 <= query ? 1 / Double(query + 1) : nil } }
    #expect(HeadRole(of: even).word == .spread)
    #expect(HeadRole(of: even).evenness.map { agree($0, 1, within: 1e-14) } == true)
    let mixed: [[Double?]] = [
      [1, nil, nil, nil], [0, 1, nil, nil], [0.45, 0.45, 0.1, nil], [0, 0.6, 0.4, 0],
    ]
    #expect(HeadRole(of: mixed).word == .mixed)
  }

  @Test("a hidden position gets no weight: under a window the first token is soon not read")
  func window() throws {
    // Windows of two that put 0.9 on the previous position.
    let pattern: [[Double?]] = (0..<5).map { query in
      (0..<5).map { $0 == query ? (query == 0 ? 1 : 0.1) : $0 == query - 1 ? 0.9 : nil }
    }
    let role = HeadRole(of: pattern)
    #expect(role.word == .previous && role.queryCount == 3)
    #expect(role.first == 0 && role.even == 0.5)
  }

  @Test("without a query that has a choice there is no word")
  func unknown() {
    let role = HeadRole(of: [[1, nil], [0.5, 0.5]])
    #expect(role.word == .unknown && role.queryCount == 0 && role.previous == nil)
    // Every query sees itself alone.
    #expect(HeadRole(of: (0..<4).map { query in (0..<4).map { $0 == query ? 1 : nil } }).word == .unknown)
  }
}
