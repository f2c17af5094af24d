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
    #expect(configuration.scaleFactor == 1 / Double(headWidth + expected).squareRoot())
    let learned = try Self.configuration(heads: heads, width: heads * headWidth) { $0.latentWidth = 1 }
    #expect(learned.rotaryWidth == 0)
    #expect(learned.scaleFactor == 1 / Double(headWidth).squareRoot())
  }
}
