import Attention
import Autograd

/// One layer: attention, then feed-forward, each on the normalized input and added back to what it was given.
///
///     x ← x + attention(norm(x)),   x ← x + feedForward(norm(x))
///
/// Source: "On Layer Normalization in the Transformer Architecture", Xiong et al. 2020 (the pre-norm arrangement).
struct Block {
  let attention: MultiHeadAttention
  let feedForward: FeedForward

  func callAsFunction(
    _ x: Vector,
    at position: Int,
    in store: any KeyValueStore,
    hook: Hook,
    scale: (_ head: Int) -> Value
  ) -> BlockActivations {
    let normalized = hook(.normalized, x.rmsNormalized())
    let attention = attention(normalized, at: position, in: store, hook: hook, scale: scale)
    let middle = hook(.residualMiddle, attention.output + x)
    let feedForward = feedForward(hook(.normalizedMiddle, middle.rmsNormalized()), hook)
    let output = hook(.output, feedForward.output + middle)
    return BlockActivations(attention: attention, middle: middle, feedForward: feedForward, output: output)
  }
}

/// What one block computed for one position.
public struct BlockActivations {
  /// What attention made of norm(x).
  public let attention: AttentionActivations
  /// x + attention(norm(x)), as wide as the embedding.
  public let middle: Vector
  /// What the feed-forward part made of norm(middle).
  public let feedForward: FeedForwardActivations
  /// middle + feedForward(norm(middle)), as wide as the embedding.
  public let output: Vector
}
