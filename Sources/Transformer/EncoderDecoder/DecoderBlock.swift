import Attention
import Autograd

/// One layer of a decoder: attention to what has been written, attention to what was read, then feed-forward.
///
///     x ← x + selfAttention(norm(x))
///     x ← x + crossAttention(norm(x)),   queries from what is written, keys and values from the source
///     x ← x + feedForward(norm(x))
///
/// Source: "Attention Is All You Need", Vaswani et al. 2017, section 3.1; the norms stand as in Xiong et al. 2020.
struct DecoderBlock {
  let selfAttention: MultiHeadAttention
  let crossAttention: MultiHeadAttention
  let feedForward: FeedForward

  /// - Parameters:
  ///   - x: the vector at a position of the target.
  ///   - position: its place in the target.
  ///   - written: keys and values of the target's positions before; this one is added.
  ///   - source: keys and values of the source.
  ///   - scale: the factor of the raw scores.
  func callAsFunction(
    _ x: Vector,
    at position: Int,
    in written: ListStore,
    reading source: ListStore,
    scale: Value
  ) -> DecoderBlockActivations {
    let own = selfAttention(x.rmsNormalized(), at: position, in: written) { _ in scale }
    let first = own.output + x
    let cross = crossAttention(first.rmsNormalized(), at: position, in: source) { _ in scale }
    let second = cross.output + first
    let output = feedForward(second.rmsNormalized(), .none).output + second
    return DecoderBlockActivations(selfAttention: own, crossAttention: cross, output: output)
  }
}

/// What one block of a decoder computed for one position.
public struct DecoderBlockActivations {
  /// What attention made of the tokens that are written.
  public let selfAttention: AttentionActivations
  /// What attention made of the tokens that were read.
  public let crossAttention: AttentionActivations
  /// What the next block is given, as wide as the embedding.
  public let output: Vector
}
