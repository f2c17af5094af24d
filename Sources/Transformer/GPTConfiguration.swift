import Attention

/// The shape of a GPT: everything that is fixed before its first parameter is drawn.
public struct GPTConfiguration: Equatable, Sendable {
  /// How many different tokens there are.
  public let vocabularySize: Int
  /// How many blocks of attention and feed-forward follow one another.
  public let layerCount: Int
  /// How wide the vector of a position is between blocks.
  public let embeddingWidth: Int
  /// How many heads each block's attention has.
  public let headCount: Int
  /// How many positions the model can read.
  public let contextLength: Int

  /// A configuration; by default microgpt's, for a vocabulary of the given size.
  ///
  /// - Throws: ``GPTConfigurationError`` where no model has this shape.
  public init(
    vocabularySize: Int,
    layerCount: Int = 1,
    embeddingWidth: Int = 16,
    headCount: Int = 4,
    contextLength: Int = 16
  ) throws(GPTConfigurationError) {
    let counts = [vocabularySize, layerCount, embeddingWidth, headCount, contextLength]
    guard counts.allSatisfy({ $0 > 0 }) else { throw .notPositive }
    guard embeddingWidth % headCount == 0 else {
      throw .headsDoNotDivideWidth(headCount: headCount, embeddingWidth: embeddingWidth)
    }
    self.vocabularySize = vocabularySize
    self.layerCount = layerCount
    self.embeddingWidth = embeddingWidth
    self.headCount = headCount
    self.contextLength = contextLength
    // In floating point first: whole numbers might overflow.
    let width = Double(embeddingWidth)
    let embeddings = (2 * Double(vocabularySize) + Double(contextLength)) * width
    let blocks = Double(layerCount) * Double(4 + 2 * Self.feedForwardExpansion) * width * width
    guard embeddings + blocks <= Double(Self.largestParameterCount) else { throw .tooManyParameters }
    guard valueCountOfLongestDocument <= Double(Self.largestValueCount) else {
      throw .contextTooLong(contextLength)
    }
  }

  /// The most parameters a model may have.
  ///
  /// 2²⁴ are 128 MiB of weights, and as much for the gradients and for each of Adam's moments.
  public static let largestParameterCount = 1 << 24

  /// The most values one document may leave on the tape, half of what a tape can hold.
  public static let largestValueCount = 1 << 30

  /// About how many values a document as long as the context leaves on the tape.
  private var valueCountOfLongestDocument: Double {
    let length = Double(contextLength)
    let heads = Double(headCount) * (2.5 * length + 6) + 10 * Double(embeddingWidth)
    return length * (Double(layerCount) * (heads + 12 * Double(embeddingWidth)) + 4 * Double(vocabularySize))
  }

  /// How many times wider the hidden layer of the feed-forward part is than the embedding.
  public static let feedForwardExpansion = 4

  /// How wide the hidden layer of the feed-forward part is.
  public var hiddenWidth: Int { Self.feedForwardExpansion * embeddingWidth }

  /// How the embedding is divided among the heads.
  public var headLayout: HeadLayout {
    HeadLayout(headCount: headCount, headWidth: embeddingWidth / headCount)
  }

  /// How many numbers training adjusts: (2V + T) C + 12 L C² for vocabulary V, context T, width C and L layers.
  public var parameterCount: Int {
    (2 * vocabularySize + contextLength) * embeddingWidth
      + layerCount * (4 + 2 * Self.feedForwardExpansion) * embeddingWidth * embeddingWidth
  }

  /// Every parameter matrix, in microgpt.py's order and under its names.
  public var parameterShapes: [ParameterShape] {
    let width = embeddingWidth
    return [
      ParameterShape(name: "wte", rows: vocabularySize, columns: width),
      ParameterShape(name: "wpe", rows: contextLength, columns: width),
      ParameterShape(name: "lm_head", rows: vocabularySize, columns: width),
    ]
      + (0..<layerCount).flatMap { layer in
        [
          ParameterShape(name: "layer\(layer).attn_wq", rows: width, columns: width),
          ParameterShape(name: "layer\(layer).attn_wk", rows: width, columns: width),
          ParameterShape(name: "layer\(layer).attn_wv", rows: width, columns: width),
          ParameterShape(name: "layer\(layer).attn_wo", rows: width, columns: width),
          ParameterShape(name: "layer\(layer).mlp_fc1", rows: hiddenWidth, columns: width),
          ParameterShape(name: "layer\(layer).mlp_fc2", rows: width, columns: hiddenWidth),
        ]
      }
  }

  /// The scale 1/√d of the attention scores, d the width of a head.
  public var attentionScale: Double { 1 / Double(headLayout.headWidth).squareRoot() }
}

/// Why no model has the shape asked for.
public enum GPTConfigurationError: Error, Equatable, CustomStringConvertible {
  /// A count is zero or negative.
  case notPositive
  /// The heads can't share the embedding evenly.
  case headsDoNotDivideWidth(headCount: Int, embeddingWidth: Int)
  /// There would be more parameters than ``GPTConfiguration/largestParameterCount``.
  case tooManyParameters
  /// A document of this many tokens would leave more values than ``GPTConfiguration/largestValueCount`` on the tape.
  case contextTooLong(Int)

  /// The reason, with the numbers and what would be accepted.
  public var description: String {
    switch self {
    case .notPositive:
      "vocabulary, layers, embedding width, heads and context length must all be at least 1"
    case .headsDoNotDivideWidth(let headCount, let embeddingWidth):
      """
      \(headCount) heads can't share an embedding of width \(embeddingWidth) evenly; \
      the number of heads must divide the width
      """
    case .tooManyParameters:
      "the model would have more than \(GPTConfiguration.largestParameterCount) parameters, the most there may be"
    case .contextTooLong(let contextLength):
      "a context of \(contextLength) tokens would need too much memory; choose a shorter one"
    }
  }
}
