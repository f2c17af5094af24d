import Transformer

/// The choices that make a variant of attention, each on an axis of its own.
extension Setting {
  package static let keyValueHeads = Setting(
    "kv-heads",
    placeholder: "n",
    key: "keyValueHeadCount",
    in: .attention,
    .count(through: nil),
    defaultText: "as many as --heads",
    mayBeMissing: true,
    help:
      "Key-value heads, each shared by a group of heads: grouped-query attention (GQA); 1 is multi-query (MQA).",
    read: { $0.shape.attention.keyValueHeadCount.map { SettingValue($0) } },
    effective: {
      $0.shape.attention.latentWidth == nil
        ? SettingValue($0.shape.attention.keyValueHeadCount ?? $0.shape.headCount)
        : .text("none, as latents are stored")
    },
    write: { assign($0.count, to: &$1.shape.attention.keyValueHeadCount) },
    clear: { $0.shape.attention.keyValueHeadCount = nil }
  )
  package static let latent = Setting(
    "latent",
    placeholder: "width",
    key: "latentWidth",
    in: .attention,
    .count(through: nil),
    defaultText: "none",
    mayBeMissing: true,
    help: "Store a latent of this width instead of keys and values: multi-head latent attention (MLA).",
    read: { $0.shape.attention.latentWidth.map { SettingValue($0) } },
    write: { assign($0.count, to: &$1.shape.attention.latentWidth) },
    clear: { $0.shape.attention.latentWidth = nil }
  )
  package static let mask = Setting(
    "mask",
    key: "mask",
    in: .attention,
    .choice(
      expectation:
        ": give causal, window:<n>, strided:<n>, blocks:<n> or global:<n>, with n from 1, or several joined by +.",
      mayBeNegative: false
    ),
    mayBeMissing: true,
    help: """
      Which keys the query at position p may attend to: causal, all up to p, so that nothing is hidden but the future, which is not stored yet; window:<n>, the last n, its own included; \
      strided:<n>, p, p − n, p − 2n, …; blocks:<n>, its block of n up to p; global:<n>, the first n; joined by +, all that \
      any of them allows.
      """,
    read: { .text($0.shape.attention.mask.description) },
    write: { assign($0.text.flatMap { MaskChoice($0) }, to: &$1.shape.attention.mask) }
  )
  package static let store = Setting(
    "store",
    key: "store",
    in: .attention,
    .choice(expectation: ": give list, rolling:<n> or paged:<n>, with n from 1.", mayBeNegative: false),
    mayBeMissing: true,
    help: "The KV cache: list, rolling:<n> for the last n positions, paged:<n> for pages of n.",
    read: { .text($0.shape.attention.store.description) },
    write: { assign($0.text.flatMap { StoreChoice($0) }, to: &$1.shape.attention.store) }
  )
  package static let kernel = Setting(
    "kernel",
    key: "kernel",
    in: .attention,
    .choice(expectation: ": give softmax, flash or flash:<n>, with n from 1.", mayBeNegative: false),
    mayBeMissing: true,
    help:
      "How attention is computed: softmax, or flash:<n> for FlashAttention in tiles of n keys, 16 if no n is given. It takes less memory, and pays in contexts of a few hundred tokens and more, but not with one narrow layer.",
    read: { .text($0.shape.attention.kernel.description) },
    write: { assign($0.text.flatMap { KernelChoice($0) }, to: &$1.shape.attention.kernel) }
  )
  package static let positions = Setting(
    "positions",
    key: "positions",
    in: .attention,
    .choice(
      expectation: ": give learned, rotary or rotary:<base>, with a base above 1.",
      mayBeNegative: false
    ),
    mayBeMissing: true,
    help:
      "Position embedding: learned vectors, or rotary:<base> for rotations of queries and keys (RoPE), base 10000 if none is given.",
    read: { .text($0.shape.attention.positions.description) },
    write: { assign($0.text.flatMap { PositionChoice($0) }, to: &$1.shape.attention.positions) }
  )
  package static let scale = Setting(
    "scale",
    key: "scale",
    in: .attention,
    .choice(expectation: ": give sqrt, inverse, none or a number.", mayBeNegative: true),
    mayBeMissing: true,
    help: "Factor of the attention scores: sqrt for 1/√d, inverse for 1/d, none for 1, or a number.",
    read: { .text($0.shape.attention.scale.description) },
    write: { assign($0.text.flatMap { ScaleChoice($0) }, to: &$1.shape.attention.scale) }
  )
  package static let queryKeyNorm = Setting(
    "query-key-norm",
    key: "queryKeyNorm",
    label: "query–key norm",
    in: .attention,
    .flag,
    mayBeMissing: true,
    help: "Normalize each head's query and key before they are rotated and meet (QK-norm).",
    read: { .flag($0.shape.attention.normalizesQueriesAndKeys) },
    write: { assign($0.flag, to: &$1.shape.attention.normalizesQueriesAndKeys) }
  )
}
