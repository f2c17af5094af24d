import Inspection

extension JSONSchema {
  static let gradients = JSONSchema.object([
    .loss,
    .init("losses", "−ln p(the next token) at each position, in nats.", .array(.number)),
    .init("matrices", "The parameter matrices in the order of declaration.", .array(matrixGradient)),
    .init(
      "caches",
      "What each layer stores: keys, then values; or latents, which are both.",
      .array(cacheFlow)
    ),
  ])

  private static let matrixGradient = JSONSchema.object([
    .matrixName,
    .init("norm", "‖∂L/∂W‖, the root of the sum of squares.", .number),
    .init(
      "norm_by_position",
      "The norm of what each position's operations contribute; the contributions add up, their norms do not.",
      .array(.number)
    ),
    .init("detached_norm", "‖∂L/∂W‖ with the cache detached.", .number),
    .init("lost_share", "‖∂L/∂W − the same detached‖ / ‖∂L/∂W‖; 0 for a zero gradient.", .number),
    .init(
      "cosine",
      "The cosine of the angle between the two; null where one is zero.",
      .nullable(.number)
    ),
  ])

  private static let cacheFlow = JSONSchema.object([
    .layer,
    .init("content", "What is stored.", .choice(of: GradientFlow.CacheFlow.Content.self)),
    .init(
      "norms",
      "n × n: for each position that reads a row, in it for each stored position the norm of the gradient that it "
        + "receives from there; null where it is hidden.",
      .cells
    ),
    .init("totals", "For each stored position the norm of its whole gradient.", .array(.number)),
    .init(
      "from_later",
      "For each stored position the norm of what later positions contribute.",
      .array(.number)
    ),
  ])

  static let check = JSONSchema.object([
    .loss,
    .init(
      "matrices",
      "The parameter matrices in the order of declaration, and the attention scale as one of 1 × 1.",
      .array(ofObjects: [
        .matrixName,
        .init("element_count", "How many elements it has.", .integer),
        .init("checked_count", "How many of them were varied.", .integer),
        .init("worst_relative_error", "The largest relative error.", .number),
        .init("row", "The row of the element with that error, counted from 0.", .integer),
        .init("column", "The column of that element, counted from 0.", .integer),
        .backpropagated,
        .difference,
        .init(
          "quotient_error",
          "How far the difference is from the one with twice the step, relative as the error is; an error no larger is no "
            + "wrong gradient.",
          .number
        ),
      ])
    ),
    .init("worst_relative_error", "The largest relative error of all.", .number),
  ])
}

extension JSONSchema.Property {
  fileprivate static let matrixName = Self(
    "name",
    "The matrix's name, as in the checkpoint; 'scale' for the attention scale.",
    .string
  )
}
