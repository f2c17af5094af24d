import VisibleText

/// A command's arguments after they were found to be valid, read through their declarations.
///
///     let steps = arguments[Self.steps]          // Int, the default where it was not given
///     let given = arguments.given(Self.steps)    // Int?, nil where it was not given
///     let quiet = arguments[Self.quiet]          // Bool
package struct ParsedArguments: Sendable {
  /// The command that the arguments were given to.
  package let command: CommandDefinition
  private let values: [String: String]
  private let flags: Set<String>
  private let lists: [String: [String]]

  /// Stores texts that the command's declarations have accepted.
  package init(
    command: CommandDefinition,
    values: [String: String],
    flags: Set<String>,
    lists: [String: [String]] = [:]
  ) {
    self.command = command
    self.values = values
    self.flags = flags
    self.lists = lists
  }

  /// An option's value, its default where the user did not give it.
  package subscript<Value>(option: Option<Value>) -> Value {
    given(option) ?? option.defaultValue
  }

  /// Whether a flag was given, and not as no.
  package subscript(flag: Flag) -> Bool {
    checkDeclaration(of: flag)
    return flags.contains(flag.name)
  }

  /// The answer of a flag where the user gave it, nil otherwise.
  package func given(_ flag: Flag) -> Bool? { isGiven(flag) ? self[flag] : nil }

  /// A positional argument's value.
  package subscript<Value>(argument: Argument<Value>) -> Value {
    checkDeclaration(of: argument)
    let value = values[argument.name].map(argument.conversion.value) ?? argument.valueWhenAbsent
    guard let value else { preconditionFailure("'\(command.name)' ran without a valid \(argument.name)") }
    return value
  }

  /// The values of a positional argument that is given once or more, in their order.
  package subscript(argument: RepeatedArgument) -> [String] {
    checkDeclaration(of: argument)
    return lists[argument.name] ?? []
  }

  /// An option's value where the user gave it, nil otherwise.
  package func given<Value>(_ option: Option<Value>) -> Value? {
    checkDeclaration(of: option)
    return values[option.name].flatMap(option.conversion.value)
  }

  /// The value of an option that may have none where the user gave it, nil otherwise.
  package func given<Wrapped>(_ option: Option<Wrapped?>) -> Wrapped? {
    checkDeclaration(of: option)
    return values[option.name].flatMap(option.conversion.value) ?? nil
  }

  /// Whether the user gave an option or a flag.
  package func isGiven(_ declaration: any NamedDeclaration) -> Bool {
    flags.contains(declaration.name) || values[declaration.name] != nil
  }

  /// The value of an option as the user typed it, nil where it was not given.
  package func typed(_ declaration: any NamedDeclaration) -> String? { values[declaration.name] }

  /// The error for arguments that are valid one by one and not together, or not for the data at hand.
  package func usageError(_ message: Message) -> UsageError {
    UsageError(message, command: command)
  }

  private func checkDeclaration(of declaration: some Declaration) {
    precondition(
      command.sections.contains { $0.options.contains { $0.name == declaration.name } }
        || command.arguments.contains { $0.name == declaration.name },
      "'\(command.name)' does not declare \(declaration.name)"
    )
  }
}
