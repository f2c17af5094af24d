import VisibleText

/// Arguments that cannot be understood, or that contradict each other.
///
///     Error: Unknown option '--stps'. Did you mean '--steps'?
///     Usage: kitchen brew <recipe> [--steps <steps>]
///       See 'kitchen brew --help' for more information.
package struct UsageError: Error, Equatable {
  /// What is wrong, without "Error:".
  package let message: Message
  /// The argument in question and its help.
  package let help: String?
  /// How the command is called.
  package let usage: String
  /// The command that prints the help.
  package let helpCommand: String

  /// The complaint about a command's arguments; `declaration` is the argument in question, if it is a single one.
  package init(_ message: Message, command: CommandDefinition, about declaration: (any Declaration)? = nil) {
    self.init(
      message,
      help: declaration.map { "\($0.label)  \($0.help)" },
      usage: command.usage,
      helpCommand: command.invocation + " --help"
    )
  }

  /// The complaint with all its parts given.
  package init(_ message: Message, help: String? = nil, usage: String, helpCommand: String) {
    self.message = message
    self.help = help
    self.usage = usage
    self.helpCommand = helpCommand
  }

  /// What is printed, a line break at its end.
  package var report: String {
    var lines = ["Error: \(message)"]
    if let help { lines.append("Help:  \(help)") }
    lines.append("Usage: \(usage)")
    lines.append("  See '\(helpCommand)' for more information.")
    return lines.map { $0 + "\n" }.joined()
  }
}
