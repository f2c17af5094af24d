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
        == "vocabulary, layers, embedding width, heads and context length must all be at least 1"
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
