import Inspection

extension JSONSchema {
  static let attentionRow = JSONSchema.object([
    .init("rows", "The layers in order, in each its heads: the same row of each.", .array(row))
  ])

  private static let row = JSONSchema.object([
    .layer,
    .head,
    .init(
      "stored_head",
      "The stored head that the head reads, counted from 0; null for latents, which belong to none.",
      .nullable(.integer)
    ),
    .init("position", "The query's position, counted from 0.", .integer),
    .init("query", "q, after its rotation where positions are rotary.", .array(.number)),
    .scale,
    .init("origin", "What keys and values are.", .choice(of: AttentionRow.Origin.self)),
    .init("is_rotated", "Whether query and keys are turned by their positions' angles.", .boolean),
    .init(
      "hidden_positions",
      "The positions up to the query's that it can't see.",
      .array(.integer)
    ),
    .init("keys", "One for each visible position, in order.", .array(key)),
    .init("largest_score", "m, the largest score.", .number),
    .init("total", "Σ e, by which each exponential is divided.", .number),
    .init("weighted_sum", "z = Σ w v, as wide as a value.", .array(.number)),
    .init(
      "addition",
      "z times the head's columns of attn_wo, after attn_wuv for latents: what the head adds to the residual stream.",
      .array(.number)
    ),
    .init("is_pattern_kept", "Whether the model's kernel keeps scores and a pattern.", .boolean),
    .init("deviation", "The largest difference between z and what the model itself computed.", .number),
  ])

  private static let key = JSONSchema.object([
    .init("position", "The position that is read, counted from 0.", .integer),
    .init("key", "k, as wide as the query.", .array(.number)),
    .init("products", "q times k for each dimension.", .array(.number)),
    .init("raw_score", "q·k, the sum of the products.", .number),
    .init("score", "s q·k.", .number),
    .init("exponential", "e = exp(s q·k − m).", .number),
    .init("running_sum", "The sum of the exponentials up to this position.", .number),
    .init("weight", "w = e / Σ e.", .number),
    .init("value", "v.", .array(.number)),
    .init("weighted_value", "w v.", .array(.number)),
  ])
}
