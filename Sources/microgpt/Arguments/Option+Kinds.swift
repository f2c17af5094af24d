extension Option where Value: FixedWidthInteger {
  /// A whole number in a range, with a default.
  static func integer(
    _ name: String,
    placeholder: String? = nil,
    in range: some AcceptedRange<Value> & Sendable,
    default defaultValue: Value,
    defaultText: String? = nil,
    help: String
  ) -> Self {
    Option(
      name,
      placeholder: placeholder,
      default: defaultValue,
      defaultText: defaultText ?? "\(defaultValue)",
      help: help,
      conversion: .integer(in: range)
    )
  }
}

extension Option {
  /// A whole number in a range, nil where it is not given; `defaultText` may say what then happens.
  static func integer<Number: FixedWidthInteger & Sendable>(
    _ name: String,
    placeholder: String? = nil,
    in range: some AcceptedRange<Number> & Sendable,
    defaultText: String? = nil,
    help: String
  ) -> Self
  where Value == Number? {
    Option(
      name,
      placeholder: placeholder,
      default: nil,
      defaultText: defaultText,
      help: help,
      conversion: Conversion<Number>.integer(in: range).optional
    )
  }
}

extension Option where Value == [Int] {
  /// Whole numbers in a range, with a default.
  static func integers(
    _ name: String,
    placeholder: String? = nil,
    in range: some AcceptedRange<Int> & Sendable,
    default defaultValue: [Int],
    defaultText: String? = nil,
    help: String
  ) -> Self {
    Option(
      name,
      placeholder: placeholder,
      default: defaultValue,
      defaultText: defaultText ?? defaultValue.map { "\($0)" }.joined(separator: ","),
      help: help,
      conversion: .integers(in: range)
    )
  }
}

extension Option where Value == Double {
  /// A finite number in a range, with a default.
  static func number(
    _ name: String,
    placeholder: String? = nil,
    in range: some AcceptedRange<Double> & Sendable,
    default defaultValue: Double,
    defaultText: String? = nil,
    help: String
  ) -> Self {
    Option(
      name,
      placeholder: placeholder,
      default: defaultValue,
      defaultText: defaultText ?? shortText(defaultValue),
      help: help,
      conversion: .number(in: range)
    )
  }
}

extension Option where Value == Double? {
  /// A finite number in a range, nil where it is not given; `defaultText` may say what then happens.
  static func number(
    _ name: String,
    placeholder: String? = nil,
    in range: some AcceptedRange<Double> & Sendable,
    defaultText: String? = nil,
    help: String
  ) -> Self {
    Option(
      name,
      placeholder: placeholder,
      default: nil,
      defaultText: defaultText,
      help: help,
      conversion: Conversion<Double>.number(in: range).optional
    )
  }
}

extension Option where Value == String {
  /// Any text, with a default.
  static func string(
    _ name: String,
    placeholder: String? = nil,
    default defaultValue: String,
    defaultText: String? = nil,
    help: String
  ) -> Self {
    Option(
      name,
      placeholder: placeholder,
      default: defaultValue,
      defaultText: defaultText ?? defaultValue,
      help: help,
      conversion: .string
    )
  }
}

extension Option where Value == String? {
  /// Any text, nil where it is not given; `defaultText` may say what then happens.
  static func string(
    _ name: String,
    short shortName: String? = nil,
    placeholder: String? = nil,
    defaultText: String? = nil,
    help: String
  ) -> Self {
    Option(
      name,
      short: shortName,
      placeholder: placeholder,
      default: nil,
      defaultText: defaultText,
      help: help,
      conversion: Conversion<String>.string.optional
    )
  }
}

extension Option where Value == [UInt8]? {
  /// A text in which the escapes are read with which texts are printed, nil where it is not given.
  static func text(
    _ name: String,
    placeholder: String? = nil,
    defaultText: String? = nil,
    help: String
  ) -> Self {
    Option(
      name,
      placeholder: placeholder,
      default: nil,
      defaultText: defaultText,
      help: help + " " + textEscapes,
      conversion: Conversion<[UInt8]>.text.optional
    )
  }
}

/// What the help says of the escapes in a text.
private let textEscapes =
  "Read as it would be printed: \\n is a line break, \\\\ a backslash, \\u{1f600} the character with that code point; any "
  + "other backslash stays itself."

extension Option where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
  /// One of an enumeration's cases, by its raw value, with a default.
  static func choice(
    _ name: String,
    placeholder: String? = nil,
    default defaultValue: Value,
    help: String
  ) -> Self {
    Option(
      name,
      placeholder: placeholder,
      default: defaultValue,
      defaultText: defaultValue.rawValue,
      help: help,
      conversion: .choice
    )
  }
}

extension Option {
  /// One of an enumeration's cases, by its raw value, nil where it is not given.
  static func choice<Choice>(
    _ name: String,
    placeholder: String? = nil,
    of type: Choice.Type,
    defaultText: String? = nil,
    help: String
  ) -> Self
  where Value == Choice?, Choice: CaseIterable & RawRepresentable & Sendable, Choice.RawValue == String {
    Option(
      name,
      placeholder: placeholder,
      default: nil,
      defaultText: defaultText,
      help: help,
      conversion: Conversion<Choice>.choice.optional
    )
  }
}
