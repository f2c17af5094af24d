import Autograd

/// What one head computed for one query.
public struct HeadOutput {
  /// What the query read: Σₜ wₜ vₜ, as wide as a value.
  public let output: Vector
  /// The scaled scores s · q·kₜ, one for each visible position; nil where a kernel does not keep them.
  public let scores: Vector?
  /// The pattern w = softmax(scores): how much the query reads from each visible position; nil where it is not kept.
  public let pattern: Vector?

  /// The parts of a head's result.
  public init(output: Vector, scores: Vector? = nil, pattern: Vector? = nil) {
    self.output = output
    self.scores = scores
    self.pattern = pattern
  }
}

/// How a query reads the keys and values that are visible to it.
///
///     scoresₜ = s · q·kₜ,   w = softmax(scores),   output = Σₜ wₜ vₜ
///
/// Kernels compute the same and differ in what they keep on the tape.
public struct AttentionKernel: Sendable {
  /// Computes one head's result from its query, at least one key with its value, and the scale.
  public let attend:
    @Sendable (_ query: Vector, _ keys: [Vector], _ values: [Vector], _ scale: Value) -> HeadOutput

  /// A kernel of one's own.
  public init(
    attend:
      @escaping @Sendable (_ query: Vector, _ keys: [Vector], _ values: [Vector], _ scale: Value) ->
      HeadOutput
  ) {
    self.attend = attend
  }
}
