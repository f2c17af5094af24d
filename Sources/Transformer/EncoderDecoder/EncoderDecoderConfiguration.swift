/// The shape of an encoder–decoder but for its vocabulary: what one chooses before there is a text.
public struct EncoderDecoderShape: Equatable, Sendable {
  /// How many blocks the encoder has, and how many the decoder.
  public var layerCount: Int
  /// How wide the vector of a position is between blocks.
  public var embeddingWidth: Int
  /// How many heads each attention has; they divide the width.
  public var headCount: Int
  /// How many positions the source may have, and how many the target.
  public var contextLength: Int

  /// A shape; of microgpt's numbers where nothing else is given.
  public init(layerCount: Int = 1, embeddingWidth: Int = 16, headCount: Int = 4, contextLength: Int = 16) {
    self.layerCount = layerCount
    self.embeddingWidth = embeddingWidth
    self.headCount = headCount
    self.contextLength = contextLength
  }
}

/// The shape of an encoder–decoder: everything that is fixed before its first parameter is drawn.
public struct EncoderDecoderConfiguration: Equatable, Sendable {
  /// How many different tokens there are.
  public let vocabularySize: Int
  /// Everything but the vocabulary.
  public let shape: EncoderDecoderShape

  /// A configuration of a shape for a vocabulary.
  ///
  /// - Throws: ``GPTConfigurationError`` where a GPT with as many blocks as encoder and decoder together would be refused.
  public init(
    vocabularySize: Int,
    shape: EncoderDecoderShape = EncoderDecoderShape()
  ) throws(GPTConfigurationError) {
    let (layerCount, overflows) = shape.layerCount.multipliedReportingOverflow(by: 2)
    if overflows && shape.layerCount > 0 { throw .tooManyParameters }
    _ = try GPTConfiguration(
      vocabularySize: vocabularySize,
      layerCount: layerCount,
      embeddingWidth: shape.embeddingWidth,
      headCount: shape.headCount,
      contextLength: shape.contextLength
    )
    self.vocabularySize = vocabularySize
    self.shape = shape
    guard parameterCount <= GPTConfiguration.largestParameterCount else { throw .tooManyParameters }
  }

  /// How many elements of the embedding belong to one head.
  public var headWidth: Int { shape.embeddingWidth / shape.headCount }

  /// How many numbers training adjusts: 2 (V + T) C + 28 L C², for vocabulary V, context T, width C and L blocks on each
  /// side.
  public var parameterCount: Int { parameterShapes.reduce(0) { $0 + $1.count } }

  /// Every parameter matrix: the embeddings and the output head, each block of the encoder, each of the decoder.
  public var parameterShapes: [ParameterShape] {
    let width = shape.embeddingWidth
    let tables = [
      ParameterShape(name: "wte", rows: vocabularySize, columns: width),
      ParameterShape(name: "encoder.wpe", rows: shape.contextLength, columns: width),
      ParameterShape(name: "decoder.wpe", rows: shape.contextLength, columns: width),
      ParameterShape(name: "lm_head", rows: vocabularySize, columns: width),
    ]
    let layers = 0..<shape.layerCount
    return tables + layers.flatMap { blockShapes("encoder\($0)", attentions: ["attn"]) }
      + layers.flatMap { blockShapes("decoder\($0)", attentions: ["attn", "cross"]) }
  }

  /// The matrices of one block.
  private func blockShapes(_ block: String, attentions: [String]) -> [ParameterShape] {
    let width = shape.embeddingWidth
    let hiddenWidth = GPTConfiguration.feedForwardExpansion * width
    let attention = attentions.flatMap { attention in
      ["wq", "wk", "wv", "wo"].map {
        ParameterShape(name: "\(block).\(attention)_\($0)", rows: width, columns: width)
      }
    }
    return attention + [
      ParameterShape(name: "\(block).mlp_fc1", rows: hiddenWidth, columns: width),
      ParameterShape(name: "\(block).mlp_fc2", rows: width, columns: hiddenWidth),
    ]
  }
}
