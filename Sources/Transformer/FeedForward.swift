import Attention
import Autograd

/// The feed-forward part of a block, applied to each position by itself: W₂ max(W₁ x, 0).
struct FeedForward {
  let expansion: Matrix
  let contraction: Matrix

  func callAsFunction(_ x: Vector, _ hook: Hook) -> FeedForwardActivations {
    let hidden = hook(.hidden, expansion * x)
    let rectified = hook(.rectified, hidden.relu())
    return FeedForwardActivations(
      input: x,
      hidden: hidden,
      rectified: rectified,
      output: hook(.feedForwardOutput, contraction * rectified)
    )
  }
}

/// What the feed-forward part of a block computed for one position.
public struct FeedForwardActivations {
  /// x, the normalized vector it was given.
  public let input: Vector
  /// W₁ x, four times as wide as the embedding.
  public let hidden: Vector
  /// max(W₁ x, 0), four times as wide as the embedding.
  public let rectified: Vector
  /// W₂ max(W₁ x, 0).
  public let output: Vector
}
