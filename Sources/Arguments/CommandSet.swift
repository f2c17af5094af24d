/// The subcommands of a program: an enumeration with one case for each, so that running them is an exhaustive switch.
///
/// The raw value of a case is the name of its command; one of a group has a name of two words, the first of them the group's.
/// So a command is found without making the definitions of all others, which took 1 ms, as long as a static program needs to begin.
package protocol CommandSet: CaseIterable, RawRepresentable<String>, Sendable {
  /// The command that the case stands for, of the same name.
  var definition: CommandDefinition { get }

  /// The groups of commands with a first word in common.
  static var groups: [CommandGroup] { get }
}

extension CommandSet {
  package static var groups: [CommandGroup] { [] }

  /// The commands of a group under their second words, or those that belong to none under their names.
  package static func members(of group: CommandGroup?) -> [(name: String, command: Self)] {
    allCases.compactMap { command in
      let words = command.rawValue.split(separator: " ").map(String.init)
      guard words.count == (group == nil ? 1 : 2), group == nil || words[0] == group?.name else { return nil }
      return (words[words.count - 1], command)
    }
  }
}

/// Commands with a first word in common: `kitchen clean <subcommand>`.
package struct CommandGroup: Equatable, Sendable {
  /// The first word.
  package let name: String
  /// One sentence, for the overview and the list of subcommands.
  package let abstract: String
  /// More about the group, printed below the abstract; line breaks stay.
  package let discussion: String?

  /// Creates a group.
  package init(name: String, abstract: String, discussion: String? = nil) {
    self.name = name
    self.abstract = abstract
    self.discussion = discussion
  }
}
