import Attention
import Autograd

/// One layer: attention, then feed-forward, each on the normalized input and added back to what it was given.
///
///     x ← x + Wₒ · attention(norm(x)),   x ← x + feedForward(norm(x))
///
/// Source: "On Layer Normalization in the Transformer Architecture", Xiong et al. 2020 (the pre-norm arrangement).
struct Block {
  let parameters: BlockParameters
  let attention: MultiHeadAttention

  /// Reads one position: stores its key and value, then attends to all positions stored so far, itself included.
  func callAsFunction(_ input: Vector, stored: inout KeyValueList, scale: Value) -> Vector {
    let normalized = input.rmsNormalized()
    stored.append(key: parameters.key * normalized, value: parameters.value * normalized)
    let heads = attention(parameters.query * normalized, stored, scale: scale)
    let read = concatenate(heads.map { $0.output })
    let attended = parameters.output * read + input

    let feedForward = FeedForward(
      expansion: parameters.expansion,
      contraction: parameters.contraction
    )
    return feedForward(attended.rmsNormalized()) + attended
  }
}
