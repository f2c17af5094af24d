import Autograd

/// The softmax of two scores x and 0, and what is left of its derivative where they are far apart.
///
///     p = softmax(x, 0)₁,   ∂p/∂x = p (1 − p)
public struct Saturation: Equatable, Sendable {
  /// The scores x, ascending.
  public static let gaps: [Double] = [0, 1, 2, 4, 8, 16]

  /// The softmax of one pair of scores.
  public struct Row: Equatable, Sendable {
    /// x, how far one score is above the other.
    public let gap: Double
    /// p, the weight of the key with the larger score.
    public let weight: Double
    /// ∂p/∂x by backpropagation.
    public let derivative: Double
  }

  /// One for each gap.
  public let rows: [Row]

  /// Computes them.
  public init() {
    rows = Self.gaps.map { gap in
      let tape = Tape()
      let scores = tape.vector([gap, 0])
      let pattern = scores.softmax()
      pattern[pattern.startIndex].backward()
      return Row(gap: gap, weight: pattern.data[0], derivative: scores.grad[0])
    }
  }
}
