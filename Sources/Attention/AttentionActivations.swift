import Autograd

/// Everything that attention computed for the query at one position.
public struct AttentionActivations {
  /// The stored positions that the query saw, in order.
  public let visiblePositions: [Int]
  /// What each head computed, in their order.
  public let heads: [HeadActivations]
}

/// What one head read and computed for one query; n positions are visible.
public struct HeadActivations {
  /// q, as wide as a key.
  public let query: Vector
  /// k₁ … kₙ, one for each visible position.
  public let keys: [Vector]
  /// v₁ … vₙ, one for each visible position.
  public let values: [Vector]
  /// s, the factor of the raw scores.
  public let scale: Value
  /// What the kernel made of them.
  public let result: HeadOutput
}
