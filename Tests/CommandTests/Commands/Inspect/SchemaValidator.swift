/// A strict reader of the part of JSON Schema that the project writes: a keyword that it does not know is an error.
struct SchemaValidator {
  let schema: JSONValue

  private static let annotations: Set = ["$schema", "$id", "$defs", "title", "description"]

  /// What is wrong with a document, each with the place where it stands; empty for a valid one.
  func violations(in document: JSONValue) -> [String] { violations(of: schema, document, at: "") }

  private func violations(of schema: JSONValue, _ value: JSONValue, at path: String) -> [String] {
    guard case .object(let keywords) = schema else { return ["\(path): the schema is no object"] }
    return keywords.sorted { $0.key < $1.key }.flatMap { keyword, operand -> [String] in
      switch keyword {
      case _ where Self.annotations.contains(keyword): []
      case "$ref": violations(of: target(of: operand), value, at: path)
      case "type": isOf(type: operand.string, value) ? [] : ["\(path): is no \(operand.string ?? "?")"]
      case "const": value == operand ? [] : ["\(path): is not the constant"]
      case "enum": operand.elements.contains(value) ? [] : ["\(path): is none of the choices"]
      case "minimum": value.number >= operand.number ? [] : ["\(path): is too small"]
      case "anyOf":
        operand.elements.contains { violations(of: $0, value, at: path).isEmpty }
          ? [] : ["\(path): is none of the alternatives"]
      case "items":
        value.elements.enumerated().flatMap { violations(of: operand, $1, at: "\(path)/\($0)") }
      case "properties": memberViolations(operand, value, at: path)
      case "required": missing(operand.elements.compactMap(\.string), in: value, at: path)
      case "additionalProperties": additional(operand, besides: schema["properties"], in: value, at: path)
      default: ["\(path): the schema has the unknown keyword \(keyword)"]
      }
    }
  }

  private func target(of reference: JSONValue) -> JSONValue {
    let parts = (reference.string ?? "").split(separator: "/")
    guard parts.first == "#" else { return .null }
    return parts.dropFirst().reduce(schema) { $0[String($1)] }
  }

  private func isOf(type: String?, _ value: JSONValue) -> Bool {
    switch (type, value) {
    case ("null", .null), ("boolean", .boolean), ("number", .number), ("string", .string): true
    case ("array", .array), ("object", .object): true
    case ("integer", .number(let number)): number == number.rounded()
    default: false
    }
  }

  private func memberViolations(_ properties: JSONValue, _ value: JSONValue, at path: String) -> [String] {
    guard case .object(let members) = value, case .object(let schemas) = properties else { return [] }
    return members.sorted { $0.key < $1.key }.flatMap { name, member in
      schemas[name].map { violations(of: $0, member, at: "\(path)/\(name)") } ?? []
    }
  }

  private func missing(_ names: [String], in value: JSONValue, at path: String) -> [String] {
    guard case .object(let members) = value else { return [] }
    return names.filter { members[$0] == nil }.map { "\(path): lacks \($0)" }
  }

  private func additional(
    _ allowed: JSONValue,
    besides properties: JSONValue,
    in value: JSONValue,
    at path: String
  ) -> [String] {
    guard allowed == .boolean(false), case .object(let known) = properties else {
      return ["\(path): additionalProperties must be false beside properties"]
    }
    guard case .object(let members) = value else { return [] }
    return members.keys.sorted().filter { known[$0] == nil }.map { "\(path): has \($0) besides" }
  }
}
