import Foundation
import Lessons
import Testing

@Suite("Lesson cache")
struct CachingTests {
  @Test("With and without stored keys and values: the same logits, bit for bit, and the same tokens")
  func sameNumbers() throws {
    let caching = try Caching()
    #expect(caching.choosesTheSame)
    #expect(caching.differences == Array(repeating: 0, count: 64))
  }

  @Test("The work for a token is a + b T with the cache, and the sum of the work of all tokens without")
  func work() throws {
    let caching = try Caching()
    // Width 16 and 9 tokens: four matrices of attention, a feed-forward part of 8 C², the output head, and the squares of
    // three norms.
    let constant = 4 * 256 + 8 * 256 + 9 * 16 + 3 * 16
    for token in 1...64 {
      #expect(caching.cachedWork[token - 1] == constant + 2 * 16 * token)
      #expect(caching.repeatedWork[token - 1] == constant * token + 16 * token * (token + 1))
    }
  }

  @Test(
    "The text says from which token on b T is larger than a, and the term with T² than a T",
    .enabled(if: ReadCourse.isFast)
  )
  func terms() throws {
    let a = 4 * 256 + 8 * 256 + 9 * 16 + 3 * 16
    let linear = try #require((1...1000).first { 32 * $0 > a })
    let square = try #require((1...1000).first { 16 * $0 * ($0 + 1) > a * $0 })
    func work(_ token: Int) -> Double { Double(a * token + 16 * token * (token + 1)) }
    let growth = String(format: "%.2f", work(64) / work(32))
    let text = try Lesson.cache.text().replacing("\n", with: " ")
    #expect(text.contains("a = 4·16² + 8·16² + 9·16 + 3·16 = 3,264") && a == 3264)
    #expect(text.contains("larger than a from token \(linear) on"))
    #expect(text.contains("the larger term from token \(square) on"))
    #expect(text.contains("the work grows \(growth)-fold"))
  }

  @Test("Under the causal mask the key at position p is read by the queries from p on")
  func readers() throws {
    let caching = try Caching()
    #expect(caching.readersOfKeys == [6, 5, 4, 3, 2, 1])
    #expect(caching.storedKeyWidth == 16 && caching.queryWidth == 4)
  }

  @Test(
    "The array of keys grows by a key of 8 elements for each of 2 texts and 4 heads",
    .enabled(if: ReadCourse.isFast)
  )
  func axis() throws {
    let question = try #require(Lesson.cache.questions.first { $0.prompt.text.contains("[2, 4, 5, 8]") })
    guard case .choice(let right, let choices) = question.answer else {
      Issue.record("no choice")
      return
    }
    let counts = choices.map { choice in
      choice.text.matches(of: /\d+/).compactMap { Int($0.0) }.reduce(1, *)
    }
    let grown = 2 * 4 * 5 * 8 + 2 * 4 * 8
    #expect(counts.indices.filter { counts[$0] == grown } == [right])
  }

  @Test(
    "Detached, one layer: W_q, W_o, the feed-forward part and the head lose nothing, W_k and W_v most of it",
    .enabled(if: ReadCourse.isFast)
  )
  func detached() throws {
    let detached = try DetachedCache(on: Workbench())
    for name in ["lm_head", "layer0.attn_wq", "layer0.attn_wo", "layer0.mlp_fc1", "layer0.mlp_fc2"] {
      #expect(detached.lostShare(name) == 0, "\(name)")
    }
    #expect(detached.lostShare("layer0.attn_wk") > 0.5 && detached.lostShare("layer0.attn_wv") > 0.5)
    #expect(detached.lostShare("wte") > 0 && detached.lostShare("wpe") > 0)
    // What is lost and what is left are sides of a triangle with the whole gradient.
    let (lost, rest) = (detached.lostShare("layer0.attn_wk"), detached.restShare("layer0.attn_wk"))
    #expect(rest > 0.1 && lost + rest > 1.1 && abs(lost - rest) < 1)
  }

  @Test("The lines of code that lessons show stand in those files")
  func code() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let blocks = try ReadCourse.contents().flatMap(\.content.blocks)
    var sources: Set<String> = []
    for case .code(let lines, let source) in blocks {
      sources.insert(source)
      let text = try String(contentsOf: folder.appending(path: source), encoding: .utf8)
      #expect(lines.allSatisfy(text.contains), "\(source)")
    }
    if ReadCourse.isFast { #expect(sources.contains("Sources/Attention/MultiHeadAttention.swift")) }
  }
}
