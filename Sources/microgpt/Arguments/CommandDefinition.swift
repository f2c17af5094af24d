/// A subcommand as its help and its parser know it: a name, a sentence, and what it accepts.
struct CommandDefinition: Sendable {
  /// Options under one title in the help.
  struct Section: Sendable {
    /// The title, such as `TRAINING`, printed in capitals.
    let title: String
    /// The options and flags in the order of the help.
    let options: [any NamedDeclaration]

    init(_ title: String, _ options: [any NamedDeclaration]) {
      self.title = title
      self.options = options
    }
  }

  /// The name of the executable.
  let program: String
  /// The subcommand's name.
  let name: String
  /// One sentence, for the overview and the list of subcommands.
  let abstract: String
  /// More about the command, printed below the abstract; line breaks stay.
  let discussion: String?
  /// The positional arguments in their order, the optional ones last.
  let arguments: [any PositionalDeclaration]
  /// The options and flags in the order of the help.
  let sections: [Section]

  init(
    program: String = "microgpt",
    name: String,
    abstract: String,
    discussion: String? = nil,
    arguments: [any PositionalDeclaration] = [],
    sections: [Section] = []
  ) {
    let names = sections.flatMap(\.options).map(\.name) + arguments.map(\.name)
    precondition(Set(names).count == names.count, "'\(name)' declares an argument twice: \(names)")
    precondition(
      !arguments.drop(while: \.isRequired).contains(where: \.isRequired),
      "'\(name)' declares a required argument after an optional one"
    )
    self.program = program
    self.name = name
    self.abstract = abstract
    self.discussion = discussion
    self.arguments = arguments
    self.sections = sections
  }

  /// Creates a command whose options stand in one section.
  init(
    program: String = "microgpt",
    name: String,
    abstract: String,
    discussion: String? = nil,
    arguments: [any PositionalDeclaration] = [],
    options: [any NamedDeclaration]
  ) {
    self.init(
      program: program,
      name: name,
      abstract: abstract,
      discussion: discussion,
      arguments: arguments,
      sections: [Section("OPTIONS", options)]
    )
  }

  /// All options and flags.
  var options: [any NamedDeclaration] { sections.flatMap(\.options) }

  /// How the command is called, without arguments: `microgpt train`.
  var invocation: String { "\(program) \(name)" }

  /// How the command is called, with arguments; more than twelve options are not listed one by one.
  var usage: String {
    var parts = [invocation]
    parts += arguments.map { $0.isRequired ? $0.label : "[\($0.label)]" }
    parts +=
      options.count > 12
      ? ["[<options>]"] : options.map { $0.isRequired ? $0.usageLabel : "[\($0.usageLabel)]" }
    return parts.joined(separator: " ")
  }
}
