/// The shape of a GPT but for its vocabulary: what one chooses before there is a text.
///
/// The defaults are microgpt's.
public struct GPTShape: Equatable, Sendable {
  /// How many blocks of attention and feed-forward follow one another.
  public var layerCount: Int
  /// How wide the vector of a position is between blocks.
  public var embeddingWidth: Int
  /// How many heads each block's attention has; they divide the width.
  public var headCount: Int
  /// How many positions the model can read.
  public var contextLength: Int
  /// The variant of attention.
  public var attention: AttentionChoices
  /// What the feed-forward parts compute.
  public var feedForward: FeedForwardChoice
  /// How wide their hidden layers are; nil for ``GPTConfiguration/feedForwardExpansion`` times the embedding.
  public var hiddenWidth: Int?
  /// Whether norms have weights.
  public var norm: NormChoice
  /// Whether there is a norm between the last block and the output head.
  public var hasFinalNorm: Bool

  /// A shape; microgpt's where nothing else is given.
  public init(
    layerCount: Int = 1,
    embeddingWidth: Int = 16,
    headCount: Int = 4,
    contextLength: Int = 16,
    attention: AttentionChoices = AttentionChoices(),
    feedForward: FeedForwardChoice = .relu,
    hiddenWidth: Int? = nil,
    norm: NormChoice = .plain,
    hasFinalNorm: Bool = false
  ) {
    self.layerCount = layerCount
    self.embeddingWidth = embeddingWidth
    self.headCount = headCount
    self.contextLength = contextLength
    self.attention = attention
    self.feedForward = feedForward
    self.hiddenWidth = hiddenWidth
    self.norm = norm
    self.hasFinalNorm = hasFinalNorm
  }
}
