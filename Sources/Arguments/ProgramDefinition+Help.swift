extension ProgramDefinition {
  /// A help page for a terminal of `width` columns.
  package func help(for topic: HelpTopic<Command>, width: Int) -> String {
    var page = HelpText(of: name, width: width)
    switch topic {
    case .command(let command):
      return command.definition.help(width: width)
    case .group(let group):
      page.addParagraph("OVERVIEW", group.abstract)
      if let discussion = group.discussion { page.addParagraph(nil, discussion) }
      page.addParagraph("USAGE", usage(of: group), indent: 7)
      page.addList("OPTIONS", [("-h, --help", "Show help information.")])
      page.addList(
        "SUBCOMMANDS",
        Command.members(of: group).map { ($0.name, $0.command.definition.abstract) }
      )
      page.addClosing("See '\(name) help \(group.name) <subcommand>' for detailed help.")
    case .program:
      page.addParagraph("OVERVIEW", abstract)
      if let discussion { page.addParagraph(nil, discussion) }
      page.addParagraph("USAGE", usage(), indent: 7)
      page.addList(
        "OPTIONS",
        [("--version", "Show the version."), ("-h, --help", "Show help information.")]
      )
      page.addList(
        "SUBCOMMANDS",
        Command.members(of: nil).map { ($0.name, $0.command.definition.abstract) }
          + Command.groups.map { ($0.name, $0.abstract) }
      )
      page.addClosing("See '\(name) help <subcommand>' for detailed help.")
    }
    return page.text
  }
}
