extension ProgramDefinition {
  /// The help page of a command, or of the program where it is nil, for a terminal of `width` columns.
  func help(for command: Command?, width: Int) -> String {
    if let command { return command.definition.help(width: width) }
    var page = HelpText(width: width)
    page.addParagraph("OVERVIEW", abstract)
    if let discussion { page.addParagraph(nil, discussion) }
    page.addParagraph("USAGE", usage, indent: 7)
    page.addList(
      "OPTIONS",
      [("--version", "Show the version."), ("-h, --help", "Show help information.")]
    )
    page.addList("SUBCOMMANDS", Command.allCases.map { ($0.definition.name, $0.definition.abstract) })
    page.addClosing("See '\(name) help <subcommand>' for detailed help.")
    return page.text
  }
}
