import Autograd

/// Everything that a GPT computed for one position, as vectors on its tape.
public struct GPTActivations {
  /// wte[token], as wide as the embedding.
  public let tokenEmbedding: Vector
  /// wte[token] + wpe[position], or without the second where positions are rotary.
  public let embedding: Vector
  /// norm(embedding), the first block's input.
  public let normalized: Vector
  /// What each block computed, in their order.
  public let blocks: [BlockActivations]
  /// norm(x) of the last block's output x; nil where there is no final norm.
  public let finalNormalized: Vector?
  /// lm_head · x, or lm_head · norm(x) with a final norm: one for each token of the vocabulary.
  public let logits: Vector
}
