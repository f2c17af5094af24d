import Transformer

/// The shape of the model.
extension Setting {
  package static let layers = Setting(
    "layers",
    placeholder: "n",
    key: "layerCount",
    in: .model,
    .count(through: 1000),
    help: "Number of blocks.",
    read: { SettingValue($0.shape.layerCount) },
    write: { assign($0.count, to: &$1.shape.layerCount) }
  )
  package static let embedding = Setting(
    "embedding",
    placeholder: "width",
    key: "embeddingWidth",
    in: .model,
    .count(through: nil),
    help:
      "Width of the embedding; no model has more than \(GPTConfiguration.largestParameterCount) parameters.",
    read: { SettingValue($0.shape.embeddingWidth) },
    write: { assign($0.count, to: &$1.shape.embeddingWidth) }
  )
  package static let heads = Setting(
    "heads",
    placeholder: "n",
    key: "headCount",
    in: .model,
    .count(through: nil),
    help: "Attention heads in each block; must divide the width.",
    read: { SettingValue($0.shape.headCount) },
    write: { assign($0.count, to: &$1.shape.headCount) }
  )
  package static let context = Setting(
    "context",
    placeholder: "n",
    key: "contextLength",
    in: .model,
    .count(through: nil),
    help: "Context length: how many tokens the model sees at once.",
    read: { SettingValue($0.shape.contextLength) },
    write: { assign($0.count, to: &$1.shape.contextLength) }
  )
  package static let feedForward = Setting(
    "feed-forward",
    placeholder: "activation",
    key: "feedForward",
    label: "feed-forward",
    in: .model,
    .word(FeedForwardChoice.allCases.map { $0.rawValue }),
    mayBeMissing: true,
    help: """
      What the feed-forward parts compute: relu, relu2 for its square, or swiglu, silu(gate) ⊙ hidden with a third matrix \
      of the same size.
      """,
    read: { .text($0.shape.feedForward.rawValue) },
    write: { assign($0.text.flatMap { FeedForwardChoice(rawValue: $0) }, to: &$1.shape.feedForward) }
  )
  package static let hidden = Setting(
    "hidden",
    placeholder: "width",
    key: "hiddenWidth",
    label: "hidden width",
    in: .model,
    .count(through: nil),
    defaultText: "4 × --embedding",
    mayBeMissing: true,
    help: "Width of the hidden layer in the feed-forward parts.",
    read: { $0.shape.hiddenWidth.map { SettingValue($0) } },
    effective: {
      SettingValue($0.shape.hiddenWidth ?? GPTConfiguration.feedForwardExpansion * $0.shape.embeddingWidth)
    },
    write: { assign($0.count, to: &$1.shape.hiddenWidth) },
    clear: { $0.shape.hiddenWidth = nil }
  )
  package static let norm = Setting(
    "norm",
    placeholder: "kind",
    key: "norm",
    in: .model,
    .word(NormChoice.allCases.map { $0.rawValue }),
    mayBeMissing: true,
    help:
      "RMSNorm without weights, plain, or weighted, with a learned weight for each element of every norm.",
    read: { .text($0.shape.norm.rawValue) },
    write: { assign($0.text.flatMap { NormChoice(rawValue: $0) }, to: &$1.shape.norm) }
  )
  package static let finalNorm = Setting(
    "final-norm",
    key: "finalNorm",
    label: "final norm",
    in: .model,
    .flag,
    mayBeMissing: true,
    help: "Normalize once more between the last block and lm_head.",
    read: { .flag($0.shape.hasFinalNorm) },
    write: { assign($0.flag, to: &$1.shape.hasFinalNorm) }
  )
}
