import Testing
import Transformer

@Suite("Choices of attention in a configuration")
struct AttentionChoicesTests {
  static func configuration(
    heads: Int = 4,
    width: Int = 8,
    context: Int = 6,
    _ change: (inout AttentionChoices) throws -> Void
  ) throws -> GPTConfiguration {
    var choices = AttentionChoices()
    try change(&choices)
    return try GPTConfiguration(
      vocabularySize: 5,
      layerCount: 2,
      embeddingWidth: width,
      headCount: heads,
      contextLength: context,
      attention: choices
    )
  }

  struct Counts: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let parameters, cached: Int
    let change: @Sendable (inout AttentionChoices) -> Void
  }

  // 2 layers of 4 heads of width 2, 5 tokens, 6 positions: wte and lm_head have 40 each, wpe 48, a layer's feed-forward part
  // 2 · 32 · 8 = 512, and its attention what is added up here; of each token the layers store twice what stands behind.
  static let byHand: [Counts] = [
    // 4 · 64; 8 + 8.
    Counts(testDescription: "microgpt's", parameters: 128 + 2 * (256 + 512), cached: 32) { _ in },
    // 64 + 2 · 4 · 8 + 64; 4 + 4.
    Counts(testDescription: "grouped-query", parameters: 128 + 2 * (192 + 512), cached: 16) {
      $0.keyValueHeadCount = 2
    },
    // 64 + 2 · 2 · 8 + 64; 2 + 2.
    Counts(testDescription: "multi-query", parameters: 128 + 2 * (160 + 512), cached: 8) {
      $0.keyValueHeadCount = 1
    },
    Counts(testDescription: "as many stored heads", parameters: 1664, cached: 32) {
      $0.keyValueHeadCount = 4
    },
    // 64 + 3 · 8 + 2 · 8 · 3 + 64; 3.
    Counts(testDescription: "latent", parameters: 128 + 2 * (200 + 512), cached: 6) { $0.latentWidth = 3 },
    // 4 · (2 + 2) · 8 + 3 · 8 + 2 · 8 · 3 + 2 · 8 + 64, no wpe; 3 + 2.
    Counts(testDescription: "latent, rotary", parameters: 80 + 2 * (280 + 512), cached: 10) {
      $0.latentWidth = 3
      $0.positions = .rotary(base: 10)
    },
    Counts(testDescription: "rotary", parameters: 80 + 2 * (256 + 512), cached: 32) {
      $0.positions = .rotary(base: 10)
    },
    Counts(testDescription: "what has no parameters", parameters: 1664, cached: 32) {
      $0.mask = MaskChoice("window:2") ?? .causal
      $0.store = .rolling(size: 2)
      $0.kernel = .flash(tileSize: 2)
      $0.scale = .none
    },
  ]

  @Test("Parameters and cached numbers are as many as by hand", arguments: byHand)
  func counts(expected: Counts) throws {
    let configuration = try Self.configuration(expected.change)
    #expect(configuration.parameterCount == expected.parameters)
    #expect(configuration.parameterShapes.reduce(0) { $0 + $1.rows * $1.columns } == expected.parameters)
    #expect(configuration.cachedNumberCount == expected.cached)
  }

  @Test("Matrices stand in order: stored heads have fewer rows, latents their own, rotary positions no wpe")
  func shapes() throws {
    func attention(_ change: (inout AttentionChoices) -> Void) throws -> [String] {
      try Self.configuration(change).parameterShapes.map { "\($0.name) \($0.rows)×\($0.columns)" }
    }
    #expect(
      try attention {
        $0.keyValueHeadCount = 2
        $0.positions = .rotary(base: 10)
      } == [
        "wte 5×8", "lm_head 5×8",
        "layer0.attn_wq 8×8", "layer0.attn_wk 4×8", "layer0.attn_wv 4×8", "layer0.attn_wo 8×8",
        "layer0.mlp_fc1 32×8", "layer0.mlp_fc2 8×32",
        "layer1.attn_wq 8×8", "layer1.attn_wk 4×8", "layer1.attn_wv 4×8", "layer1.attn_wo 8×8",
        "layer1.mlp_fc1 32×8", "layer1.mlp_fc2 8×32",
      ]
    )
    #expect(
      try attention { $0.latentWidth = 3 }.prefix(10) == [
        "wte 5×8", "wpe 6×8", "lm_head 5×8",
        "layer0.attn_wq 8×8", "layer0.attn_wdkv 3×8", "layer0.attn_wuk 8×3", "layer0.attn_wuv 8×3",
        "layer0.attn_wo 8×8", "layer0.mlp_fc1 32×8", "layer0.mlp_fc2 8×32",
      ]
    )
    #expect(
      try attention {
        $0.latentWidth = 3
        $0.positions = .rotary(base: 10)
      }.dropFirst(2).prefix(6) == [
        "layer0.attn_wq 16×8", "layer0.attn_wdkv 3×8", "layer0.attn_wuk 8×3", "layer0.attn_wuv 8×3",
        "layer0.attn_wkr 2×8", "layer0.attn_wo 8×8",
      ]
    )
  }

  @Test(
    "With latents, half a head's width carries the position, in pairs and at least one; its scale counts them",
    arguments: [(8, 1, 2), (4, 2, 2), (2, 4, 2), (1, 8, 4), (2, 6, 2), (1, 16, 8)]
  )
  func rotaryWidth(heads: Int, headWidth: Int, expected: Int) throws {
    let configuration = try Self.configuration(heads: heads, width: heads * headWidth) {
      $0.latentWidth = 1
      $0.positions = .rotary(base: 10)
    }
    #expect(configuration.rotaryWidth == expected)
    #expect(configuration.attentionScale == 1 / Double(headWidth + expected).squareRoot())
    let learned = try Self.configuration(heads: heads, width: heads * headWidth) { $0.latentWidth = 1 }
    #expect(learned.rotaryWidth == 0)
    #expect(learned.attentionScale == 1 / Double(headWidth).squareRoot())
  }

  func expect(
    _ expected: AttentionChoicesError,
    _ text: String,
    heads: Int = 4,
    width: Int = 8,
    context: Int = 6,
    _ change: (inout AttentionChoices) throws -> Void
  ) {
    #expect(throws: GPTConfigurationError.attention(expected)) {
      try Self.configuration(heads: heads, width: width, context: context, change)
    }
    #expect(GPTConfigurationError.attention(expected).description == text)
  }

  @Test("Stored heads must divide the heads", arguments: [3, 8, 0, -1, Int.min, Int.max])
  func storedHeads(count: Int) {
    expect(
      .headsNotShared(queryHeads: 4, keyValueHeads: count),
      """
      4 heads can't share \(count) stored ones evenly; the number of stored heads must divide the number of heads
      """
    ) { $0.keyValueHeadCount = count }
  }

  @Test("Latents and stored heads exclude each other, even one")
  func latentWithHeads() {
    expect(
      .latentWithKeyValueHeads,
      "latent attention stores one latent for all heads; choose either a latent or a number of stored heads"
    ) {
      $0.latentWidth = 3
      $0.keyValueHeadCount = 1
    }
  }

  @Test("A latent is narrower than keys and values together, and not empty")
  func latentWidth() throws {
    for width in [16, 17, Int.max] {
      expect(
        .latentTooWide(latent: width, keysAndValues: 16),
        """
        a latent of width \(width) would store no less than the 16 numbers of keys and values; choose a narrower one
        """
      ) { $0.latentWidth = width }
    }
    for width in [0, -1, Int.min] {
      expect(
        .latentNotPositive(width),
        "a latent of width \(width) holds nothing; choose a width of at least 1"
      ) { $0.latentWidth = width }
    }
    #expect(try Self.configuration { $0.latentWidth = 15 }.cachedNumberCount == 30)
  }

  @Test("Rotation needs pairs in each head, but for latents, which have their own")
  func oddHeads() throws {
    expect(
      .oddHeadWidth(3),
      "rotary positions turn pairs of elements, and a head of width 3 has an odd one; choose an even width",
      heads: 2,
      width: 6
    ) { $0.positions = .rotary(base: 10) }
    _ = try Self.configuration(heads: 2, width: 6) {
      $0.positions = .rotary(base: 10)
      $0.latentWidth = 2
    }
  }

  @Test("A page that no sequence can fill is refused")
  func pages() throws {
    for size in [7, Int.max] {
      expect(
        .pageLargerThanContext(pageSize: size, contextLength: 6),
        "a page of \(size) positions is never full in a context of 6; choose a smaller one"
      ) { $0.store = .paged(pageSize: size) }
    }
    _ = try Self.configuration { $0.store = .paged(pageSize: 6) }
  }

  // Position p is the first to have forgotten all of the first n when p = n + size − 1.
  @Test("A store that forgets all that the mask shows is refused, and one that never does is not")
  func blind() throws {
    for (mask, size, position) in [("global:1", 1, 1), ("global:1", 3, 3), ("global:3", 3, 5)] {
      let choice = try #require(MaskChoice(mask))
      expect(
        .blindQuery(position: position, mask: choice, store: .rolling(size: size)),
        """
        under the mask \(mask) the query at position \(position) sees nothing of what the store rolling:\(size) still \
        keeps; choose another mask or store
        """
      ) {
        $0.mask = choice
        $0.store = .rolling(size: size)
      }
    }
    for (mask, size) in [("global:3", 4), ("global:1", 6), ("global:1+window:1", 1), ("strided:4", 2)] {
      let choice = try #require(MaskChoice(mask))
      _ = try Self.configuration {
        $0.mask = choice
        $0.store = .rolling(size: size)
      }
    }
  }

  @Test("The most parameters count as many as the variant has")
  func size() throws {
    // 10 C² for queries, output and feed-forward part and 3 r C for latents of r = 2 C − 1, beside 4 C: 16 C² + C.
    func latent(_ width: Int) throws -> GPTConfiguration {
      var choices = AttentionChoices()
      choices.latentWidth = 2 * min(width, 1 << 40) - 1
      choices.kernel = .flash(tileSize: 16)
      return try GPTConfiguration(
        vocabularySize: 1,
        embeddingWidth: width,
        headCount: 1,
        contextLength: 2,
        attention: choices
      )
    }
    // The positive root of 16 C² + C = 2²⁴ is 1023.97.
    #expect(try latent(1023).parameterCount == 16 * 1023 * 1023 + 1023)
    #expect(throws: GPTConfigurationError.tooManyParameters) { try latent(1024) }
    for width in [1 << 20, 1 << 40, Int.max] {
      #expect(throws: GPTConfigurationError.tooManyParameters) { try latent(width) }
    }
    // With one stored head of 1 there are hardly more than 10 C².
    var choices = AttentionChoices()
    choices.keyValueHeadCount = 1
    #expect(
      try GPTConfiguration(
        vocabularySize: 1,
        embeddingWidth: 1280,
        headCount: 1280,
        contextLength: 2,
        attention: choices
      ).parameterCount == 10 * 1280 * 1280 + 2 * 1280 + 4 * 1280
    )
  }

  @Test("Flash allows a longer context than softmax, and wide latents for each of many heads a shorter one")
  func context() throws {
    func configuration(_ context: Int, latent: Int?, _ kernel: KernelChoice) throws {
      var choices = AttentionChoices()
      choices.kernel = kernel
      choices.latentWidth = latent
      _ = try GPTConfiguration(
        vocabularySize: 5,
        embeddingWidth: 512,
        headCount: 512,
        contextLength: context,
        attention: choices
      )
    }
    try configuration(4000, latent: nil, .flash(tileSize: 16))
    #expect(throws: GPTConfigurationError.contextTooLong(4000)) {
      try configuration(4000, latent: nil, .softmax)
    }
    // 4000 positions, 512 heads, and a query and an output of 1000 elements each are 4 · 10⁹ values.
    #expect(throws: GPTConfigurationError.contextTooLong(4000)) {
      try configuration(4000, latent: 1000, .flash(tileSize: 16))
    }
  }
}
