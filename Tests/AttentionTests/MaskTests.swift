import Attention
import Autograd
import TestSupport
import Testing

@Suite("Masks")
struct MaskTests {
  /// A mask beside what it shows, drawn: a row for each query, `x` where it reads a key.
  struct Pattern: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let mask: Mask
    let drawing: [String]

    init(_ name: String, _ mask: Mask, _ drawing: String...) {
      testDescription = name
      self.mask = mask
      self.drawing = drawing
    }

    func isVisible(_ query: Int, _ key: Int) -> Bool { Array(drawing[query])[key] == "x" }
    func visible(_ query: Int) -> [Int] { (0..<7).filter { isVisible(query, $0) } }
    /// Whether every query reads something.
    var isTotal: Bool { drawing.allSatisfy { $0.contains("x") } }
  }

  static let patterns = [
    Pattern("full", .full, "xxxxxxx", "xxxxxxx", "xxxxxxx", "xxxxxxx", "xxxxxxx", "xxxxxxx", "xxxxxxx"),
    Pattern("causal", .causal, "x......", "xx.....", "xxx....", "xxxx...", "xxxxx..", "xxxxxx.", "xxxxxxx"),
    Pattern(
      "sliding window of 1",
      .slidingWindow(1),
      "x......",
      ".x.....",
      "..x....",
      "...x...",
      "....x..",
      ".....x.",
      "......x"
    ),
    Pattern(
      "sliding window of 3",
      .slidingWindow(3),
      "x......",
      "xx.....",
      "xxx....",
      ".xxx...",
      "..xxx..",
      "...xxx.",
      "....xxx"
    ),
    Pattern(
      "strided by 1",
      .strided(1),
      "x......",
      "xx.....",
      "xxx....",
      "xxxx...",
      "xxxxx..",
      "xxxxxx.",
      "xxxxxxx"
    ),
    Pattern(
      "strided by 3",
      .strided(3),
      "x......",
      ".x.....",
      "..x....",
      "x..x...",
      ".x..x..",
      "..x..x.",
      "x..x..x"
    ),
    Pattern(
      "local blocks of 3",
      .localBlocks(3),
      "x......",
      "xx.....",
      "xxx....",
      "...x...",
      "...xx..",
      "...xxx.",
      "......x"
    ),
    Pattern(
      "block sparse, every second block of 2",
      .blockSparse(2) { $0 >= $1 && ($0 - $1) % 2 == 0 },
      "xx.....",
      "xx.....",
      "..xx...",
      "..xx...",
      "xx..xx.",
      "xx..xx.",
      "..xx..x"
    ),
    Pattern(
      "block sparse, the first block of 3 for the last",
      .blockSparse(3) { $0 == 2 && $1 == 0 },
      ".......",
      ".......",
      ".......",
      ".......",
      ".......",
      ".......",
      "xxx...."
    ),
    Pattern(
      "global tokens",
      .globalTokens(2),
      "x......",
      "xx.....",
      "xx.....",
      "xx.....",
      "xx.....",
      "xx.....",
      "xx....."
    ),
    Pattern(
      "padding",
      .padding { $0 == 1 || $0 > 4 },
      "x.xxx..",
      "x.xxx..",
      "x.xxx..",
      "x.xxx..",
      "x.xxx..",
      "x.xxx..",
      "x.xxx.."
    ),
    Pattern(
      "causal with left padding",
      .causal.intersection(.padding { $0 < 2 }),
      ".......",
      ".......",
      "..x....",
      "..xx...",
      "..xxx..",
      "..xxxx.",
      "..xxxxx"
    ),
    Pattern(
      "window and global tokens",
      .slidingWindow(2).union(.globalTokens(1)),
      "x......",
      "xx.....",
      "xxx....",
      "x.xx...",
      "x..xx..",
      "x...xx.",
      "x....xx"
    ),
    Pattern(
      "strided and local",
      .strided(3).union(.slidingWindow(2)),
      "x......",
      "xx.....",
      ".xx....",
      "x.xx...",
      ".x.xx..",
      "..x.xx.",
      "x..x.xx"
    ),
    Pattern(
      "strided within a window",
      .strided(2).intersection(.slidingWindow(4)),
      "x......",
      ".x.....",
      "x.x....",
      ".x.x...",
      "..x.x..",
      "...x.x.",
      "....x.x"
    ),
    Pattern(
      "one's own",
      Mask { query, key in (query + 2 * key) % 3 == 0 },
      "x..x..x",
      ".x..x..",
      "..x..x.",
      "x..x..x",
      ".x..x..",
      "..x..x.",
      "x..x..x"
    ),
  ]

  static let total = patterns.filter(\.isTotal)

  @Test("A mask shows what is drawn beside it", arguments: patterns)
  func shown(pattern: Pattern) {
    #expect(pattern.drawing.count == 7 && pattern.drawing.allSatisfy { $0.count == 7 })
    for query in 0..<7 {
      for key in 0..<7 {
        #expect(pattern.mask.isVisible(from: query, to: key) == pattern.isVisible(query, key))
      }
    }
  }

  @Test("Union and intersection are those of what is shown, in either order", arguments: patterns, patterns)
  func combined(left: Pattern, right: Pattern) {
    let (union, intersection) = (left.mask.union(right.mask), left.mask.intersection(right.mask))
    for query in 0..<7 {
      let (a, b) = (Set(left.visible(query)), Set(right.visible(query)))
      let keys = 0..<7
      #expect(Set(keys.filter { union.isVisible(from: query, to: $0) }) == a.union(b))
      #expect(Set(keys.filter { intersection.isVisible(from: query, to: $0) }) == a.intersection(b))
    }
  }

  static func run(
    _ pattern: Pattern,
    _ kernel: AttentionKernel,
    coefficients: [[Double]] = numbers(7, 4, seed: 4)
  ) -> TapeAttention {
    TapeAttention(
      queries: numbers(7, 4, seed: 1),
      keys: numbers(7, 4, seed: 2),
      values: numbers(7, 4, seed: 3),
      coefficients: coefficients,
      scale: 0.61,
      attention: MultiHeadAttention(
        layout: HeadLayout(headCount: 2, headWidth: 2),
        mask: pattern.mask,
        kernel: kernel
      ),
      isFilledFirst: true
    )
  }

  @Test(
    "A query reads what attention over the visible positions alone reads, to the last bit",
    arguments: total
  )
  func subset(pattern: Pattern) {
    let run = Self.run(pattern, .softmax)
    for query in 0..<7 {
      let visible = pattern.visible(query)
      let alone = TapeAttention(
        queries: [run.queries[query].data],
        keys: visible.map { run.keys[$0].data },
        values: visible.map { run.values[$0].data },
        coefficients: [numbers(7, 4, seed: 4)[query]],
        scale: 0.61,
        attention: MultiHeadAttention(layout: HeadLayout(headCount: 2, headWidth: 2)),
        isFilledFirst: true
      )
      #expect(run.outputs[query] == alone.outputs[0])
      #expect(run.queries[query].grad == alone.queries[0].grad)
    }
  }

  @Test(
    "The mask is the support of the gradient: no path leads to a hidden key or value",
    arguments: total,
    [true, false]
  )
  func support(pattern: Pattern, isFlash: Bool) {
    let kernel: AttentionKernel = isFlash ? .flash(tileSize: 2) : .softmax
    let run = Self.run(pattern, kernel)
    for query in 0..<7 {
      let visible = Set(pattern.visible(query))
      run.tape.clearGradients()
      let output = concatenate(run.heads[query].map(\.output))
      dot(output, run.tape.vector([0.9, -1.3, 0.4, 2.1])).backward()
      let reached = ancestors(of: output)
      for key in 0..<7 {
        let (stored, value) = (run.keys[key], run.values[key])
        if visible.contains(key) {
          // A single key has the weight 1 whatever it is.
          #expect(stored.grad.allSatisfy { ($0 != 0) == (visible.count > 1) })
          #expect(value.grad.allSatisfy { $0 != 0 })
          #expect((Array(stored) + Array(value)).allSatisfy { reached.contains($0.position) })
        } else {
          #expect((stored.grad + value.grad).allSatisfy { $0 == 0 })
          #expect((Array(stored) + Array(value)).allSatisfy { !reached.contains($0.position) })
        }
      }
    }
  }

  @Test(
    "Only visible pairs have nodes: 5 for each, and 3 more than a value's width for each query and head",
    arguments: total
  )
  func nodes(pattern: Pattern) {
    let pairs = pattern.drawing.reduce(0) { $0 + $1.count { $0 == "x" } }
    let tape = Tape()
    let scale = tape.value(0.61)
    let queries = numbers(7, 4, seed: 1).map(tape.vector)
    let store = ListStore()
    for row in numbers(7, 4, seed: 2) {
      store.append(StoredPosition(key: tape.vector(row), value: tape.vector(row)))
    }
    let attention = MultiHeadAttention(layout: HeadLayout(headCount: 2, headWidth: 2), mask: pattern.mask)
    let (values, records) = (tape.valueCount, tape.recordCount)
    for (position, query) in queries.enumerated() {
      let heads = attention(query, at: position, in: store, scale: scale)
      #expect(heads.allSatisfy { $0.scores?.count == pattern.visible(position).count })
      #expect(heads.allSatisfy { $0.pattern?.count == pattern.visible(position).count })
    }
    #expect(tape.valueCount - values == 2 * (5 * pairs + 7 * (3 + 2)))
    #expect(tape.recordCount - records == 2 * 7 * 9)
  }

  @Test("Hidden numbers may be anything: not even a nan gets through", arguments: [true, false])
  func hiddenNan(isFlash: Bool) {
    let kernel: AttentionKernel = isFlash ? .flash(tileSize: 2) : .softmax
    func run(_ hidden: Double) -> TapeAttention {
      var keys = numbers(3, 2, seed: 2)
      var values = numbers(3, 2, seed: 3)
      keys[1] = [hidden, hidden]
      values[1] = [hidden, hidden]
      return TapeAttention(
        queries: numbers(3, 2, seed: 1),
        keys: keys,
        values: values,
        coefficients: numbers(3, 2, seed: 4),
        scale: 0.61,
        attention: MultiHeadAttention(
          layout: HeadLayout(headCount: 1, headWidth: 2),
          mask: .padding { $0 == 1 },
          kernel: kernel
        ),
        isFilledFirst: true
      )
    }
    let (first, second) = (run(0.5), run(.nan))
    #expect(first.outputs == second.outputs && first.gradients == second.gradients)
    #expect(second.outputs.allSatisfy { $0.allSatisfy(\.isFinite) })
  }

  #if compiler(>=6.2)
  @Test("A query that sees nothing stops with its position and what is stored")
  func nothingVisible() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let store = ListStore()
      for _ in 0..<3 { store.append(StoredPosition(key: tape.vector([0.7]), value: tape.vector([1.9]))) }
      let attention = MultiHeadAttention(
        layout: HeadLayout(headCount: 1, headWidth: 1),
        mask: .causal.intersection(.padding { $0 < 2 })
      )
      _ = attention(tape.vector([0.7]), at: 2, in: store, scale: tape.value(0.61))
      _ = attention(tape.vector([0.7]), at: 1, in: store, scale: tape.value(0.61))
    }
    #if DEBUG
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("the query at position 1 sees none of the positions in 0..<3"))
    #endif
  }

  @Test("Masks of nothing stop with a message")
  func misuse() async {
    let window = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Mask.slidingWindow(0)
    }
    let stride = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Mask.strided(0)
    }
    let block = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Mask.localBlocks(-1)
    }
    let blocks = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Mask.blockSparse(0) { _, _ in true }
    }
    #if DEBUG
    let messages = [window, stride, block, blocks].map {
      String(decoding: $0?.standardErrorContent ?? [], as: UTF8.self)
    }
    #expect(messages[0].contains("a window of 0 positions shows nothing"))
    #expect(messages[1].contains("a stride of 0 leads nowhere"))
    #expect(messages[2].contains("a block of -1 positions shows nothing"))
    #expect(messages[3].contains("a block of 0 positions shows nothing"))
    #endif
  }
  #endif
}
