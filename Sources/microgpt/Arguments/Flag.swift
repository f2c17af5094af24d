/// An option without a value: false unless it is given.
struct Flag: NamedDeclaration {
  let name: String
  let help: String

  /// Creates a flag; the name has its two hyphens.
  init(_ name: String, help: String) {
    precondition(
      name.hasPrefix("--") && name.count > 2,
      "a flag's name begins with two hyphens, '\(name)' does not"
    )
    self.name = name
    self.help = help
  }

  var shortName: String? { nil }
  var isRequired: Bool { false }
  var usageLabel: String { name }
  var label: String { name }
  var defaultText: String? { nil }
  var acceptedValues: [String] { [] }
  var takesValue: Bool { false }

  func takesAsValue(_ text: String) -> Bool { false }

  func complaint(about text: String) -> Message? {
    "The option '\(name)' does not take any value, but '\(text)' was specified."
  }
}
