/// What a command line turns out to ask for.
package enum Invocation<Command: CommandSet>: Sendable {
  /// A help page.
  case help(HelpTopic<Command>)
  /// The version.
  case version
  /// A command, to be run with these arguments.
  case run(Command, ParsedArguments)
}

/// What there is a help page about.
package enum HelpTopic<Command: CommandSet>: Sendable {
  case program
  case group(CommandGroup)
  case command(Command)
}
