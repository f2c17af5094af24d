/// The subcommands of a program: an enumeration with one case for each, so that running them is an exhaustive switch.
protocol CommandSet: CaseIterable, Sendable {
  /// The command that the case stands for.
  var definition: CommandDefinition { get }
}
