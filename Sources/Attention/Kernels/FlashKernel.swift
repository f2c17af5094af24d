import Autograd

extension AttentionKernel {
  /// FlashAttention: the same result from tiles of keys, keeping only the output and the log-sum-exp of the scores.
  ///
  /// 1 operation and `valueWidth` + 1 nodes, whatever the number of keys.
  public static func flash(tileSize: Int) -> AttentionKernel {
    AttentionKernel { query, keys, values, scale in
      let result = flashAttention(
        query: query,
        keys: keys,
        values: values,
        scale: scale,
        tileSize: tileSize
      )
      return HeadActivations(query, keys, values, scale, output: result.output)
    }
  }
}
