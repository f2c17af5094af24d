extension JSONSchema {
  static let scaling = JSONSchema.object([
    .init("gradients", "The gradient of the scale on the text.", scaleGradients),
    .init(
      "sweep",
      "L as a function of the scale, everything else left as it is.",
      .object([
        .init("scales", "The scales s, ascending.", .array(.number)),
        .init("losses", "L at each of them, in nats per token.", .array(.number)),
      ])
    ),
  ])

  private static let scaleGradients = JSONSchema.object([
    .scale,
    .loss,
    .init("gradient", "The sum of all entries' gradients: that of the model's own scale.", .number),
    .init(
      "entries",
      "One for each layer, head and position: layers in order, in each its heads, in each the positions.",
      .array(ofObjects: [
        .layer,
        .head,
        .init("position", "The position of the query, counted from 0.", .integer),
        .init("visible_count", "How many keys the query saw; with one, the gradient is 0.", .integer),
        .backpropagated,
        .init("covariance", "The same in closed form, Cov(g, a) under the pattern's weights.", .number),
        .difference,
        .init("through_query", "q·∂L/∂q / s; null where s is 0.", .nullable(.number)),
        .init(
          "disagreement",
          "How far backpropagation, covariance and query are apart, relative to the size of the terms.",
          .number
        ),
        .init(
          "difference_disagreement",
          "|b − d| / max(|b|, |d|, 0.001) for backpropagation b and difference d.",
          .number
        ),
      ])
    ),
    .init("worst_disagreement", "The largest disagreement of the entries.", .number),
    .init("worst_difference_disagreement", "The largest difference_disagreement of the entries.", .number),
  ])

  static let scalingInitialisation = JSONSchema.object([
    .init("key_count", "Number of keys per query.", .integer),
    .init("query_count", "How many queries were drawn for each head width.", .integer),
    .init("seed", "The seed of the random numbers.", .integer),
    .init(
      "rows",
      "One for each head width and rule; the rules see the same queries and keys.",
      .array(ofObjects: [
        .headWidth,
        .rule,
        .scale,
        .init("raw_deviation", "The standard deviation of the raw scores q·k.", .number),
        .init("expected_raw_deviation", "√d.", .number),
        .init("scaled_deviation", "The standard deviation of the scaled scores s q·k.", .number),
        .init("entropy", "The entropy of the pattern, a mean over the queries, in nats.", .number),
        .init("largest_weight", "The largest weight of the pattern, a mean over the queries.", .number),
        .init("jacobian_norm", "The Frobenius norm of softmax's Jacobian, a mean over the queries.", .number),
        .init(
          "score_gradient_norm",
          "‖∂L/∂score‖ where ∂L/∂weight has variance 1, a mean over the queries.",
          .number
        ),
      ])
    ),
  ])

  static let scalingTraining = JSONSchema.object([
    .init("embedding_width", "The embedding's width, which all heads share.", .integer),
    .init("step_count", "How many steps each run makes.", .integer),
    .init("probe_count", "How many documents the figures of a point are taken over.", .integer),
    .init(
      "runs",
      "One for each head width and rule.",
      .array(ofObjects: [
        .headWidth,
        .init("head_count", "How many heads share the embedding.", .integer),
        .rule,
        .scale,
        .init(
          "points",
          "The state before the first step, and then at equal distances.",
          .array(trainingPoint)
        ),
        .init(
          "failure",
          "What ended the training before its last step; null where nothing did.",
          .nullable(.string)
        ),
      ])
    ),
  ])

  private static let trainingPoint = JSONSchema.object([
    .init("step", "How many steps were made.", .integer),
    .init(
      "loss",
      "The mean over the documents of each one's mean loss, in nats per token: what training minimises.",
      .number
    ),
    .init("query_gradient_norm", "‖∂L/∂W_q‖ over all layers.", .number),
    .init(
      "key_gradient_norm",
      "‖∂L/∂W_k‖ over all layers; with latents that of attn_wuk and attn_wkr.",
      .number
    ),
    .init("score_deviation", "The standard deviation of the scaled scores.", .number),
    .init(
      "evenness",
      "The mean of entropy / ln n over all patterns of n > 1 keys: 1 where they are even.",
      .number
    ),
  ])
}
