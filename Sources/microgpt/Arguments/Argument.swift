/// A positional argument; an optional one has an optional `Value`.
///
///     static let file = Argument.required("file", help: "The text to train on.")  // Argument<String>
struct Argument<Value: Sendable>: PositionalDeclaration {
  /// The name in angle brackets: `<file>`.
  let name: String
  let help: String
  let conversion: Conversion<Value>
  /// What is read where the argument is absent; nil for one that is required.
  let valueWhenAbsent: Value?

  /// Creates an argument from its name without brackets.
  init(_ name: String, help: String, conversion: Conversion<Value>, valueWhenAbsent: Value?) {
    self.name = "<\(name)>"
    self.help = help
    self.conversion = conversion
    self.valueWhenAbsent = valueWhenAbsent
  }

  var label: String { name }
  var defaultText: String? { nil }
  var acceptedValues: [String] { conversion.acceptedValues }
  var isRequired: Bool { valueWhenAbsent == nil }

  func complaint(about text: String) -> Message? {
    conversion.value(text) == nil
      ? invalidValue(text, for: label, expectation: conversion.expectation(of: text)) : nil
  }
}

extension Argument where Value == String {
  /// An argument that must be given.
  static func required(_ name: String, help: String) -> Self {
    Argument(name, help: help, conversion: .string, valueWhenAbsent: nil)
  }
}

extension Argument where Value == String? {
  /// An argument that may be left out.
  static func optional(_ name: String, help: String) -> Self {
    Argument(name, help: help, conversion: Conversion<String>.string.optional, valueWhenAbsent: .some(nil))
  }
}
