import Autograd

/// What one head computed for one query.
public struct HeadOutput {
  /// The scaled scores s · q·kₜ, one for each stored position.
  public let scores: Vector
  /// The pattern w = softmax(scores): how much the query reads from each stored position.
  ///
  /// It sums to 1.
  public let pattern: Vector
  /// What the query read: Σₜ wₜ vₜ, as wide as the head.
  public let output: Vector
}

/// Scaled dot-product attention of one query over stored keys and values, head by head.
///
///     scoresₜ = s · q·kₜ,   w = softmax(scores),   output = Σₜ wₜ vₜ
///
/// The scale s is an argument and a ``Autograd/Value``, so ∂L/∂s can be read like any other gradient.
///
/// Source: "Attention Is All You Need", Vaswani et al. 2017, equation 1 and section 3.2.2, where s = 1/√d.
public struct MultiHeadAttention: Sendable {
  /// How queries, keys and values are divided among the heads.
  public let layout: HeadLayout

  /// Attention with the given heads.
  public init(layout: HeadLayout) { self.layout = layout }

  /// What each head reads from the stored positions.
  ///
  /// For n stored positions a head takes 9 records and 5n + 3 + `headWidth` nodes.
  ///
  /// - Parameters:
  ///   - queries: the query of every head, `layout.width` elements.
  ///   - stored: what may be read, of the same width; at least one position.
  ///   - scale: the factor s of the raw scores.
  public func callAsFunction(_ queries: Vector, _ stored: KeyValueList, scale: Value) -> [HeadOutput] {
    precondition(
      queries.count == layout.width,
      "\(layout.headCount) heads of \(layout.headWidth) can't divide a query of \(queries.count)"
    )
    precondition(stored.count > 0, "a query needs at least one stored position to attend to")
    return (0..<layout.headCount).map { head in
      let slice = layout.slice(of: head)
      let query = queries[slice]
      let keys = stored.keys.map { $0[slice] }
      let values = stored.values.map { $0[slice] }
      let scores = dots(query, keys) * scale
      let pattern = scores.softmax()
      return HeadOutput(scores: scores, pattern: pattern, output: weightedSum(pattern, values))
    }
  }
}
