extension JSONSchema {
  static let graphSteps = JSONSchema.object([
    .layer, .head,
    .init("position", "The position of the query, counted from 0.", .integer),
    .init("key", "The position of the key, counted from 0.", .integer),
    .loss,
    .init("score", "The scaled score s · q·k.", numberOnTheTape),
    .init(
      "steps",
      "The operations in the order of backward(), from L to q·k; a step's number is its place, counted from 1.",
      .array(ofObjects: [
        .init("operation", "What is computed.", .string),
        .init("formula", "The same as a formula for y.", .string),
        .init("derivatives", "The derivatives of y with respect to the operands.", .string),
        .init("constant", "c in the formula; null for operations without.", .nullable(.number)),
        .init(
          "list",
          "The named list that the results are in or, where they have no name, lead to.",
          .string
        ),
        .init("results", "The results on the way.", .array(numberOnTheTape)),
        .init("operands", "The operands on the way, in the order of the tape.", .array(stepOperand)),
        .init(
          "others",
          "All other operands, in one box.",
          .object([
            .init("lists", "The named lists that they are in.", .array(.string)),
            .init("count", "How many they are.", .integer),
            .init("norm", "Their Euclidean norm.", .number),
          ])
        ),
      ])
    ),
    .init("query_gradient", "q, an element for each dimension.", .array(stepOperand)),
    .init("key_gradient", "k, an element for each dimension.", .array(stepOperand)),
    .init("scale_gradient", "s, the factor of the scores.", stepOperand),
  ])

  private static let numberOnTheTape = JSONSchema.object([
    .init("position", "Where it stands on the tape.", .integer),
    .init("name", "What it is in the model; empty for what has no name.", .string),
    .init("data", "The number.", .number),
    .init("gradient", "∂L/∂(the number).", .number),
  ])

  private static let stepOperand = JSONSchema.object([
    .init("number", "The operand, with its whole gradient: handed_on + elsewhere.", numberOnTheTape),
    .init("produced_in_step", "The step that computed it; null where the way ends.", .nullable(.integer)),
    .init(
      "terms",
      "One for each result that was computed from it in this step.",
      .array(ofObjects: [
        .init("result", "Where y stands on the tape.", .integer),
        .init("gradient", "∂L/∂y, which has arrived.", .number),
        .init("derivative", "∂y/∂(the operand).", .number),
        .init("product", "gradient · derivative.", .number),
      ])
    ),
    .init("handed_on", "The sum of the terms' products.", .number),
    .init("elsewhere", "What all other operations hand on to it.", .number),
    .init("other_steps", "Which other steps hand on to it.", .array(.integer)),
    .init("results_off_the_way", "How many results off the way were computed from it.", .integer),
  ])
}
