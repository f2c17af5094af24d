extension JSONSchema {
  static let graph = JSONSchema.object([
    .init("result", "The position of the result on the tape.", .integer),
    .init("depth", "How many operations back from the result the nodes reach.", .integer),
    .init("is_cut", "Whether nodes have operands that are not shown.", .boolean),
    .init(
      "nodes",
      "The values in the order of the tape, operands before results.",
      .array(ofObjects: [
        .init("position", "Where it stands on the tape; edges name nodes by it.", .integer),
        .init("name", "What it is in the model; empty for what has no name.", .string),
        .init("operation", "What computed it; null for a leaf.", .nullable(.string)),
        .init("is_parameter", "Whether it is a parameter.", .boolean),
        .init("data", "The number.", .number),
        .init("gradient", "∂L/∂(the number), for L in nats per token.", .number),
      ])
    ),
    .init(
      "edges",
      "One for each operand read; two from x to x · x.",
      .array(ofObjects: [
        .init("parent", "The position of the operand.", .integer),
        .init("child", "The position of the result.", .integer),
        .init("derivative", "∂child/∂parent in this operation.", .number),
      ])
    ),
    .init(
      "left_out",
      "What nodes receive from results without an edge; with it, gradients add up. Nodes that have none are left out.",
      .array(ofObjects: [
        .init("parent", "The position of the node.", .integer),
        .init("count", "How many such results there are.", .integer),
        .init("handed_on", "Σ ∂L/∂result · ∂result/∂parent.", .number),
      ])
    ),
  ])

  static let shapes = JSONSchema.object([
    .init("position", "The position at which the lists were computed, counted from 0.", .integer),
    .init("visible_count", "How many stored positions could be read from there, in layer 0.", .integer),
    .init("value_count", "How many values the whole pass left on the tape.", .integer),
    .init(
      "lists",
      "The lists in the order of computation.",
      .array(ofObjects: [
        .init("layer", "The layer, counted from 0; null outside the blocks.", .nullable(.integer)),
        .init("name", "The list's name, without the layer.", .string),
        .init("shape", "Its shape; the last number is the length of a list.", .array(.integer)),
        .init("meaning", "What it is, in a few words.", .string),
      ])
    ),
  ])
}
