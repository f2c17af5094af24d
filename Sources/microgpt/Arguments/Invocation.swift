/// What a command line turns out to ask for.
enum Invocation<Command: CommandSet>: Sendable {
  /// The help of a command, or of the program where it is nil.
  case help(Command?)
  /// The version.
  case version
  /// A command, to be run with these arguments.
  case run(Command, ParsedArguments)
}
