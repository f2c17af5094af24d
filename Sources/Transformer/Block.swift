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
  func callAsFunction(_ input: Vector, at position: Int, in store: AnyKeyValueStore, scale: Value) -> Vector {
    let normalized = input.rmsNormalized()
    store.append(projection.entry(normalized, position))
    let heads = attention(
      projection.query(normalized, position),
      at: position,
      in: store,
      scale: scale,
      unpack: projection.unpack
    )
    let attended = projection.output(heads.map { $0.output }) + input
    return feedForward(attended.rmsNormalized()) + attended
  }
}
