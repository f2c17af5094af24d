import Formats
import VisibleText

/// What a `config.json` says about angles and windows.
extension SettingsReader {
  /// The base of the angles.
  ///
  /// It is looked for where transformers does: `rope_scaling` takes the place of `rope_parameters` unless it is empty, and the `rope_theta`
  /// beside them counts where they have none.
  func rotaryBase() throws(ImportError) -> Double {
    let (name, parameters) = try rotaryParameters()
    for (key, value) in parameters {
      guard value.fields == nil, value.elements == nil else {
        throw ImportError(
          "config.json: \(visible: name) has settings of its own for \(key); here all layers have the same"
        )
      }
      guard ["rope_type", "type"].contains(key), value.string != "default" else { continue }
      throw ImportError(
        "config.json: the \(visible: key) under \(visible: name) is \(value.string ?? value.text); it must be default, as angles are not scaled here"
      )
    }
    func given(_ key: String) -> JSON? { parameters.first { $0.key == key }?.value }
    for field in [given("partial_rotary_factor"), json["partial_rotary_factor"]] {
      guard let field, !field.isNull, field.number != 1 else { continue }
      throw ImportError("config.json: the partial_rotary_factor is not 1; here all of a head is turned")
    }
    guard let field = given("rope_theta") ?? json["rope_theta"] else { return 10_000 }
    guard let base = field.number, base > 1 else {
      throw ImportError("config.json: rope_theta must be a number above 1")
    }
    return base
  }

  /// The settings of angles, under the name that counts.
  private func rotaryParameters() throws(ImportError) -> (name: String, fields: [(key: String, value: JSON)])
  {
    for name in ["rope_scaling", "rope_parameters"] {
      guard let field = field(name) else { continue }
      guard let fields = field.fields else {
        throw ImportError("config.json: \(visible: name) must be an object or null")
      }
      if !fields.isEmpty { return (name, fields) }
    }
    return ("rope_parameters", [])
  }

  /// How many positions a query sees, itself among them; nil for all.
  func window(_ architecture: StockArchitecture, layerCount: Int) throws(ImportError) -> Int? {
    let size = try windowSize(architecture)
    let sliding = try slidingLayerCount(architecture, layerCount: layerCount, hasWindow: size != nil)
    guard sliding > 0 else { return nil }
    guard let size else {
      throw ImportError(
        "config.json: layer_types has sliding_attention, and no sliding window is given that \(architecture.name) would have"
      )
    }
    guard sliding == layerCount else {
      throw ImportError(
        "config.json: \(sliding) of \(layerCount) layers have a sliding window; here all have one, or none has"
      )
    }
    return size
  }

  /// How wide the windows of an architecture are; nil where it has none.
  private func windowSize(_ architecture: StockArchitecture) throws(ImportError) -> Int? {
    let hasWindow = architecture == .qwen3 ? try flag("use_sliding_window") : architecture.knowsWindows
    guard hasWindow else { return nil }
    // A missing one is not null.
    guard json["sliding_window"] != nil else { return StockArchitecture.defaultWindow }
    return field("sliding_window") == nil ? nil : try count("sliding_window")
  }

  /// How many layers have a window.
  private func slidingLayerCount(
    _ architecture: StockArchitecture,
    layerCount: Int,
    hasWindow: Bool
  ) throws(ImportError) -> Int {
    if let field = field("layer_types") {
      let types = field.elements?.map { $0.string ?? "" } ?? []
      let known = ["full_attention", "sliding_attention"]
      guard types.count == layerCount, types.allSatisfy({ known.contains($0) }) else {
        throw ImportError(
          "config.json: layer_types must have full_attention or sliding_attention for each of the \(layerCount) layers"
        )
      }
      return types.count { $0 == "sliding_attention" }
    }
    guard hasWindow else { return 0 }
    guard architecture == .qwen3 else { return layerCount }
    guard let first = field("max_window_layers").map({ $0.integer(as: Int.self) }) ?? 28 else {
      throw ImportError("config.json: max_window_layers must be a whole number")
    }
    return layerCount - min(max(0, first), layerCount)
  }
}
