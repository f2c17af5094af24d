import Inspection

extension JSONSchema {
  static let lens = JSONSchema.object([
    .init("lens", "What would be predicted if the model ended after a part.", logitLens),
    .init("attribution", "What each part adds to the logit of the token that came.", attribution),
  ])

  private static let logitLens = JSONSchema.object([
    .init("position_count", "n, how many tokens were read.", .integer),
    .init(
      "stages",
      "The embedding, then each layer's attention and feed-forward part.",
      .array(ofObjects: [
        .layerOrNull, part,
        .init(
          "predictions",
          "One for each position.",
          .array(ofObjects: [
            .init("logits", "One for each token of the vocabulary.", .array(.number)),
            .init("probabilities", "softmax(logits).", .array(.number)),
            .init("likeliest", "The token with the largest logit, by its number.", .integer),
            .init("next", "The token that came, by its number.", .integer),
            .init("rank", "How many tokens have a larger logit than the one that came.", .integer),
            .init("loss", "−ln p(the token that came), in nats.", .number),
          ])
        ),
      ])
    ),
  ])

  private static let attribution = JSONSchema.object([
    .init("tokens", "For each position the token whose logit is divided, by its number.", .array(.integer)),
    .init("logits", "For each position the model's logit of that token.", .array(.number)),
    .init("relative", "For each position the same less the mean logit of all tokens.", .array(.number)),
    .init(
      "final_norm_factors",
      "For each position the final norm's factor, held constant, by which every contribution was multiplied; null without a final norm.",
      .nullable(.array(.number))
    ),
    .init(
      "parts",
      "The embedding, then each layer's heads and its feed-forward part; they sum to the logits.",
      .array(ofObjects: [
        .layerOrNull, part, .headOrNull,
        .init("logits", "For each position what the part adds to the logit.", .array(.number)),
        .init(
          "relative",
          "For each position the same less the mean of what it adds to all tokens' logits.",
          .array(.number)
        ),
      ])
    ),
  ])

  private static let part = Property("part", "The part that has written.", .choice(of: ResidualPart.self))
}
