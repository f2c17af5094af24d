import VisibleText

/// What a command's arguments turn out to ask for.
package enum ParseResult: Sendable {
  /// The help was asked for.
  case help
  /// The command is to run with these arguments.
  case run(ParsedArguments)
}

extension CommandDefinition {
  /// Reads the arguments that follow the command's name.
  ///
  /// `--help` or `-h` anywhere before `--` asks for the help, whatever else is wrong.
  package func parse(_ arguments: [String]) throws(UsageError) -> ParseResult {
    let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
    if arguments[..<end].contains(where: { $0 == "--help" || $0 == "-h" }) { return .help }
    var parser = Parser(command: self, remaining: arguments[...])
    return .run(try parser.parse())
  }
}

/// One pass over the arguments from left to right.
private struct Parser {
  let command: CommandDefinition
  var remaining: ArraySlice<String>
  var values: [String: String] = [:]
  var lists: [String: [String]] = [:]
  var flags: Set<String> = []
  var positionals: [String] = []

  mutating func parse() throws(UsageError) -> ParsedArguments {
    while let argument = remaining.popFirst() {
      if argument == "--" {
        positionals += remaining
        remaining = []
      } else if argument.hasPrefix("-"), argument != "-" {
        try parseOption(argument)
      } else {
        positionals.append(argument)
      }
    }
    try assignPositionals()
    if let missing = command.options.first(where: { $0.isRequired && values[$0.name] == nil }) {
      throw UsageError("Missing expected argument '\(missing.label)'", command: command, about: missing)
    }
    return ParsedArguments(command: command, values: values, flags: flags, lists: lists)
  }

  private mutating func parseOption(_ argument: String) throws(UsageError) {
    // By scalars: a mark at the beginning of the value makes one character with the equals sign.
    let parts = argument.unicodeScalars.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    let attached = parts.count > 1 ? String(parts[1]) : nil
    guard let option = command.options.first(where: { $0.name == name || $0.shortName == name }) else {
      let names = command.options.map(\.name) + ["--help"]
      let guess = suggestion(for: name, among: names)
      // A single hyphen may begin the name of a file, or a text.
      let other = guess.isEmpty && !name.hasPrefix("--") && !command.arguments.isEmpty
      let hint: Message = other ? "; an argument that begins with a hyphen is given behind --" : ""
      throw UsageError("Unknown option '\(name)'\(guess)\(hint)", command: command)
    }
    guard option.takesValue else {
      if let attached, let complaint = option.complaint(about: attached) {
        throw UsageError(complaint, command: command, about: option)
      }
      values[option.name] = attached
      if attached == Flag.no { flags.remove(option.name) } else { flags.insert(option.name) }
      return
    }
    let value = if let attached { attached } else { try followingValue(of: option) }
    if let complaint = option.complaint(about: value) {
      throw UsageError(complaint, command: command, about: option)
    }
    values[option.name] = value
  }

  private mutating func followingValue(of option: any NamedDeclaration) throws(UsageError) -> String {
    let message: Message = "Missing value for '\(option.label)'"
    guard let next = remaining.first, next != "--" else {
      throw UsageError(message, command: command, about: option)
    }
    guard !next.hasPrefix("-") || next == "-" || option.takesAsValue(next) else {
      let isOption = command.options.contains {
        next == $0.name || next == $0.shortName || next.hasPrefix($0.name + "=")
      }
      let isLong = next.unicodeScalars.count > excerptLimit
      let word = shellWord("\(option.name)=" + (isLong ? "…" : next), alwaysInQuotes: true)
      let example = ShellText(word.text, isCommand: true)
      let hint: Message =
        isOption ? "" : ". A value that begins with a hyphen is given as \(example)."
      throw UsageError(message + hint, command: command, about: option)
    }
    remaining.removeFirst()
    return next
  }

  private mutating func assignPositionals() throws(UsageError) {
    for (declaration, text) in zip(command.arguments, positionals) {
      if let complaint = declaration.complaint(about: text) {
        throw UsageError(complaint, command: command, about: declaration)
      }
      values[declaration.name] = text
    }
    if let missing = command.arguments.dropFirst(positionals.count).first, missing.isRequired {
      throw UsageError("Missing expected argument '\(missing.label)'", command: command, about: missing)
    }
    if let last = command.arguments.last, last.isRepeated {
      lists[last.name] = Array(positionals.dropFirst(command.arguments.count - 1))
      return
    }
    let extra = positionals.dropFirst(command.arguments.count).map { "'\($0)'" }
    guard extra.isEmpty else {
      let subject: Message = extra.count == 1 ? "Unexpected argument" : "\(extra.count) unexpected arguments:"
      throw UsageError("\(subject) \(extra.joined(separator: ", "))", command: command)
    }
  }
}
