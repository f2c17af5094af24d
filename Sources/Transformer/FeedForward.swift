import Attention
import Autograd

/// The feed-forward part of a block, applied to each position by itself: W₂ f(W₁ x), or with a gate W₂ (f(W_g x) ⊙ W₁ x).
///
/// f is the activation of ``FeedForwardChoice``.
struct FeedForward {
  /// What is computed between the matrices.
  let choice: FeedForwardChoice
  /// W_g; nil where nothing is gated.
  let gate: Matrix?
  /// W₁.
  let expansion: Matrix
  /// W₂.
  let contraction: Matrix

  func callAsFunction(_ x: Vector, _ hook: Hook) -> FeedForwardActivations {
    let gate = gate.map { hook(.gate, $0 * x) }
    let hidden = hook(.hidden, expansion * x)
    let activated = gate.map { choice.activation($0) * hidden } ?? choice.activation(hidden)
    let replaced = hook(choice.activationName, activated)
    return FeedForwardActivations(
      input: x,
      gate: gate,
      hidden: hidden,
      activated: replaced,
      output: hook(.feedForwardOutput, contraction * replaced)
    )
  }
}

/// What the feed-forward part of a block computed for one position.
public struct FeedForwardActivations {
  /// x, the normalized vector it was given.
  public let input: Vector
  /// W_g x, as wide as `hidden`; nil where nothing is gated.
  public let gate: Vector?
  /// W₁ x, as wide as ``GPTConfiguration/hiddenWidth`` says.
  public let hidden: Vector
  /// What W₂ is given, as wide as `hidden`: max(W₁ x, 0) for microgpt's choice.
  public let activated: Vector
  /// W₂ times that, as wide as the embedding.
  public let output: Vector
}
