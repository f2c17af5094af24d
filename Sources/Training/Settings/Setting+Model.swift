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
}
