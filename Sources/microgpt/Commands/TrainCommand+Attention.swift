import Transformer

/// The options that choose a variant of attention, each on an axis of its own.
extension TrainCommand {
  static let keyValueHeads = Option.integer(
    "--kv-heads",
    placeholder: "n",
    in: 1...,
    defaultText: "as many as --heads",
    help:
      "Key-value heads, each shared by a group of heads: grouped-query attention (GQA); 1 is multi-query (MQA)."
  )
  static let latent = Option.integer(
    "--latent",
    placeholder: "width",
    in: 1...,
    defaultText: "none",
    help: "Store a latent of this width instead of keys and values: multi-head latent attention (MLA)."
  )
  static let mask = Option(
    "--mask",
    default: MaskChoice.causal,
    defaultText: "causal",
    help: """
      Which keys the query at position p may attend to: causal, all up to p; window:<n>, the last n, its own included; \
      strided:<n>, p, p − n, p − 2n, …; blocks:<n>, its block of n up to p; global:<n>, the first n; joined by +, all that \
      any of them allows.
      """,
    conversion: Conversion(
      expectation:
        ": give causal, window:<n>, strided:<n>, blocks:<n> or global:<n>, with n from 1, or several joined by +.",
      value: { MaskChoice($0) }
    )
  )
  static let store = Option(
    "--store",
    default: StoreChoice.list,
    defaultText: "list",
    help: "The KV cache: list, rolling:<n> for the last n positions, paged:<n> for pages of n.",
    conversion: Conversion(
      expectation: ": give list, rolling:<n> or paged:<n>, with n from 1.",
      value: { StoreChoice($0) }
    )
  )
  static let kernel = Option(
    "--kernel",
    default: KernelChoice.softmax,
    defaultText: "softmax",
    help:
      "How attention is computed: softmax, or flash:<n> for FlashAttention in tiles of n keys, 16 if no n is given.",
    conversion: Conversion(
      expectation: ": give softmax, flash or flash:<n>, with n from 1.",
      value: { KernelChoice($0) }
    )
  )
  static let positions = Option.choice(
    "--positions",
    placeholder: "kind",
    default: PositionKind.learned,
    help: "Position embedding: learned vectors, or rotations of queries and keys (RoPE)."
  )
  static let ropeBase = Option.number(
    "--rope-base",
    placeholder: "base",
    in: .above(1),
    default: PositionChoice.standardBase,
    defaultText: "10000",
    help: "Base of the wavelengths of rotary positions."
  )
  static let scale = Option(
    "--scale",
    default: ScaleChoice.inverseRoot,
    defaultText: "sqrt",
    help: "Factor of the attention scores: sqrt for 1/√d, inverse for 1/d, none for 1, or a number.",
    conversion: Conversion(
      expectation: ": give sqrt, inverse, none or a number.",
      acceptsNegativeNumbers: true,
      remark: { Conversion<Double>.remark(on: $0) },
      value: { ScaleChoice($0) }
    )
  )

  /// The words that `--positions` takes.
  enum PositionKind: String, CaseIterable, Sendable {
    case learned
    case rotary
  }

  static let attentionOptions: [any NamedDeclaration] = [
    keyValueHeads, latent, mask, store, kernel, positions, ropeBase, scale,
  ]

  /// The choices that the arguments make.
  static func attentionChoices(_ arguments: ParsedArguments) throws(UsageError) -> AttentionChoices {
    var choices = AttentionChoices()
    choices.keyValueHeadCount = arguments[keyValueHeads]
    choices.latentWidth = arguments[latent]
    choices.mask = arguments[mask]
    choices.store = arguments[store]
    choices.kernel = arguments[kernel]
    choices.scale = arguments[scale]
    switch arguments[positions] {
    case .rotary: choices.positions = .rotary(base: arguments[ropeBase])
    case .learned:
      guard arguments.given(ropeBase) == nil else {
        throw arguments.usageError("--rope-base has no effect without --positions rotary")
      }
    }
    return choices
  }

  /// Refuses options that would change the attention of a run that is resumed.
  static func checkFixedAttention(
    _ arguments: ParsedArguments,
    _ model: GPTConfiguration
  ) throws(UsageError) {
    let kept = model.attention
    func check<Choice: Equatable>(_ option: Option<Choice>, _ kept: Choice) throws(UsageError) {
      if let given = arguments.given(option), given != kept { throw fixed(arguments, option.name, "\(kept)") }
    }
    try check(mask, kept.mask)
    try check(store, kept.store)
    try check(kernel, kept.kernel)
    try check(scale, kept.scale)
    if let heads = arguments[keyValueHeads], kept.latentWidth != nil || heads != model.keyValueHeadCount {
      throw fixed(
        arguments,
        keyValueHeads.name,
        kept.latentWidth == nil ? "\(model.keyValueHeadCount)" : "none, as latents are stored"
      )
    }
    if let width = arguments[latent], width != kept.latentWidth {
      throw fixed(arguments, latent.name, kept.latentWidth.map { "\($0)" } ?? "none")
    }
    switch kept.positions {
    case .learned:
      try check(positions, .learned)
      if arguments.given(ropeBase) != nil { throw fixed(arguments, ropeBase.name, "none") }
    case .rotary(let base):
      try check(positions, .rotary)
      try check(ropeBase, base)
    }
  }

  static func fixed(_ arguments: ParsedArguments, _ option: String, _ kept: String) -> UsageError {
    arguments.usageError("\(option) can't be changed in a run that is resumed: it is \(kept)")
  }
}
