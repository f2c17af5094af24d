/// A JSON value.
///
/// It is written as `JSONEncoder` writes it with sorted keys and without escaped slashes.
public enum JSON: Sendable {
  /// A number as it is written, `true`, `false` or `null`.
  case literal(String)
  /// A text, without quotes and escapes.
  case string(String)
  /// Values in their order.
  case array([JSON])
  /// Keys whose value is nil are left out.
  case object(KeyValuePairs<String, JSON?>)
  /// An object whose keys stay in their order.
  case members([(key: String, value: JSON)])

  /// `null`.
  public static var null: JSON { .literal("null") }

  /// An object whose keys are put in the order of their bytes.
  public static func sorted(_ members: [(key: String, value: JSON)]) -> JSON {
    .members(members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) })
  }

  /// A whole number.
  public static func integer(_ value: some BinaryInteger) -> JSON { .literal(String(value)) }

  /// A finite number at full precision; without decimals where it is whole.
  public static func number(_ value: Double) -> JSON {
    precondition(value.isFinite, "JSON has no word for \(value)")
    let text = value.description
    return .literal(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
  }

  /// The value as text, without white space; keys are in the order of their bytes, but for ``members(_:)``.
  public var text: String {
    var text: [UInt8] = []
    append(to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  private func append(to text: inout [UInt8]) {
    switch self {
    case .literal(let literal): text += literal.utf8
    case .string(let string): Self.append(string, to: &text)
    case .array(let elements):
      text.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { text.append(UInt8(ascii: ",")) }
        element.append(to: &text)
      }
      text.append(UInt8(ascii: "]"))
    case .object, .members:
      text.append(UInt8(ascii: "{"))
      for (index, (key, value)) in orderedMembers.enumerated() {
        if index > 0 { text.append(UInt8(ascii: ",")) }
        Self.append(key, to: &text)
        text.append(UInt8(ascii: ":"))
        value.append(to: &text)
      }
      text.append(UInt8(ascii: "}"))
    }
  }

  /// The members of an object in the order in which they are written; none of anything else.
  var orderedMembers: [(key: String, value: JSON)] {
    switch self {
    case .object(let pairs):
      JSON.sorted(pairs.compactMap { key, value in value.map { (key, $0) } }).orderedMembers
    case .members(let members): members
    case .literal, .string, .array: []
    }
  }

  private static func append(_ string: String, to text: inout [UInt8]) {
    text.append(UInt8(ascii: "\""))
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "\""): text += "\\\"".utf8
      case UInt8(ascii: "\\"): text += "\\\\".utf8
      case UInt8(ascii: "\n"): text += "\\n".utf8
      case UInt8(ascii: "\r"): text += "\\r".utf8
      case UInt8(ascii: "\t"): text += "\\t".utf8
      case 0x08: text += "\\b".utf8
      case 0x0C: text += "\\f".utf8
      case 0..<0x20: text += ("\\u00" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16)).utf8
      default: text.append(byte)
      }
    }
    text.append(UInt8(ascii: "\""))
  }
}
