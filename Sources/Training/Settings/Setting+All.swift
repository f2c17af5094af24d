extension Setting {
  /// All settings of a run, in the order of the help.
  public static let all = [
    layers, embedding, heads, context, feedForward, hidden, norm, finalNorm,
    keyValueHeads, latent, mask, store, kernel, positions, scale, queryKeyNorm,
    steps, seed, learningRate, schedule, warmup, weightDecay, batch, clip, precision,
    validation, validateEvery, patience, snapshotEvery,
    documents, unique, tokens,
  ]

  /// The settings of a group, in their order.
  public static func all(in group: Group) -> [Setting] { all.filter { $0.group == group } }
}
