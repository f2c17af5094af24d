import Formats

/// What the page asks for: a panel or an act by its name, and what its controls hold, as text.
///
///     {"ask": "attention", "values": {"text": "emma"}}
public struct Request: Equatable, Sendable {
  /// What is asked for.
  public let name: String
  /// The texts of the controls by their names.
  public let values: [String: String]

  /// A request from its parts.
  public init(_ name: String, _ values: [String: String] = [:]) {
    self.name = name
    self.values = values
  }

  /// Reads a request as the page writes it; nil for anything else.
  init?(json bytes: [UInt8]) {
    guard let json = try? JSON(parsing: bytes), let name = json["ask"]?.string else { return nil }
    var values: [String: String] = [:]
    for (key, value) in json["values"]?.fields ?? [] {
      guard let text = value.string else { return nil }
      values[key] = text
    }
    self.init(name, values)
  }

  /// What a control holds, nil where there is none of this name.
  subscript(_ name: String) -> String? { values[name] }

  /// What follows a prefix in the names of the controls that have it, in order.
  func names(after prefix: String) -> [String] {
    values.keys.filter { $0.utf8.starts(with: prefix.utf8) }.map { String($0.dropFirst(prefix.utf8.count)) }
      .sorted()
  }

  /// The number that a control holds.
  func number(_ name: String) -> Double? { values[name].flatMap { Double($0) } }

  /// The whole number that a control holds.
  func integer(_ name: String) -> Int? { values[name].flatMap { Int($0) } }
}
