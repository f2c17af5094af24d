import Attention

/// The shape of a GPT: everything that is fixed before its first parameter is drawn.
public struct GPTConfiguration: Equatable, Sendable {
  /// How many different tokens there are.
  public let vocabularySize: Int
  /// Everything but the vocabulary.
  public let shape: GPTShape

  /// How many blocks of attention and feed-forward follow one another.
  public var layerCount: Int { shape.layerCount }
  /// How wide the vector of a position is between blocks.
  public var embeddingWidth: Int { shape.embeddingWidth }
  /// How many heads each block's attention has.
  public var headCount: Int { shape.headCount }
  /// How many positions the model can read.
  public var contextLength: Int { shape.contextLength }
  /// The variant of attention.
  public var attention: AttentionChoices { shape.attention }

  /// A configuration; by default microgpt's, for a vocabulary of the given size.
  ///
  /// - Throws: ``GPTConfigurationError`` where no model has this shape.
  public init(
    vocabularySize: Int,
    layerCount: Int = GPTShape().layerCount,
    embeddingWidth: Int = GPTShape().embeddingWidth,
    headCount: Int = GPTShape().headCount,
    contextLength: Int = GPTShape().contextLength,
    attention: AttentionChoices = AttentionChoices()
  ) throws(GPTConfigurationError) {
    try self.init(
      vocabularySize: vocabularySize,
      shape: GPTShape(
        layerCount: layerCount,
        embeddingWidth: embeddingWidth,
        headCount: headCount,
        contextLength: contextLength,
        attention: attention
      )
    )
  }

  /// A configuration of a shape for a vocabulary.
  ///
  /// - Throws: ``GPTConfigurationError`` where no model has this shape.
  public init(vocabularySize: Int, shape: GPTShape) throws(GPTConfigurationError) {
    let counts = [
      vocabularySize, shape.layerCount, shape.embeddingWidth, shape.headCount, shape.contextLength,
      shape.hiddenWidth ?? 1,
    ]
    guard counts.allSatisfy({ $0 > 0 }) else { throw .notPositive }
    guard shape.embeddingWidth % shape.headCount == 0 else {
      throw .headsDoNotDivideWidth(headCount: shape.headCount, embeddingWidth: shape.embeddingWidth)
    }
    self.vocabularySize = vocabularySize
    self.shape = shape
    // What every variant has, and in floating point: the whole numbers below might overflow otherwise.
    let width = Double(embeddingWidth)
    let hidden = shape.hiddenWidth.map { Double($0) } ?? Double(Self.feedForwardExpansion) * width
    let hiddenMatrices: Double = shape.feedForward.isGated ? 3 : 2
    let blocks = Double(layerCount) * (2 * width + hiddenMatrices * hidden) * width
    let positions = attention.positions == .learned ? Double(contextLength) : 0
    let fewest = (2 * Double(vocabularySize) + positions) * width + blocks
    guard fewest <= Double(Self.largestParameterCount) else { throw .tooManyParameters }
    let conflict = attention.conflict(
      headCount: headCount,
      headWidth: headWidth,
      rotaryWidth: rotaryWidth,
      contextLength: contextLength
    )
    if let conflict { throw .attention(conflict) }
    guard valueCount(ofDocument: contextLength) <= Double(Self.largestValueCount) else {
      throw .contextTooLong(contextLength, longest: longestDocument)
    }
    if let blind = attention.blindQuery(contextLength: contextLength) { throw .attention(blind) }
    guard parameterCount <= Self.largestParameterCount else { throw .tooManyParameters }
  }

  /// The most parameters a model may have.
  ///
  /// 2²⁴ are 128 MiB of weights, and as much for the gradients and for each of Adam's moments.
  public static let largestParameterCount = 1 << 24

  /// The most values one document may leave on the tape, half of what a tape can hold.
  public static let largestValueCount = 1 << 30

  /// The longest document that leaves no more values than there may be.
  private var longestDocument: Int {
    var lengths = 0..<contextLength
    while lengths.count > 1 {
      let middle = lengths.lowerBound + lengths.count / 2
      let fits = valueCount(ofDocument: middle) <= Double(Self.largestValueCount)
      lengths = fits ? middle..<lengths.upperBound : lengths.lowerBound..<middle
    }
    return lengths.lowerBound
  }

  /// About how many values a document of so many tokens leaves on the tape.
  package func valueCount(ofDocument length: Int) -> Double {
    let length = Double(length)
    let kept = attention.kernel == .softmax ? 2.5 * length : 0
    // Absorbing the up-projections makes a query and an output as wide as a latent for each head.
    let latents = attention.latentWidth.map { 3 * (Double($0) + Double(rotaryWidth)) } ?? 0
    let heads = Double(headCount) * (kept + latents + 6) + 10 * Double(embeddingWidth)
    let norms: Double = shape.norm == .weighted ? 2 : 0
    // Normalized, weighted and put side by side: queries, and no more keys.
    let queryKeyNorm: Double = attention.normalizesQueriesAndKeys ? 6 : 0
    let hidden = Double(shape.feedForward.valuesPerElement) * Double(hiddenWidth)
    let layer = heads + hidden + (4 + norms + queryKeyNorm) * Double(embeddingWidth)
    return length * (Double(layerCount) * layer + 4 * Double(vocabularySize))
  }

  /// How many times wider the hidden layer of the feed-forward part is than the embedding, unless its width is given.
  public static let feedForwardExpansion = 4

  /// How wide the hidden layer of the feed-forward part is.
  public var hiddenWidth: Int { shape.hiddenWidth ?? Self.feedForwardExpansion * embeddingWidth }

  /// How many elements of the embedding belong to one head.
  public var headWidth: Int { embeddingWidth / headCount }

  /// How many heads are stored.
  public var keyValueHeadCount: Int { attention.keyValueHeadCount ?? headCount }

  /// Which heads read which stored ones; nil with latents, which belong to no head.
  public var headLayout: HeadLayout? {
    guard attention.latentWidth == nil else { return nil }
    return HeadLayout(headCount: headCount, keyValueHeadCount: keyValueHeadCount, headWidth: headWidth)
  }

  /// How many elements of a query and a key carry the position by rotation.
  ///
  /// All of a head's in general; with latents a part of its own, half as wide as a head and at least a pair.
  public var rotaryWidth: Int {
    guard case .rotary = attention.positions else { return 0 }
    return attention.latentWidth == nil ? headWidth : max(2, headWidth / 4 * 2)
  }

  /// How many numbers are stored of each token read, in all layers together: 2 L G d for G stored heads of width d, or
  /// L (r + ρ) for latents of width r and a rotary key of width ρ.
  public var cachedNumberCount: Int {
    layerCount * (attention.latentWidth.map { $0 + rotaryWidth } ?? 2 * keyValueHeadCount * headWidth)
  }

  /// How many elements of a query meet a key's: d in 1/√d.
  public var keyWidth: Int { headWidth + (attention.latentWidth == nil ? 0 : rotaryWidth) }

  /// The factor of the attention scores, 1/√d for microgpt's choices.
  public var scaleFactor: Double { attention.scale.factor(headWidth: keyWidth) }
}
