import Attention

/// What a GPT computes around its attention.
extension ActivationName {
  /// The row of `wte` for the token.
  public static let tokenEmbedding = ActivationName(rawValue: "token_embedding")
  /// The token's row and the position's together; not there where positions are rotary.
  public static let embedding = ActivationName(rawValue: "embedding")
  /// The residual stream before the first block.
  public static let normalizedEmbedding = ActivationName(rawValue: "embedding.norm")
  /// What a block's attention is given.
  public static let normalized = ActivationName(rawValue: "normalized")
  /// The residual stream between a block's attention and its feed-forward part.
  public static let residualMiddle = ActivationName(rawValue: "residual_middle")
  /// What a block's feed-forward part is given.
  public static let normalizedMiddle = ActivationName(rawValue: "residual_middle.norm")
  /// W₁ x in the feed-forward part.
  public static let hidden = ActivationName(rawValue: "hidden")
  /// max(W₁ x, 0) in the feed-forward part.
  public static let rectified = ActivationName(rawValue: "rectified")
  /// W_g x in a feed-forward part with a gate.
  public static let gate = ActivationName(rawValue: "gate")
  /// What W₂ is given in a feed-forward part whose activation is not the rectifier.
  public static let activated = ActivationName(rawValue: "activated")
  /// What the feed-forward part adds to the residual stream.
  public static let feedForwardOutput = ActivationName(rawValue: "feed_forward_output")
  /// The residual stream behind a block.
  public static let output = ActivationName(rawValue: "output")
  /// What the output head is given where there is a final norm.
  public static let finalNormalized = ActivationName(rawValue: "output.norm")
  /// One number for each token of the vocabulary.
  public static let logits = ActivationName(rawValue: "logits")
}
