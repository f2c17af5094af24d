extension JSONSchema {
  static let film = JSONSchema.object([
    .init(
      "frames",
      "The snapshots in the order of their steps, the last one that of the document's step.",
      .array(ofObjects: [
        .init("step", "After how many steps of training the snapshot was taken.", .integer),
        .loss,
        .init(
          "scale_gradient",
          "∂L/∂s of the model's own scale: the sum over all heads, whichever are listed.",
          .number
        ),
        .init(
          "heads",
          "The layers in order, in each its heads.",
          .array(ofObjects: [
            .layer,
            .head,
            .init("pattern", "The pattern: a row for each query, null for a hidden key.", .cells),
            .init("role", "What the head mostly reads in this text.", role),
            .init("scale_gradient", "The sum of ∂L/∂s over the head's positions.", .number),
          ])
        ),
      ])
    )
  ])
}
