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
          .array(ofObjects: readingHead)
        ),
      ])
    )
  ])
}
