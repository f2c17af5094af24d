import Attention
import Autograd

/// One layer: attention, then feed-forward, each on the normalized input and added back to what it was given.
///
///     x ← x + attention(norm(x)),   x ← x + feedForward(norm(x))
///
/// Source: "On Layer Normalization in the Transformer Architecture", Xiong et al. 2020 (the pre-norm arrangement).
struct Block {
  let projection: Projection
  let attention: MultiHeadAttention
  let feedForward: FeedForward

  /// Reads one position: stores what is kept of it, then attends to what is visible of the store, itself included.
  func callAsFunction(
    _ input: Vector,
    at position: Int,
    in store: AnyKeyValueStore,
    scale: (_ head: Int) -> Value
  ) -> BlockActivations {
    let normalized = input.rmsNormalized()
    let stored = projection.entry(normalized, position)
    store.append(stored)
    let queries = projection.query(normalized, position)
    let attention = attention.activations(
      queries,
      at: position,
      in: store,
      scale: scale,
      unpack: projection.unpack
    )
    let attentionOutput = projection.output(attention.heads.map { $0.result.output })
    let middle = attentionOutput + input
    let feedForward = feedForward(middle.rmsNormalized())
    return BlockActivations(
      input: input,
      normalized: normalized,
      stored: stored,
      queries: queries,
      attention: attention,
      attentionOutput: attentionOutput,
      middle: middle,
      feedForward: feedForward,
      output: feedForward.output + middle
    )
  }
}

/// What one block computed for one position.
public struct BlockActivations {
  /// x, as the block was given it.
  public let input: Vector
  /// norm(x), of which queries, keys and values are made.
  public let normalized: Vector
  /// What is kept of the position for later ones to read.
  public let stored: StoredPosition
  /// The queries of all heads.
  public let queries: Vector
  /// What each head read and computed.
  public let attention: AttentionActivations
  /// The heads' outputs, put together and projected.
  public let attentionOutput: Vector
  /// x + attention(norm(x)).
  public let middle: Vector
  /// What the feed-forward part made of norm(middle).
  public let feedForward: FeedForwardActivations
  /// middle + feedForward(norm(middle)).
  public let output: Vector
}
