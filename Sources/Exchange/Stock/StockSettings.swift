import Formats
import Transformer
import VisibleText

/// What a `config.json` of transformers says about a model, as far as one of ours can be it.
struct StockSettings {
  let architecture: StockArchitecture
  /// The shape of ours; its norms are weighted where they have to be.
  let shape: GPTShape
  let vocabularySize: Int
  /// ε of their norms.
  let epsilon: Double
  /// Whether the output head is the embedding.
  let isTied: Bool

  /// Reads the settings.
  ///
  /// - Parameters:
  ///   - json: the file.
  ///   - contextLength: how many positions the model shall have; nil for as many as the file says.
  /// - Throws: ``ImportError`` for the first setting that ours has no counterpart of.
  init(_ json: JSON, contextLength: Int?) throws(ImportError) {
    let reader = SettingsReader(json)
    architecture = try reader.architecture()
    vocabularySize = try reader.count("vocab_size")
    epsilon = try reader.number("rms_norm_eps", default: architecture.defaultEpsilon)
    // Theirs has 32 bits, and √(ε/ε′) would lose its digits beyond.
    guard (1e-38...1e38).contains(epsilon) else {
      throw ImportError("config.json: rms_norm_eps is \(epsilon); it must be between 1e-38 and 1e38")
    }
    isTied = try reader.flag("tie_word_embeddings")
    for name in ["attention_bias", "mlp_bias"] where try reader.flag(name) {
      throw ImportError("config.json: \(name) is true; models here have no biases")
    }
    if architecture == .nanochat, !reader.isNull("final_logit_softcapping", default: false) {
      throw ImportError("config.json: final_logit_softcapping is not null; logits are not capped here")
    }
    guard reader.isNull("quantization_config", default: true) else {
      throw ImportError("config.json: quantization_config is not null; quantized weights are not read")
    }
    guard reader.isNull("per_layer_config", default: true) else {
      throw ImportError("config.json: per_layer_config is not null; all layers are alike here")
    }
    guard try reader.flag("is_causal", default: true) else {
      throw ImportError("config.json: is_causal is false; a query here sees nothing that comes after it")
    }

    let width = try reader.count("hidden_size")
    let headCount = try reader.count("num_attention_heads")
    let storedHeadCount = try reader.count("num_key_value_heads", default: headCount)
    let headWidth = try reader.count("head_dim", default: width / headCount)
    let (product, isTooLarge) = headWidth.multipliedReportingOverflow(by: headCount)
    guard product == width, !isTooLarge else {
      throw ImportError(
        "config.json: \(headCount) heads of width \(headWidth) are not as wide as the embedding, \(width), as they must be here"
      )
    }
    let theirs = try reader.count("max_position_embeddings")
    if let contextLength, contextLength > theirs {
      throw ImportError(
        "the model reads \(theirs) tokens; a context of \(contextLength) can't be had of it",
        isOfOption: true
      )
    }
    let length = contextLength ?? theirs
    var shape = GPTShape(
      layerCount: try reader.count("num_hidden_layers"),
      embeddingWidth: width,
      headCount: headCount,
      contextLength: length
    )
    shape.hiddenWidth = try reader.count("intermediate_size")
    shape.feedForward = try reader.feedForward(architecture)
    shape.hasFinalNorm = true
    // What their norms don't share with ours goes into weights.
    shape.norm = architecture.hasWeightedNorms || epsilon != rmsNormEpsilon ? .weighted : .plain
    shape.attention.keyValueHeadCount = storedHeadCount == headCount ? nil : storedHeadCount
    shape.attention.normalizesQueriesAndKeys = architecture.normalizesQueriesAndKeys
    shape.attention.positions = .rotary(base: try reader.rotaryBase())
    if let window = try reader.window(architecture, layerCount: shape.layerCount), window < length {
      shape.attention.mask = MaskChoice("window:\(window)") ?? .causal
    }
    self.shape = shape
  }
}
