import Inspection

extension JSONSchema {
  static let worksheet = JSONSchema.object([
    .layer,
    .head,
    .init("position", "The query's position, counted from 0.", .integer),
    .init(
      "gradient_factor",
      "A power of ten; gradients below are times it, in nats per token.",
      .number
    ),
    .init("given", "The numbers on the sheet: the scale with three decimals, all others with two.", given),
    .init("solution", "What comes out by hand, every result rounded to three decimals.", steps),
    .init("engine", "The same as the engine computed it, not rounded.", steps),
  ])

  private static let given = JSONSchema.object([
    .scale,
    .init("query", "q, after its rotation where positions are rotary.", .array(.number)),
    .init("positions", "The visible positions, counted from 0, in order.", .array(.integer)),
    .init("keys", "k of each visible position.", .array(.array(.number))),
    .init("values", "v of each visible position.", .array(.array(.number))),
    .init("output_gradient", "∂L/∂z.", .array(.number)),
  ])

  private static let steps = JSONSchema.object([
    .init("keys", "One for each visible position, in order.", .array(key)),
    .init("largest_score", "m, the largest score.", .number),
    .init("total", "Σ e, by which each exponential is divided.", .number),
    .init("output", "z = Σ w v.", .array(.number)),
    .init("mean_gradient", "The mean of g, Σ w g.", .number),
    .init("scale_gradient", "∂L/∂s, of this head and query alone.", .number),
  ])

  private static let key = JSONSchema.object([
    .init("raw_score", "a = q·k.", .number),
    .init("score", "s a.", .number),
    .init("less_largest", "s a − m.", .number),
    .init("exponential", "e = exp(s a − m).", .number),
    .init("weight", "w = e / Σ e.", .number),
    .init("weight_gradient", "g = ∂L/∂w = ∂L/∂z · v.", .number),
    .init("less_mean", "g less the mean of g.", .number),
    .init("score_gradient", "∂L/∂(s a), the weight times that.", .number),
    .init("contribution", "a ∂L/∂(s a), what the position adds to ∂L/∂s.", .number),
  ])
}
