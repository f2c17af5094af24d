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
    let isNanoChat = architecture == .nanochat
    vocabularySize = try reader.count("vocab_size")
    epsilon = try reader.number("rms_norm_eps", default: architecture == .arcee ? 1e-5 : 1e-6)
    guard epsilon > 0 else {
      throw ImportError("config.json: rms_norm_eps is \(epsilon); it must be above 0")
    }
    isTied = try reader.flag("tie_word_embeddings")
    for name in ["attention_bias", "mlp_bias"] where try reader.flag(name) {
      throw ImportError("config.json: \(name) is true; models here have no biases")
    }
    if isNanoChat, !reader.isNull("final_logit_softcapping", default: false) {
      throw ImportError("config.json: final_logit_softcapping is not null; logits are not capped here")
    }
    guard reader.isNull("quantization_config", default: true) else {
      throw ImportError("config.json: quantization_config is not null; quantized weights are not read")
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
      throw ImportError("the model reads \(theirs) tokens; a context of \(contextLength) can't be had of it")
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
    shape.norm = isNanoChat && epsilon == rmsNormEpsilon ? .plain : .weighted
    shape.attention.keyValueHeadCount = storedHeadCount == headCount ? nil : storedHeadCount
    shape.attention.normalizesQueriesAndKeys = isNanoChat || architecture == .qwen3
    shape.attention.positions = .rotary(base: try reader.rotaryBase())
    if let window = try reader.window(architecture, layerCount: shape.layerCount), window < length {
      shape.attention.mask = MaskChoice("window:\(window)") ?? .causal
    }
    self.shape = shape
  }
}

/// The fields of a `config.json`.
private struct SettingsReader {
  let json: JSON

  init(_ json: JSON) { self.json = json }

  private func field(_ name: String) -> JSON? { json[name].flatMap { $0.isNull ? nil : $0 } }

  /// Whether a field is null, or missing where a missing one would be.
  func isNull(_ name: String, default: Bool) -> Bool { json[name].map { $0.isNull } ?? `default` }

  func architecture() throws(ImportError) -> StockArchitecture {
    let known = StockArchitecture.allCases.map { $0.rawValue }.joined(separator: ", ")
    guard let name = field("model_type")?.string else {
      throw ImportError("config.json has no model_type; it must be one of \(visible: known)")
    }
    guard let architecture = StockArchitecture(rawValue: name) else {
      throw ImportError("config.json: the model_type is \(name); it must be one of \(visible: known)")
    }
    return architecture
  }

  func count(_ name: String, default: Int? = nil) throws(ImportError) -> Int {
    guard let field = field(name) else {
      if let `default` { return `default` }
      throw ImportError("config.json has no \(visible: name)")
    }
    guard let count = field.integer(as: Int.self), count > 0 else {
      throw ImportError("config.json: \(visible: name) must be a whole number above 0")
    }
    return count
  }

  func number(_ name: String, default: Double) throws(ImportError) -> Double {
    guard let field = field(name) else { return `default` }
    guard let number = field.number else {
      throw ImportError("config.json: \(visible: name) must be a number")
    }
    return number
  }

  func flag(_ name: String) throws(ImportError) -> Bool {
    guard let field = field(name) else { return false }
    guard let flag = field.flag else {
      throw ImportError("config.json: \(visible: name) must be true or false")
    }
    return flag
  }

  func feedForward(_ architecture: StockArchitecture) throws(ImportError) -> FeedForwardChoice {
    let isGated = architecture != .arcee && architecture != .nanochat
    let name = field("hidden_act")?.string ?? (isGated ? "silu" : "relu2")
    switch name {
    case "silu", "swish": if isGated { return .swiglu }
    case "relu2": if !isGated { return .relu2 }
    case "relu": if !isGated { return .relu }
    default: break
    }
    throw ImportError(
      "config.json: hidden_act is \(name); with \(architecture.name) it must be \(visible: isGated ? "silu" : "relu or relu2")"
    )
  }

  func rotaryBase() throws(ImportError) -> Double {
    guard isNull("rope_scaling", default: true) || json["rope_parameters"] != nil else {
      throw ImportError("config.json: rope_scaling is not null; angles are not scaled here")
    }
    let parameters = field("rope_parameters")
    let type = parameters?["rope_type"]?.string ?? "default"
    guard type == "default" else {
      throw ImportError("config.json: the rope_type is \(type); it must be default")
    }
    for field in [parameters?["partial_rotary_factor"], json["partial_rotary_factor"]] {
      guard let field, !field.isNull, field.number != 1 else { continue }
      throw ImportError("config.json: the partial_rotary_factor is not 1; here all of a head is turned")
    }
    let base = (parameters?["rope_theta"] ?? field("rope_theta")).map { $0.number } ?? 10_000
    guard let base, base > 1 else {
      throw ImportError("config.json: rope_theta must be a number above 1")
    }
    return base
  }

  /// How many positions a query sees, itself among them; nil for all.
  func window(_ architecture: StockArchitecture, layerCount: Int) throws(ImportError) -> Int? {
    switch architecture {
    case .llama, .arcee, .nanochat: return nil
    case .mistral:
      return json["sliding_window"] == nil
        ? 4_096 : field("sliding_window") == nil ? nil : try count("sliding_window")
    case .qwen3:
      guard try flag("use_sliding_window"), field("sliding_window") != nil else { return nil }
      let sliding: Int
      if let types = field("layer_types")?.elements {
        sliding = types.count { $0.string == "sliding_attention" }
      } else {
        sliding = layerCount - min(layerCount, field("max_window_layers")?.integer(as: Int.self) ?? 28)
      }
      guard sliding == 0 || sliding == layerCount else {
        throw ImportError(
          "config.json: \(sliding) of \(layerCount) layers have a sliding window; here all have one, or none has"
        )
      }
      return sliding == 0 ? nil : try count("sliding_window")
    }
  }
}
