import Autograd

/// Everything that attention computed for one position.
public struct AttentionActivations {
  /// x, the vector that attention was given.
  public let input: Vector
  /// The queries of all heads, as one vector.
  public let queries: Vector
  /// The stored positions that the query attended to, in order.
  public let visiblePositions: [Int]
  /// What each head computed, in their order.
  public let heads: [HeadActivations]
  /// The heads' outputs put together and projected.
  public let output: Vector
}
