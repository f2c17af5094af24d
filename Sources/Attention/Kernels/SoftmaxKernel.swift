import Autograd

extension AttentionKernel {
  /// The equation as it stands, everything kept: 9 records and 5n + 3 + `valueWidth` nodes for n keys.
  ///
  /// Source: "Attention Is All You Need", Vaswani et al. 2017, equation 1.
  public static let softmax = AttentionKernel { query, keys, values, scale in
    let scores = dots(query, keys) * scale
    let pattern = scores.softmax()
    return HeadOutput(output: weightedSum(pattern, values), scores: scores, pattern: pattern)
  }
}
