import Autograd

/// How a head computes its output from a query and the keys and values that are visible to it.
///
///     scoresₜ = s · q·kₜ,   w = softmax(scores),   output = Σₜ wₜ vₜ
///
/// Kernels compute the same and differ in what they keep on the tape.
public struct AttentionKernel: Sendable {
  /// Computes one head's result from its query, at least one key with its value, and the scale.
  public let attend:
    @Sendable (_ query: Vector, _ keys: [Vector], _ values: [Vector], _ scale: Value) -> HeadActivations

  /// A kernel of one's own.
  public init(
    attend:
      @escaping @Sendable (_ query: Vector, _ keys: [Vector], _ values: [Vector], _ scale: Value) ->
      HeadActivations
  ) {
    self.attend = attend
  }
}
