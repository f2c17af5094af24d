import Testing
import Transformer

@Suite("GPT configuration")
struct GPTConfigurationTests {
  @Test("The defaults are microgpt's: 4192 parameters for names of 27 tokens")
  func defaults() throws {
    let configuration = try GPTConfiguration(vocabularySize: 27)
    #expect(configuration.layerCount == 1)
    #expect(configuration.embeddingWidth == 16)
    #expect(configuration.headCount == 4)
    #expect(configuration.contextLength == 16)
    #expect(configuration.hiddenWidth == 64)
    #expect(configuration.scaleFactor == 0.5)
    #expect(configuration.parameterCount == 4192)
  }

  @Test("The number of parameters is the sum over all matrices", arguments: [1, 3, 12], [1, 2, 5])
  func parameterCount(width: Int, layers: Int) throws {
    let configuration = try GPTConfiguration(
      vocabularySize: 11,
      layerCount: layers,
      embeddingWidth: width,
      headCount: 1,
      contextLength: 7
    )
    #expect(configuration.parameterCount == configuration.parameterShapes.reduce(0) { $0 + $1.count })
    #expect(configuration.parameterShapes.count == 3 + 6 * layers)
  }

  @Test("Matrices stand in microgpt.py's order under its names")
  func shapes() throws {
    let configuration = try GPTConfiguration(
      vocabularySize: 5,
      layerCount: 2,
      embeddingWidth: 6,
      headCount: 3,
      contextLength: 4
    )
    let descriptions = configuration.parameterShapes.map { "\($0.name) \($0.rows)×\($0.columns)" }
    #expect(
      descriptions == [
        "wte 5×6", "wpe 4×6", "lm_head 5×6",
        "layer0.attn_wq 6×6", "layer0.attn_wk 6×6", "layer0.attn_wv 6×6", "layer0.attn_wo 6×6",
        "layer0.mlp_fc1 24×6", "layer0.mlp_fc2 6×24",
        "layer1.attn_wq 6×6", "layer1.attn_wk 6×6", "layer1.attn_wv 6×6", "layer1.attn_wo 6×6",
        "layer1.mlp_fc1 24×6", "layer1.mlp_fc2 6×24",
      ]
    )
  }

  @Test("With norms that have weights, gates and a hidden width the matrices stand beside what they are for")
  func otherShapes() throws {
    var shape = GPTShape(embeddingWidth: 8, headCount: 4, contextLength: 4)
    shape.feedForward = .swiglu
    shape.hiddenWidth = 5
    shape.norm = .weighted
    shape.hasFinalNorm = true
    shape.attention.keyValueHeadCount = 2
    shape.attention.positions = .rotary(base: 10)
    shape.attention.normalizesQueriesAndKeys = true
    let configuration = try GPTConfiguration(vocabularySize: 5, shape: shape)
    #expect(
      configuration.parameterShapes.map { "\($0.name) \($0.rows)×\($0.columns)" } == [
        "wte 5×8", "embedding_norm 1×8", "final_norm 1×8", "lm_head 5×8",
        "layer0.attn_norm 1×8", "layer0.attn_wq 8×8", "layer0.attn_wk 4×8", "layer0.attn_wv 4×8",
        "layer0.attn_wo 8×8", "layer0.attn_q_norm 1×2", "layer0.attn_k_norm 1×2",
        "layer0.mlp_norm 1×8", "layer0.mlp_gate 5×8", "layer0.mlp_fc1 5×8", "layer0.mlp_fc2 8×5",
      ]
    )
    // In a new model the weights of norms are 1; only the others are drawn, one after the other.
    var drawn = 1.0
    let initial = configuration.initialParameters {
      drawn += 1
      return drawn
    }
    let norms = 4 * 8 + 2 * 2
    #expect(initial.count == configuration.parameterCount)
    #expect(initial.count { $0 == 1 } == norms && Int(drawn) == initial.count - norms + 1)
    #expect(Array(initial.prefix(41)) == (2...41).map { Double($0) } + [1])
    shape.norm = .plain
    let plain = try GPTConfiguration(vocabularySize: 5, shape: shape)
    #expect(configuration.parameterCount - plain.parameterCount == norms)
  }

  @Test("A hidden layer as wide as asked for counts among the parameters, and has an element")
  func hiddenWidth() throws {
    func configuration(_ width: Int, _ feedForward: FeedForwardChoice = .relu) throws -> GPTConfiguration {
      try GPTConfiguration(vocabularySize: 27, shape: GPTShape(feedForward: feedForward, hiddenWidth: width))
    }
    #expect(try configuration(64) != GPTConfiguration(vocabularySize: 27))
    #expect(try configuration(64).parameterCount == 4192)
    #expect(try configuration(1).parameterCount == 4192 - 2 * 63 * 16)
    #expect(try configuration(1, .swiglu).parameterCount == 4192 - 2 * 63 * 16 + 16)
    for width in [0, -1, Int.min] {
      #expect(throws: GPTConfigurationError.notPositive) { try configuration(width) }
    }
    for width in [1 << 20, 1 << 40, Int.max] {
      #expect(throws: GPTConfigurationError.tooManyParameters) { try configuration(width) }
    }
  }

  @Test("A count below 1 is refused", arguments: 0..<5, [0, -1, Int.min])
  func notPositive(index: Int, count: Int) {
    var counts = [27, 1, 16, 4, 16]
    counts[index] = count
    #expect(throws: GPTConfigurationError.notPositive) {
      try GPTConfiguration(
        vocabularySize: counts[0],
        layerCount: counts[1],
        embeddingWidth: counts[2],
        headCount: counts[3],
        contextLength: counts[4]
      )
    }
  }

  @Test("Heads must share the embedding evenly")
  func headsDivide() {
    for (heads, width) in [(5, 16), (32, 16), (3, 4)] {
      #expect(throws: GPTConfigurationError.headsDoNotDivideWidth(headCount: heads, embeddingWidth: width)) {
        try GPTConfiguration(vocabularySize: 27, embeddingWidth: width, headCount: heads)
      }
    }
  }

  @Test("A model of up to 2²⁴ parameters is accepted, one of more refused, however much more")
  func size() throws {
    // 12 · 1024² per layer and 1024 for each of 2 tokens twice: the context fills the rest.
    let layers = 12 * 1024 * 1024
    let context = ((1 << 24) - layers) / 1024 - 4
    let largest = try GPTConfiguration(
      vocabularySize: 2,
      embeddingWidth: 1024,
      headCount: 1,
      contextLength: context
    )
    #expect(largest.parameterCount == 1 << 24)
    #expect(throws: GPTConfigurationError.tooManyParameters) {
      try GPTConfiguration(vocabularySize: 2, embeddingWidth: 1024, headCount: 1, contextLength: context + 1)
    }
    for count in [1 << 20, 1 << 21, Int.max] {
      #expect(throws: GPTConfigurationError.tooManyParameters) {
        try GPTConfiguration(
          vocabularySize: count,
          layerCount: count,
          embeddingWidth: count,
          headCount: 1,
          contextLength: count
        )
      }
    }
  }

  @Test("A context whose pairs of positions would fill the tape is refused, though its parameters are few")
  func longContext() throws {
    _ = try GPTConfiguration(vocabularySize: 27, contextLength: 8192)
    func longest(_ contextLength: Int) -> Int? {
      do throws(GPTConfigurationError) {
        _ = try GPTConfiguration(vocabularySize: 27, contextLength: contextLength)
      } catch .contextTooLong(contextLength, let longest) { return longest } catch {}
      return nil
    }
    // The longest that the error names is the longest.
    let named = longest(32_768)
    #expect(named.map { $0 > 8192 && longest($0) == nil && longest($0 + 1) == $0 } == true)
  }

  @Test("Errors say what would be accepted")
  func messages() {
    #expect(
      GPTConfigurationError.notPositive.description
        == "vocabulary, layers, embedding width, heads, context length and hidden width must all be at least 1"
    )
    #expect(
      GPTConfigurationError.headsDoNotDivideWidth(headCount: 5, embeddingWidth: 16).description
        == "5 heads can't share an embedding of width 16 evenly; the number of heads must divide the width"
    )
    #expect(
      GPTConfigurationError.tooManyParameters.description
        == "the model would have more than 16777216 parameters, the most there may be"
    )
  }
}
