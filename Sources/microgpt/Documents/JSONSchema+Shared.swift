import Inspection

/// Properties that several documents have.
extension JSONSchema.Property {
  static let layer = Self("layer", "The layer, counted from 0.", .integer)

  static let head = Self("head", "The head, counted from 0.", .integer)

  static let layerOrNull = Self(
    "layer",
    "The layer, counted from 0; null where there is none.",
    .nullable(.integer)
  )

  static let headOrNull = Self(
    "head",
    "The head, counted from 0; null for what is no head.",
    .nullable(.integer)
  )

  static let headWidth = Self("head_width", "d, the width of a head.", .integer)

  static let loss = Self("loss", "L, the mean over the positions, in nats per token.", .number)

  static let rule = Self(
    "rule",
    "How the scale follows from d, the width of a key: that of a head, or more with latents and rotary positions.",
    .choice(ScaleStatistics.rules.map(\.formula))
  )

  static let scale = Self("scale", "s, the factor of the scores.", .number)

  static let backpropagated = Self("backpropagated", "The derivative of L by backpropagation.", .number)

  static let difference = Self(
    "difference",
    "The same as a central difference, whose own error is h²/6 times the third derivative, large at a steep softmax, and "
      + "rounding: of about 1e-10 for a loss of a few nats.",
    .number
  )
}

extension JSONSchema {
  /// A row for each query, in it a number for each key; null where the key is hidden.
  static let cells = JSONSchema.array(.array(.nullable(.number)))
}
