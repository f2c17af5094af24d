import Training

/// The documents of the commands that score texts and make some up.
extension JSONSchema {
  /// What `score --json` prints.
  static let score = JSONSchema.object([
    .init(
      "layout",
      "What a text is: a line, or all of a stream, which is read in windows.",
      .choice(of: Corpus.Layout.self)
    ),
    .init(
      "texts",
      "The texts, in order.",
      .array(ofObjects: [
        .init("text", "The text; U+FFFD stands for bytes that are not UTF-8.", .string),
        .init(
          "document_count",
          "How many documents it was read in: 1, or the windows of a stream.",
          .integer
        ),
        .init(
          "omitted_count",
          "How many tokens at its end lie beyond the context and were not predicted.",
          .integer
        ),
        .tokenCount, .nats, .lossPerToken, .perplexity,
        .init(
          "tokens",
          "The tokens that were predicted, in order, the end of a line among them; null with --totals.",
          .nullable(
            .array(ofObjects: [
              .token, .label,
              .init("probability", "p, the probability that the model gave the token.", .number),
              .init(
                "rank",
                "1 for the likeliest token, and one more for each with a larger logit.",
                .integer
              ),
              .init("loss", "−ln p, in nats.", .number),
            ])
          )
        ),
      ])
    ),
    .init(
      "totals",
      "What the texts cost together.",
      .object([
        .init("text_count", "How many texts there are.", .integer),
        .tokenCount, .nats, .lossPerToken, .perplexity,
        .init(
          "loss_per_text",
          "The mean of the texts' own losses per token; of lines it is evaluate's loss_per_document.",
          .number
        ),
      ])
    ),
  ])

  /// What `sample --json` prints.
  static let sample = JSONSchema.object([
    .init("length", "How many tokens a text has at most, those of the prompt among them.", .integer),
    .init("is_greedy", "Whether the likeliest token was taken each time.", .boolean),
    .init("temperature", "The temperature; null where nothing was drawn at random.", .nullable(.number)),
    .init("top_k", "From how many of the likeliest tokens was drawn; null for all.", .nullable(.integer)),
    .init(
      "top_p",
      "The probability that the likeliest tokens had to reach; null for all.",
      .nullable(.number)
    ),
    .init("repetition_penalty", "The repetition penalty; 1 for none.", .number),
    .init("seed", "The seed; null where the random numbers of the training went on.", .nullable(.integer)),
    .init(
      "texts",
      "The texts, in order.",
      .array(ofObjects: [
        .init("prompt", "How the text was to begin.", .string),
        .init("text", "The text, its prompt included; U+FFFD stands for bytes that are not UTF-8.", .string),
        .init(
          "tokens",
          "The tokens that were drawn after the prompt, in order, the boundary too.",
          .array(ofObjects: [
            .token, .label,
            .init(
              "probability",
              "With which probability it was drawn, after penalty, temperature, top-k and top-p.",
              .number
            ),
            .init(
              "choices",
              "The five likeliest tokens in order; null without --probabilities.",
              .nullable(
                .array(ofObjects: [
                  .token, .label, .init("probability", "With which probability it is drawn.", .number),
                ])
              )
            ),
          ])
        ),
        .init("is_ended", "Whether the model ended it; else it is as long as was asked for.", .boolean),
        .init(
          "forgotten_count",
          "How many tokens at its beginning the window had left behind when the last was drawn.",
          .integer
        ),
        .init(
          "mark",
          "Whether the file of --against has it; empty for an empty text, null without the option.",
          .nullable(.choice(of: KnownTexts.Mark.self))
        ),
      ])
    ),
  ])
}

extension JSONSchema.Property {
  fileprivate static let token = Self("token", "The token, by its number.", .integer)
  fileprivate static let label = Self("label", "How it is shown.", .string)
  fileprivate static let tokenCount = Self("token_count", "n, how many tokens were predicted.", .integer)
  fileprivate static let nats = Self("nats", "−Σ ln p, over all of them.", .number)
  fileprivate static let lossPerToken = Self("loss_per_token", "The same, divided by n.", .number)
  fileprivate static let perplexity = Self("perplexity", "e to the loss per token.", .number)
}
