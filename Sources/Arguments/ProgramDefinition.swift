import VisibleText

/// The program above its subcommands: `brew <subcommand>`.
package struct ProgramDefinition<Command: CommandSet>: Sendable {
  /// The executable's name.
  package let name: String
  /// One sentence for the overview.
  package let abstract: String
  /// More about the program, printed below the abstract; line breaks stay.
  package let discussion: String?

  package init(name: String, abstract: String, discussion: String? = nil) {
    self.name = name
    self.abstract = abstract
    self.discussion = discussion
  }

  /// How the program, or a group of its commands, is called.
  package func usage(of group: CommandGroup? = nil) -> String { "\(invocation(of: group)) <subcommand>" }

  /// Reads the command line, without the name of the executable.
  package func parse(_ arguments: [String]) throws(UsageError) -> Invocation<Command> {
    switch arguments.first {
    case "--version": return .version
    case "help": return .help(try helpTopic(arguments.dropFirst()))
    default: return try parse(arguments[...], in: nil)
    }
  }

  private func parse(
    _ arguments: ArraySlice<String>,
    in group: CommandGroup?
  ) throws(UsageError) -> Invocation<Command> {
    guard let first = arguments.first, first != "--help", first != "-h" else {
      return .help(group.map { .group($0) } ?? .program)
    }
    let rest = arguments.dropFirst()
    switch try topic(named: first, in: group) {
    case .program: return .help(.program)
    case .group(let group): return try parse(rest, in: group)
    case .command(let command):
      let definition = command.definition
      precondition(
        definition.name == command.rawValue,
        "'\(command.rawValue)' is defined as '\(definition.name)'"
      )
      switch try definition.parse(Array(rest)) {
      case .help: return .help(.command(command))
      case .run(let parsed): return .run(command, parsed)
      }
    }
  }

  private func helpTopic(_ arguments: ArraySlice<String>) throws(UsageError) -> HelpTopic<Command> {
    var topic = HelpTopic<Command>.program
    for argument in arguments where !["--help", "-h"].contains(argument) {
      switch topic {
      case .program where argument == "help": return .program
      case .program: topic = try self.topic(named: argument, in: nil)
      case .group(let group): topic = try self.topic(named: argument, in: group)
      case .command: throw error("Unexpected argument '\(argument)'", in: nil)
      }
    }
    return topic
  }

  /// The command or the group of a name.
  private func topic(
    named name: String,
    in group: CommandGroup?
  ) throws(UsageError) -> HelpTopic<Command> {
    let members = Command.members(of: group)
    let groups = group == nil ? Command.groups : []
    if let member = members.first(where: { $0.name == name }) { return .command(member.command) }
    if let group = groups.first(where: { $0.name == name }) { return .group(group) }
    let isOption = name.hasPrefix("-") && name != "-"
    let options = group == nil ? ["--help", "--version"] : ["--help"]
    let names = members.map(\.name) + groups.map(\.name) + (group == nil ? ["help"] : [])
    let subject = isOption ? "Unknown option" : "Unexpected argument"
    throw error("\(subject) '\(name)'\(suggestion(for: name, among: isOption ? options : names))", in: group)
  }

  private func invocation(of group: CommandGroup?) -> String {
    name + (group.map { " " + $0.name } ?? "")
  }

  private func error(_ message: Message, in group: CommandGroup?) -> UsageError {
    UsageError(message, usage: usage(of: group), helpCommand: "\(invocation(of: group)) --help")
  }
}
