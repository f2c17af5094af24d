import Attention
import Autograd

/// One layer: attention, then feed-forward, each on the normalized input and added back to what it was given.
///
///     x ← x + attention(norm(x)),   x ← x + feedForward(norm(x))
///
/// Source: "On Layer Normalization in the Transformer Architecture", Xiong et al. 2020 (the pre-norm arrangement).
struct Block {
  let attentionNorm: RMSNorm
  let attention: MultiHeadAttention
  let feedForwardNorm: RMSNorm
  let feedForward: FeedForward

  func callAsFunction(
    _ x: Vector,
    at position: Int,
    in store: any KeyValueStore,
    hook: Hook,
    scale: (_ head: Int) -> Value
  ) -> BlockActivations {
    let normalized = hook(.normalized, attentionNorm(x))
    return activations(
      x,
      attention: attention(normalized, at: position, in: store, hook: hook, scale: scale),
      hook: hook
    )
  }

  /// What follows attention.
  private func activations(_ x: Vector, attention: AttentionActivations, hook: Hook) -> BlockActivations {
    let middle = hook(.residualMiddle, attention.output + x)
    let feedForward = feedForward(hook(.normalizedMiddle, feedForwardNorm(middle)), hook)
    let output = hook(.output, feedForward.output + middle)
    return BlockActivations(attention: attention, middle: middle, feedForward: feedForward, output: output)
  }

  /// The same for all positions of a text, each of whose queries sees all of them.
  func uncovered(_ vectors: [Vector], scale: Value) -> [BlockActivations] {
    let normalized = vectors.map { attentionNorm($0) }
    let store = ListStore()
    for (position, vector) in normalized.enumerated() {
      store.append(attention.projection.entry(vector, position))
    }
    let reader = MultiHeadAttention.cross(attention.projection, kernel: attention.kernel)
    return vectors.indices.map { position in
      activations(
        vectors[position],
        attention: reader(normalized[position], at: position, in: store) { _ in scale },
        hook: .none
      )
    }
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
