import Autograd

/// What one head computed for one query, with n visible positions.
public struct HeadActivations {
  /// q, as wide as a key.
  public let query: Vector
  /// k₁ … kₙ, one for each visible position.
  public let keys: [Vector]
  /// v₁ … vₙ, one for each visible position.
  public let values: [Vector]
  /// s, the factor of the raw scores.
  public let scale: Value
  /// The scaled scores s · q·kₜ, one for each visible position; nil where a kernel does not keep them.
  public let scores: Vector?
  /// The pattern w = softmax(scores), one weight for each visible position; nil where a kernel does not keep it.
  public let pattern: Vector?
  /// Σₜ wₜ vₜ, as wide as a value.
  public let output: Vector

  /// What a kernel was given and computed.
  ///
  /// - Parameters:
  ///   - query: as wide as a key.
  ///   - keys: one for each visible position.
  ///   - values: one for each visible position.
  ///   - scale: the factor of the raw scores.
  ///   - scores: the scaled scores, or nil where they are not kept.
  ///   - pattern: softmax(scores), or nil where it is not kept.
  ///   - output: the weighted sum of the values.
  public init(
    _ query: Vector,
    _ keys: [Vector],
    _ values: [Vector],
    _ scale: Value,
    scores: Vector? = nil,
    pattern: Vector? = nil,
    output: Vector
  ) {
    self.query = query
    self.keys = keys
    self.values = values
    self.scale = scale
    self.scores = scores
    self.pattern = pattern
    self.output = output
  }
}
