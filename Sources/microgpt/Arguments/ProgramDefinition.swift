/// The program above its subcommands: `microgpt <subcommand>`.
struct ProgramDefinition<Command: CommandSet>: Sendable {
  /// The executable's name.
  let name: String
  /// One sentence for the overview.
  let abstract: String
  /// More about the program, printed below the abstract; line breaks stay.
  let discussion: String?

  init(name: String = "microgpt", abstract: String, discussion: String? = nil) {
    self.name = name
    self.abstract = abstract
    self.discussion = discussion
  }

  /// How the program is called.
  var usage: String { "\(name) <subcommand>" }

  /// Reads the command line, without the name of the executable.
  func parse(_ arguments: [String]) throws(UsageError) -> Invocation<Command> {
    guard let first = arguments.first else { return .help(nil) }
    let rest = Array(arguments.dropFirst())
    switch first {
    case "--help", "-h":
      return .help(nil)
    case "--version":
      return .version
    case "help":
      return .help(try helpTopic(rest))
    default:
      let command = try command(named: first)
      switch try command.definition.parse(rest) {
      case .help: return .help(command)
      case .run(let parsed): return .run(command, parsed)
      }
    }
  }

  private func helpTopic(_ arguments: [String]) throws(UsageError) -> Command? {
    guard let topic = arguments.first, !["help", "--help", "-h"].contains(topic) else { return nil }
    let command = try command(named: topic)
    guard arguments.count == 1 || arguments[1] == "--help" || arguments[1] == "-h" else {
      throw error("Unexpected argument '\(arguments[1])'")
    }
    return command
  }

  private func command(named name: String) throws(UsageError) -> Command {
    if let command = Command.allCases.first(where: { $0.definition.name == name }) { return command }
    let isOption = name.hasPrefix("-") && name != "-"
    let names =
      isOption ? ["--help", "--version"] : Command.allCases.map(\.definition.name) + ["help"]
    let subject = isOption ? "Unknown option" : "Unexpected argument"
    throw error("\(subject) '\(name)'\(suggestion(for: name, among: names))")
  }

  private func error(_ message: String) -> UsageError {
    UsageError(message, usage: usage, helpCommand: "\(name) --help")
  }
}
