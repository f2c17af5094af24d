extension JSON {
  /// Whether it is `true`, nil where it is neither `true` nor `false`.
  public var flag: Bool? {
    guard case .literal(let text) = self else { return nil }
    return text == "true" ? true : text == "false" ? false : nil
  }

  /// The value of a key, nil where this is no object or has no key of the same bytes.
  public subscript(key: String) -> JSON? {
    switch self {
    case .object, .members: orderedMembers.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
    case .literal, .string, .array: nil
    }
  }

  /// Whether this is `null`.
  public var isNull: Bool {
    if case .literal("null") = self { true } else { false }
  }

  /// The text of a string, nil for anything else.
  public var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The keys of an object with their values, nil for anything else.
  public var fields: [(key: String, value: JSON)]? {
    switch self {
    case .object, .members: orderedMembers
    case .literal, .string, .array: nil
    }
  }

  /// The elements of an array, nil for anything else.
  public var elements: [JSON]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// A number in 64-bit floating point, the nearest to what is written; nil for anything else and for what overflows.
  public var number: Double? {
    guard case .literal(let text) = self, let number = Double(text[...]), number.isFinite else { return nil }
    return number
  }

  /// A whole number, exactly; nil for anything else and for what does not fit.
  public func integer<Number: FixedWidthInteger>(as type: Number.Type = Number.self) -> Number? {
    guard case .literal(let text) = self else { return nil }
    return Number(text, radix: 10) ?? number.flatMap { Number(exactly: $0) }
  }
}
