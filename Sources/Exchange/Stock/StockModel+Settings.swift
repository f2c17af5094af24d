import Formats
import Transformer

extension StockModel {
  /// The text of `config.json`, by which transformers builds the model.
  ///
  /// `rope_parameters` is where version 5 looks for the base of the angles, `rope_theta` where earlier ones do.
  ///
  /// - Parameter boundary: the token that begins and ends a text.
  func settings(boundary: Int) -> JSON {
    let shape = configuration.shape
    guard case .rotary(let base) = configuration.attention.positions else {
      preconditionFailure("an architecture without rotary positions")
    }
    let activation: String
    switch shape.feedForward {
    case .relu: activation = "relu"
    case .relu2: activation = "relu2"
    case .swiglu: activation = "silu"
    }
    let window = SeenPositions(of: configuration).window
    let layers = (0..<configuration.layerCount).map { _ in
      JSON.string(window == nil ? "full_attention" : "sliding_attention")
    }
    let isQwen = architecture == .qwen3
    return .object([
      "architectures": .array([.string(architecture.className)]),
      "attention_bias": .literal("false"),
      "attention_dropout": .literal("0.0"),
      "bos_token_id": .integer(boundary),
      "dtype": .string("float32"),
      "eos_token_id": .integer(boundary),
      "final_logit_softcapping": architecture == .nanochat ? .null : nil,
      "head_dim": .integer(configuration.headWidth),
      "hidden_act": .string(activation),
      "hidden_size": .integer(configuration.embeddingWidth),
      "intermediate_size": .integer(configuration.hiddenWidth),
      "layer_types": isQwen ? .array(layers) : nil,
      "max_position_embeddings": .integer(configuration.contextLength),
      "max_window_layers": isQwen ? .integer(0) : nil,
      "mlp_bias": .literal("false"),
      "model_type": .string(architecture.rawValue),
      "num_attention_heads": .integer(configuration.headCount),
      "num_hidden_layers": .integer(configuration.layerCount),
      "num_key_value_heads": .integer(configuration.keyValueHeadCount),
      "rms_norm_eps": .number(rmsNormEpsilon),
      "rope_parameters": .object(["rope_theta": .number(base), "rope_type": .string("default")]),
      "rope_theta": .number(base),
      "sliding_window": architecture.knowsWindows ? window.map { .integer($0) } ?? .null : nil,
      "tie_word_embeddings": .literal("false"),
      "torch_dtype": .string("float32"),
      "use_cache": .literal("true"),
      "use_sliding_window": isQwen ? .literal(window == nil ? "false" : "true") : nil,
      "vocab_size": .integer(configuration.vocabularySize),
    ])
  }
}
