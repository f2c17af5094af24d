import Training

/// The documents of the commands that train and measure runs.
extension JSONSchema {
  /// What `info --json` prints.
  static let info = JSONSchema.object([
    .settings, .parameterCount,
    .init(
      "matrices",
      "The matrices of parameters, in the order of the checkpoint.",
      .array(ofObjects: [
        .init("name", "microgpt.py's name.", .string),
        .init("rows", "How many rows it has.", .integer),
        .init("columns", "How many numbers are in a row.", .integer),
      ])
    ),
    .init("cached_number_count", "How many numbers the KV cache keeps of each token.", .integer),
    .init(
      "vocabulary",
      "What each token is shown as, in order; the last is the boundary of documents.",
      .array(.string)
    ),
    .init(
      "smoothed_loss",
      "The running mean of the loss at the last step, in nats per token; null before the first.",
      .nullable(.number)
    ),
    .init(
      "ended_by",
      "Why the run ended: all steps were made, or patience ran out; null where steps are left.",
      .nullable(.choice([TrainingEnd.steps, .patience].map(\.rawValue)))
    ),
    .best,
    .init("snapshots", "After which steps there are snapshots, in order.", .array(.integer)),
    .init("data", "The text the run was trained on.", .object(data)),
    .init(
      "origin",
      "Where the weights are from at first; null for those that were drawn.",
      .nullable(
        .object([
          .init("run", "The folder of the other run, as it was given.", .string),
          .init("step", "How many steps it had made.", .integer),
          .init("new_token_count", "How many tokens of the vocabulary were new.", .integer),
          .init("data", "The text that it was trained on.", .object(data)),
        ])
      )
    ),
  ])

  /// What `train --json` prints at its end.
  static let train = JSONSchema.object([
    .settings, .parameterCount,
    .init("vocabulary_size", "How many tokens there are, the boundary included.", .integer),
    .layout,
    .init("training_count", "How many documents are trained on; for a stream, how many tokens.", .integer),
    .init(
      "held_out_count",
      "How many documents are held out and measured on; for a stream, how many tokens.",
      .integer
    ),
    .init("truncated_count", "How many documents are cut at the context's end.", .integer),
    .init("dropped_count", "How many duplicates were dropped.", .integer),
    .init("shared_count", "How many of the held-out documents are trained on, too.", .integer),
    .init("first_step", "How many steps had been made before; 0 for a new run.", .integer),
    .init("seconds", "How long the steps took, in seconds.", .number),
    .init(
      "ended_by",
      "Why training ended: all steps were made, patience ran out, or a signal came.",
      .choice(of: TrainingEnd.self)
    ),
    .init("smoothed_loss", "The running mean of the loss at the last step, in nats per token.", .number),
    .best,
    .init(
      "samples",
      "The texts that were sampled at the end, each in one line with the escapes of samples.txt.",
      .array(.string)
    ),
  ])

  /// What `evaluate --json` prints.
  static let evaluate = JSONSchema.object([
    .init("file", "The text that was predicted.", .string),
    .init("is_held_out", "Whether only what the run held out of it was.", .boolean),
    .layout,
    .init("document_count", "How many documents were read.", .integer),
    .init("truncated_count", "How many of them were cut at the context's end.", .integer),
    .init("token_count", "n, how many tokens were predicted, the ends of documents among them.", .integer),
    .init("character_count", "How many Unicode scalars they stand for.", .integer),
    .init("model", "The model's losses.", .object(losses)),
    .init(
      "seeing_only_itself",
      "Those of the same model where every query sees only its own position.",
      .object(losses)
    ),
    .init(
      "bigram_counts",
      "Those of bigram counts plus one, taken from the text itself, where a pair can't predict itself; with --held-out, from what was trained on.",
      .object(losses)
    ),
    .init("uniform", "Those of the same probability for every token.", .object(losses)),
  ])

  private static let losses: [Property] = [
    .init("loss_per_token", "−(1/n) Σ ln p(token), in nats.", .number),
    .init("bits_per_character", "All nats, divided by ln 2 and by the characters; inf without any.", .number),
    .init("perplexity", "e to the loss per token.", .number),
    .init("loss_per_document", "The mean of the documents' own losses, in nats per token.", .number),
  ]

  private static let data: [Property] = [
    .init("file", "Its name, as it was given.", .string),
    .init("fingerprint", "The 64-bit FNV-1a hash and the number of bytes.", .string),
  ]
}

extension JSONSchema.Property {
  fileprivate static let settings = Self(
    "settings",
    "The run's settings under the names of their options, as 'train --settings' reads them.",
    .settings
  )
  fileprivate static let parameterCount = Self(
    "parameter_count",
    "How many parameters the model has.",
    .integer
  )
  fileprivate static let layout = Self(
    "layout",
    "What a document is: a line, or a window of the whole text.",
    .choice(of: Corpus.Layout.self)
  )
  fileprivate static let best = Self(
    "best",
    "Where the held-out loss was lowest; null where none has been measured.",
    .nullable(
      .object([
        .init("step", "After which step it was.", .integer),
        .init("validation_loss", "The held-out loss then, a mean over documents.", .number),
      ])
    )
  )
}
