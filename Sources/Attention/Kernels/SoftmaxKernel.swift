import Autograd

extension AttentionKernel {
  /// The equation as it stands, everything kept: 9 operations and 5n + 3 + `valueWidth` nodes for n keys.
  ///
  /// Source: "Attention Is All You Need", Vaswani et al. 2017, equation 1.
  public static let softmax = AttentionKernel { query, keys, values, scale in
    let scores = dots(query, keys) * scale
    let pattern = scores.softmax()
    let output = weightedSum(pattern, values)
    return HeadActivations(query, keys, values, scale, scores: scores, pattern: pattern, output: output)
  }
}
