import VisibleText

/// A positional argument that is given once or more, or any number of times, behind all others; a text each time.
///
///     static let files = RepeatedArgument("file", help: "The recipes to follow.")
///     let files = arguments[Self.files]  // [String]
package struct RepeatedArgument: PositionalDeclaration {
  /// The name in angle brackets: `<file>`.
  package let name: String
  package let help: String
  package let completion: Completion
  /// Whether it must be given at least once.
  package let isRequired: Bool

  /// Creates an argument from its name without brackets.
  package init(_ name: String, as completion: Completion = .nothing, isRequired: Bool = true, help: String) {
    self.name = "<\(name)>"
    self.isRequired = isRequired
    self.help = help
    self.completion = completion
  }

  package var label: String { name }
  package var defaultText: String? { nil }
  package var acceptedValues: [String] { [] }
  package var isRepeated: Bool { true }

  package func complaint(about text: String) -> Message? { nil }
}
