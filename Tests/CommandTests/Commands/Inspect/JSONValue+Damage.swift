extension JSONValue {
  /// Copies of the value with one thing wrong.
  ///
  /// A property is missing or one too many, or something stands there of a kind that no document has. Of arrays the first two
  /// elements are damaged.
  var damaged: [JSONValue] {
    let wrong = JSONValue.object(["wrong": .null])
    switch self {
    case .object(let members):
      return [.object(members.merging(["extra": .null]) { $1 }), .array([]), .number(0.5)]
        + members.keys.sorted().flatMap { name in
          func replaced(_ value: JSONValue?) -> JSONValue {
            var copy = members
            copy[name] = value
            return .object(copy)
          }
          return [replaced(nil)] + (members[name]?.damaged ?? []).map(replaced)
        }
    case .array(let elements):
      return [wrong, .string("nan")]
        + elements.indices.prefix(2).flatMap { index in
          elements[index].damaged.map { value in
            var copy = elements
            copy[index] = value
            return .array(copy)
          }
        }
    case .null, .boolean, .number, .string: return [wrong, .array([self])]
    }
  }
}
