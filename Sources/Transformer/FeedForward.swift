import Autograd

/// The feed-forward part of a block, applied to each position by itself: W₂ max(W₁ x, 0).
struct FeedForward {
  let expansion: Matrix
  let contraction: Matrix

  func callAsFunction(_ x: Vector) -> Vector {
    contraction * (expansion * x).relu()
  }
}
