import VisibleText

/// An option with a value, given as `--name value` or `--name=value`; the last one wins where it is repeated.
///
/// An option without a default has an optional `Value`:
///
///     static let cups = Option("--cups", as: .integer(in: 1...), default: 2, help: "Cups to fill.")  // Option<Int>
///     static let heat = Option("--heat", as: .number(in: .above(0)), help: "Degrees.")  // Option<Double?>
package struct Option<Value: Sendable>: NamedDeclaration {
  package let name: String
  package let shortName: String?
  /// What stands for the value in the help, without angle brackets.
  package let placeholder: String
  /// What is read where the user did not give the option.
  package let defaultValue: Value
  package let defaultText: String?
  package let help: String
  package private(set) var isRequired = false
  package let conversion: Conversion<Value>

  /// Creates an option.
  ///
  /// - Parameters:
  ///   - name: The name with its two hyphens.
  ///   - shortName: A second name of one hyphen and a letter.
  ///   - placeholder: What stands for the value in the help; the name without hyphens if nil.
  ///   - conversion: What the value is, and which values are accepted.
  ///   - defaultText: The default as the help shows it; as it would be typed if nil.
  package init(
    _ name: String,
    short shortName: String? = nil,
    placeholder: String? = nil,
    as conversion: Conversion<Value>,
    default defaultValue: Value,
    defaultText: String? = nil,
    help: String
  ) {
    precondition(
      name.hasPrefix("--") && name.count > 2,
      "an option's name begins with two hyphens, '\(name)' does not"
    )
    self.name = name
    self.shortName = shortName
    self.placeholder = placeholder ?? String(name.dropFirst(2))
    self.defaultValue = defaultValue
    self.defaultText = defaultText ?? conversion.text(defaultValue)
    self.help = help + conversion.note
    self.conversion = conversion
  }

  /// Creates an option without a default: its value is nil if it is not given, and `defaultText` may say what then happens.
  package init<Given>(
    _ name: String,
    short shortName: String? = nil,
    placeholder: String? = nil,
    as conversion: Conversion<Given>,
    defaultText: String? = nil,
    help: String
  ) where Value == Given? {
    self.init(
      name,
      short: shortName,
      placeholder: placeholder,
      as: conversion.optional,
      default: nil,
      defaultText: defaultText,
      help: help
    )
  }

  /// The same option, for a command that cannot run without it.
  package var required: Option {
    var option = self
    option.isRequired = true
    return option
  }

  package var usageLabel: String { "\(name) <\(placeholder)>" }
  package var label: String { (shortName.map { $0 + ", " } ?? "") + usageLabel }
  package var acceptedValues: [String] { conversion.acceptedValues }
  package var completion: Completion { conversion.completion }
  package var takesValue: Bool { true }

  package func takesAsValue(_ text: String) -> Bool {
    conversion.acceptsNegativeNumbers && Double(text) != nil
  }

  package func complaint(about text: String) -> Message? {
    conversion.value(text) == nil
      ? invalidValue(text, for: label, expectation: conversion.expectation(of: text)) : nil
  }
}
