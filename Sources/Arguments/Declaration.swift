import VisibleText

/// What a command's help and parser need to know about an option, a flag or a positional argument of any type.
package protocol Declaration: Sendable {
  /// The name that a parsed value is stored under: `--steps`, `--quiet`, `<file>`.
  var name: String { get }
  /// How the argument is written: `--steps <steps>`, `--quiet`, `<file>`.
  var label: String { get }
  /// One sentence or two.
  var help: String { get }
  /// The default as the help shows it.
  var defaultText: String? { get }
  /// The values to list in the help.
  var acceptedValues: [String] { get }
  /// What a shell offers to complete a value with.
  var completion: Completion { get }
}

/// An option or a flag: what is given by name.
package protocol NamedDeclaration: Declaration {
  /// A second name of one hyphen and a letter, such as `-o`, where there is one.
  var shortName: String? { get }
  /// Whether the command cannot run without it.
  var isRequired: Bool { get }
  /// How it is written in the line that shows how the command is called: without the second name.
  var usageLabel: String { get }
  /// Whether a value follows the name.
  var takesValue: Bool { get }
  /// Whether `text`, which begins with a hyphen, is a value for this option all the same.
  func takesAsValue(_ text: String) -> Bool
  /// What is wrong with a value, nil where nothing is.
  func complaint(about text: String) -> Message?
}

/// A positional argument: what is given by its place.
package protocol PositionalDeclaration: Declaration {
  /// Whether the command cannot run without it.
  var isRequired: Bool { get }
  /// Whether it takes all texts that come, and not one alone.
  var isRepeated: Bool { get }
  /// What is wrong with a value, nil where nothing is.
  func complaint(about text: String) -> Message?
}

/// The sentence that says that a value does not suit an argument.
func invalidValue(_ text: String, for label: String, expectation: String) -> Message {
  "The value '\(text)' is invalid for '\(label)'\(visible: expectation)"
}
