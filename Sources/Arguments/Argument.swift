import VisibleText

/// A positional argument; an optional one has an optional `Value`.
///
///     static let file = Argument.required("file", help: "The recipe to follow.")  // Argument<String>
package struct Argument<Value: Sendable>: PositionalDeclaration {
  /// The name in angle brackets: `<file>`.
  package let name: String
  package let help: String
  package let conversion: Conversion<Value>
  /// What is read where the argument is absent; nil for one that is required.
  package let valueWhenAbsent: Value?

  /// Creates an argument from its name without brackets.
  package init(_ name: String, help: String, conversion: Conversion<Value>, valueWhenAbsent: Value?) {
    self.name = "<\(name)>"
    self.help = help + conversion.note
    self.conversion = conversion
    self.valueWhenAbsent = valueWhenAbsent
  }

  package var label: String { name }
  package var defaultText: String? { nil }
  package var acceptedValues: [String] { conversion.acceptedValues }
  package var completion: Completion { conversion.completion }
  package var isRequired: Bool { valueWhenAbsent == nil }
  package var isRepeated: Bool { false }

  package func complaint(about text: String) -> Message? {
    conversion.value(text) == nil
      ? invalidValue(text, for: label, expectation: conversion.expectation(of: text)) : nil
  }
}

extension Argument where Value == String {
  /// An argument that must be given.
  package static func required(
    _ name: String,
    as conversion: Conversion<String> = .string,
    help: String
  ) -> Self {
    Argument(name, help: help, conversion: conversion, valueWhenAbsent: nil)
  }
}

extension Argument where Value == String? {
  /// An argument that may be left out.
  package static func optional(
    _ name: String,
    as conversion: Conversion<String> = .string,
    help: String
  ) -> Self {
    Argument(name, help: help, conversion: conversion.optional, valueWhenAbsent: .some(nil))
  }
}
