import VisibleText

/// An option without a value: false unless it is given.
package struct Flag: NamedDeclaration {
  package let name: String
  package let help: String

  /// Creates a flag; the name has its two hyphens.
  package init(_ name: String, help: String) {
    precondition(
      name.hasPrefix("--") && name.count > 2,
      "a flag's name begins with two hyphens, '\(name)' does not"
    )
    self.name = name
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
    "The option '\(name)' does not take any value, but '\(text)' was specified."
  }
}
