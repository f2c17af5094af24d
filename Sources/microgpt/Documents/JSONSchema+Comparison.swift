import Inspection

extension JSONSchema {
  static let comparison = JSONSchema.object([
    .init(
      "groups",
      "The runs by groups that differ only by seed, in the order of their first runs.",
      .array(ofObjects: [
        .init("label", "What tells the group from the others.", .string),
        .init("runs", "Its runs, by their places in 'runs', counted from 0.", .array(.integer)),
        spread("smoothed_loss", "the running mean of the loss at the last step"),
        spread("held_out_loss", "the held-out loss at the last step, a mean over documents"),
        spread("lowest_held_out_loss", "the lowest held-out loss of each run"),
        spread("text_loss", "L, the loss of the text"),
        spread("scale_gradient", "∂L/∂s of the text"),
        spread("relative_scale_gradient", "s ∂L/∂s of the text"),
        .init("curve", "The running mean of the loss at steps of equal distance.", .array(ofObjects: point)),
        .init("held_out_curve", "The held-out loss where it was measured.", .array(ofObjects: point)),
      ])
    ),
    .init("runs", "The runs as they were given.", .array(ofObjects: comparedRun)),
    .init("differing", "The names of the settings that are not the same in all runs.", .array(.string)),
    .init("notes", "What to know before comparing, in sentences.", .array(.string)),
  ])

  private static let comparedRun: [Property] = [
    .init("run", "The folder of the run.", .string),
    .init("group", "The place of its group in 'groups', counted from 0.", .integer),
    .init("steps_done", "How many steps it has made.", .integer),
    .init("is_in_training", "Whether a process trains it at present.", .boolean),
    .init(
      "settings",
      "Its settings, the text it was trained on, and what comes from it, as they are shown.",
      .array(ofObjects: [
        .init("name", "What is set.", .string), .init("value", "To what.", .string),
      ])
    ),
    .init(
      "smoothed_loss",
      "The running mean of the loss at the last step, in nats per token; nan before the first.",
      .number
    ),
    .init(
      "held_out_loss",
      "The held-out loss at the last step, a mean over documents; null where it was not measured then.",
      .nullable(.number)
    ),
    .init(
      "lowest_held_out_loss",
      "The lowest held-out loss; null where none was measured.",
      .nullable(.number)
    ),
    .init(
      "lowest_held_out_step",
      "The first step that has it; null where none was measured.",
      .nullable(.integer)
    ),
    .init("samples", "The texts sampled at the end, each in one line.", .array(.string)),
    .init("reading", "What the model makes of the text; null if it reads none.", .nullable(reading)),
  ]

  private static let reading = JSONSchema.object([
    .init(
      "tokens",
      "The tokens that were read, in order, and the one that is predicted last.",
      .array(.string)
    ),
    .init(
      "figures",
      "The figures.",
      .object([
        .init("position_count", "n, how many tokens were read.", .integer),
        .loss,
        .scale,
        .init("scale_gradient", "∂L/∂s, the sum over layers, heads and positions.", .number),
        .init(
          "relative_scale_gradients",
          "s ∂L/∂s for each layer, the sum over its heads and positions.",
          .array(.number)
        ),
        .init(
          "heads",
          "The layers in order, in each its heads.",
          .array(ofObjects: readingHead)
        ),
      ])
    ),
  ])

  /// What a head does in a text, as a comparison and a film have it.
  static let readingHead: [Property] = [
    .layer, .head,
    .init("role", "What the head mostly reads in this text.", role),
    .init("scale_gradient", "∂L/∂s of the head, the sum over the positions.", .number),
    .init("pattern", "softmax(scores), n × n; each row sums to 1, null for a hidden key.", .cells),
  ]

  private static let point: [Property] = [
    .init("step", "The step, counted from 1.", .integer),
    .init("loss", "The loss of the group's runs.", spread),
  ]

  private static let spread = JSONSchema.object([
    .init("count", "n, the number of runs.", .integer),
    .init("mean", "The mean.", .number),
    .init(
      "standard_deviation",
      "The standard deviation with n − 1; null for one run.",
      .nullable(.number)
    ),
    .init("minimum", "The least.", .number),
    .init("maximum", "The largest.", .number),
  ])

  private static func spread(_ name: String, _ what: String) -> Property {
    Property(
      name,
      "Mean and spread of \(what), in nats per token; null where a run has none.",
      .nullable(spread)
    )
  }
}
