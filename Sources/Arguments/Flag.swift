import VisibleText

/// An option without a value: false unless it is given.
package struct Flag: NamedDeclaration {
  package let name: String
  package let help: String
  /// Whether it may be given as `--name=no`, and as `--name=yes`, for a default that is not always false.
  package let takesAnswer: Bool

  /// Creates a flag; the name has its two hyphens.
  package init(_ name: String, takesAnswer: Bool = false, help: String) {
    precondition(
      name.hasPrefix("--") && name.count > 2,
      "a flag's name begins with two hyphens, '\(name)' does not"
    )
    self.name = name
    self.takesAnswer = takesAnswer
    self.help = help
  }

  package var shortName: String? { nil }
  package var isRequired: Bool { false }
  package var usageLabel: String { name }
  package var label: String { name }
  package var defaultText: String? { nil }
  package var acceptedValues: [String] { [] }
  package var completion: Completion { .nothing }
  package var takesValue: Bool { false }

  package func takesAsValue(_ text: String) -> Bool { false }

  package func complaint(about text: String) -> Message? {
    guard takesAnswer else {
      return "The option '\(name)' does not take any value, but '\(text)' was specified."
    }
    return [Self.yes, Self.no].contains(text)
      ? nil : invalidValue(text, for: name, expectation: ": give nothing or yes, or no.")
  }

  static let yes = "yes"
  static let no = "no"
}
