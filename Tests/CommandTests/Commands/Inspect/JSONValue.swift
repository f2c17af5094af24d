import Foundation

/// A JSON value as it stands in a text, for which 1 and true are different things.
enum JSONValue: Decodable, Equatable {
  case null
  case boolean(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  init(_ text: String) throws {
    self = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let boolean = try? container.decode(Bool.self) {
      self = .boolean(boolean)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let string = try? container.decode(String.self) {
      self = .string(string)
    } else if let array = try? container.decode([JSONValue].self) {
      self = .array(array)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  /// A property; null where there is none.
  subscript(name: String) -> JSONValue {
    if case .object(let members) = self { members[name] ?? .null } else { .null }
  }

  /// The elements of an array; none of anything else.
  var elements: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }

  /// A number, also one that is not finite and stands as a string; NaN for anything else.
  var number: Double {
    switch self {
    case .number(let number): number
    case .string(let text): Double(text) ?? .nan
    default: .nan
    }
  }

  /// A whole number; −1 for anything else.
  var integer: Int { if case .number(let number) = self { Int(exactly: number) ?? -1 } else { -1 } }

  var string: String? { if case .string(let string) = self { string } else { nil } }

  var numbers: [Double] { elements.map(\.number) }

  /// A table whose hidden cells are nil.
  var cells: [[Double?]] {
    elements.map { row in row.elements.map { $0 == .null ? nil : $0.number } }
  }
}
