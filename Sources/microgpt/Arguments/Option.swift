/// An option with a value, given as `--name value` or `--name=value`; the last one wins where it is repeated.
///
/// An option without a default has an optional `Value`:
///
///     static let steps = Option.integer("--steps", in: 1..., default: 1000, help: "Training steps.")  // Option<Int>
///     static let clip = Option.number("--clip", in: .above(0), help: "Largest gradient norm.")  // Option<Double?>
struct Option<Value: Sendable>: NamedDeclaration {
  let name: String
  let shortName: String?
  /// What stands for the value in the help, without angle brackets.
  let placeholder: String
  /// What is read where the user did not give the option.
  let defaultValue: Value
  let defaultText: String?
  let help: String
  private(set) var isRequired = false
  let conversion: Conversion<Value>

  /// Creates an option.
  ///
  /// - Parameters:
  ///   - name: The name with its two hyphens.
  ///   - shortName: A second name of one hyphen and a letter.
  ///   - placeholder: What stands for the value in the help; the name without hyphens if nil.
  ///   - defaultText: The default as the help shows it, nil to show none.
  init(
    _ name: String,
    short shortName: String? = nil,
    placeholder: String? = nil,
    default defaultValue: Value,
    defaultText: String?,
    help: String,
    conversion: Conversion<Value>
  ) {
    precondition(
      name.hasPrefix("--") && name.count > 2,
      "an option's name begins with two hyphens, '\(name)' does not"
    )
    self.name = name
    self.shortName = shortName
    self.placeholder = placeholder ?? String(name.dropFirst(2))
    self.defaultValue = defaultValue
    self.defaultText = defaultText
    self.help = help
    self.conversion = conversion
  }

  /// The same option, for a command that cannot run without it.
  var required: Option {
    var option = self
    option.isRequired = true
    return option
  }

  var usageLabel: String { "\(name) <\(placeholder)>" }
  var label: String { (shortName.map { $0 + ", " } ?? "") + usageLabel }
  var acceptedValues: [String] { conversion.acceptedValues }
  var takesValue: Bool { true }

  func takesAsValue(_ text: String) -> Bool {
    conversion.acceptsNegativeNumbers && Double(text) != nil
  }

  func complaint(about text: String) -> Message? {
    conversion.value(text) == nil
      ? invalidValue(text, for: label, expectation: conversion.expectation(of: text)) : nil
  }
}
