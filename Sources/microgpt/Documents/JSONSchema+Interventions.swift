import Inspection

extension JSONSchema {
  static let ablate = JSONSchema.object([
    .init("substitute", "What stands in the place of what is switched off: zero, mean or a number.", .string),
    .init("file", "The file of texts; null for one text.", .nullable(.string)),
    .init("document_count", "How many texts were read.", .integer),
    .init("token_count", "How many tokens were predicted, the ends of texts among them.", .integer),
    .init("loss", "The loss of the whole model, per token over all texts, in nats.", .number),
    .init(
      "rows",
      "The layers in order: of each its heads, its feed-forward part and the whole; then positions of a text.",
      .array(ofObjects: [
        .init("kind", "What is switched off.", .choice(of: Ablation.Kind.self)),
        .layer, .headOrNull,
        .init("position", "The position that is hidden; null where none is.", .nullable(.integer)),
        .init("ablated_loss", "The loss without it, per token, in nats.", .number),
        .init("change", "ablated_loss − loss.", .number),
        .init("forecast", "The change that the gradient forecasts: Σ ∂L/∂a (a′ − a).", .number),
      ])
    ),
    .init(
      "pairs",
      "Every two heads together; empty where that was not asked for.",
      .array(ofObjects: [
        .init("first", "One of them.", .object([.layer, .head])),
        .init("second", "The other.", .object([.layer, .head])),
        .init("ablated_loss", "The loss without both, per token, in nats.", .number),
        .init("change", "What both change together.", .number),
        .init("sum", "The sum of what each changes alone.", .number),
      ])
    ),
    .init(
      "samples",
      "Texts of the whole model, then of it without each head; empty where none were asked for.",
      .array(ofObjects: [
        .layerOrNull, .headOrNull,
        .init("texts", "Each from a seed of its own, the same for all heads.", .array(.string)),
      ])
    ),
  ])

  static let patch = JSONSchema.object([
    .init(
      "source_tokens",
      "The tokens of the text that activations are taken from, and the one that is predicted last.",
      .array(.string)
    ),
    .init(
      "logits",
      "The tokens a and b of a difference of logits; null where the loss is measured.",
      .nullable(.array(.string))
    ),
    .init(
      "measure",
      "The loss of the text, or a difference of two logits.",
      .choice(["loss", "logit_difference"])
    ),
    .init("value", "What is measured on the run on the text.", .number),
    .init("source_value", "The same on the run on the other text.", .number),
    .init(
      "rows",
      "The layers in order, in each its heads, in each the positions.",
      .array(ofObjects: [
        .layer, .head,
        .init("position", "The position, counted from 0.", .integer),
        .init("patched_value", "What is measured with the other text's activation put in.", .number),
        .init("change", "patched_value − value.", .number),
        .init("forecast", "The change that the gradient forecasts.", .number),
        .init(
          "normalized",
          "change / (source_value − value); null where the two hardly differ.",
          .nullable(.number)
        ),
        .init("normalized_forecast", "The same of the forecast.", .nullable(.number)),
      ])
    ),
  ])
}
