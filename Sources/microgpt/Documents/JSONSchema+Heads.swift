extension JSONSchema {
  static let heads = JSONSchema.object([
    .init("file", "The file of the texts.", .string),
    .init("document_count", "How many texts were read.", .integer),
    .init(
      "heads",
      "The layers in order, in each its heads.",
      .array(ofObjects: [
        .layer, .head, .init("role", "What the head mostly does in these texts.", role),
      ])
    ),
    .init(
      "induction",
      "What heads do on random words that come twice; null where none were read.",
      .nullable(induction)
    ),
  ])

  private static let induction = JSONSchema.object([
    .init("shortest_word", "How many tokens the shortest words have.", .integer),
    .init("longest_word", "How many the longest have.", .integer),
    .init("word_count", "How many words were read.", .integer),
    .init("seed", "The seed from which they were drawn.", .integer),
    .init("first_loss", "The loss on all tokens of a word but the first, in nats per token.", .number),
    .init("repeated_loss", "The same where the word comes again.", .number),
    .init(
      "heads",
      "The layers in order, in each its heads; mean weights of queries in the second word.",
      .array(ofObjects: [
        .layer, .head,
        .init("after_same", "The induction score: on the token after the earlier copy.", .number),
        .init("same", "On the earlier copy itself.", .number),
        .init("previous", "On the token before the query.", .number),
        .init("even", "The weight if all visible keys got the same.", .number),
      ])
    ),
  ])
}
