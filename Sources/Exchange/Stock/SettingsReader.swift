import Formats
import Transformer
import VisibleText

/// The fields of a `config.json`.
struct SettingsReader {
  let json: JSON

  init(_ json: JSON) { self.json = json }

  /// A field that is not null.
  func field(_ name: String) -> JSON? { json[name].flatMap { $0.isNull ? nil : $0 } }

  /// Whether a field is null, or missing where a missing one would be.
  func isNull(_ name: String, default: Bool) -> Bool { json[name].map { $0.isNull } ?? `default` }

  func architecture() throws(ImportError) -> StockArchitecture {
    let known = StockArchitecture.allCases.map { $0.rawValue }.joined(separator: ", ")
    guard let name = try text("model_type") else {
      throw ImportError("config.json has no model_type; it must be one of \(visible: known)")
    }
    guard let architecture = StockArchitecture(rawValue: name) else {
      throw ImportError("config.json: the model_type is \(name); it must be one of \(visible: known)")
    }
    return architecture
  }

  func text(_ name: String) throws(ImportError) -> String? {
    guard let field = field(name) else { return nil }
    guard let text = field.string else { throw ImportError("config.json: \(visible: name) must be a text") }
    return text
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

  func flag(_ name: String, default: Bool = false) throws(ImportError) -> Bool {
    guard let field = json[name] else { return `default` }
    // Python takes null for false.
    guard let flag = field.isNull ? false : field.flag else {
      throw ImportError("config.json: \(visible: name) must be true or false")
    }
    return flag
  }

  func feedForward(_ architecture: StockArchitecture) throws(ImportError) -> FeedForwardChoice {
    let isGated = architecture.isGated
    let name = try text("hidden_act") ?? (isGated ? "silu" : "relu2")
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
}
