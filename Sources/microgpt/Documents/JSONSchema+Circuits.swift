import Inspection

extension JSONSchema {
  static let circuits = JSONSchema.object([
    .init("vocabulary", "All tokens, as they are shown; rows and columns of the tables.", .array(.string)),
    .init("circuits", "Two tables of the vocabulary for each head.", tables),
    .init("positions", "Each head's scores by position, over all pairs of tokens.", positions),
  ])

  private static let tables = JSONSchema.object([
    .init("distance", "How many positions the key of QK is before the query.", .integer),
    .init("query", "The query's position, counted from 0; null with rotary positions.", .nullable(.integer)),
    .init("key", "The key's position; null with rotary positions.", .nullable(.integer)),
    .init(
      "heads",
      "The layers in order, in each its heads.",
      .array(ofObjects: [
        .layer, .head,
        .init(
          "query_key",
          "QK: a row for each token as the query, in it the score with each token as key.",
          table
        ),
        .init(
          "output_value",
          "OV: a row for each token attended to, in it what the head adds to each token's logit.",
          table
        ),
      ])
    ),
  ])

  private static let table = JSONSchema.object([
    .init("numbers", "The table, row by row.", .array(.array(.number))),
    .init("norm", "The Frobenius norm √Σ x².", .number),
    .init("singular_values", "The largest first, as many as a head has elements.", .array(.number)),
    leavesOut,
  ])

  private static let positions = JSONSchema.object([
    .init("position_count", "How many positions there are.", .integer),
    .init(
      "heads",
      "The layers in order, in each its heads; a row for each query's position, null for keys after the query.",
      .array(ofObjects: [
        .layer, .head,
        .init("means", "The mean scaled score over all pairs of tokens.", .cells),
        .init("deviations", "The standard deviation over all pairs of tokens.", .cells),
        leavesOut,
      ])
    ),
  ])

  private static let leavesOut = Property(
    "leaves_out",
    "What a text has and the table has not; empty where it is exact.",
    .array(.choice(of: Circuits.Omission.self))
  )
}
