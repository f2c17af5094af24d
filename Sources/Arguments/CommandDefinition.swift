/// A subcommand as its help and its parser know it: a name, a sentence, and what it accepts.
package struct CommandDefinition: Sendable {
  /// Options under one title in the help.
  package struct Section: Sendable {
    /// The title, such as `TRAINING`, printed in capitals.
    package let title: String
    /// The options and flags in the order of the help.
    package let options: [any NamedDeclaration]

    package init(_ title: String, _ options: [any NamedDeclaration]) {
      self.title = title
      self.options = options
    }
  }

  /// The name of the executable.
  package let program: String
  /// The subcommand's name.
  package let name: String
  /// One sentence, for the overview and the list of subcommands.
  package let abstract: String
  /// More about the command, printed below the abstract; line breaks stay.
  package let discussion: String?
  /// The positional arguments in their order, the optional ones last.
  package let arguments: [any PositionalDeclaration]
  /// The options and flags in the order of the help.
  package let sections: [Section]

  package init(
    program: String,
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
    precondition(
      !arguments.dropLast().contains(where: \.isRepeated),
      "'\(name)' declares an argument after one that takes all that comes"
    )
    self.program = program
    self.name = name
    self.abstract = abstract
    self.discussion = discussion
    self.arguments = arguments
    self.sections = sections
  }

  /// Creates a command whose options stand in one section.
  package init(
    program: String,
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
  package var options: [any NamedDeclaration] { sections.flatMap(\.options) }

  /// How the command is called, without arguments: `kitchen brew`.
  package var invocation: String { "\(program) \(name)" }

  /// How the command is called, with arguments; more than twelve options are not listed one by one.
  package var usage: String {
    var parts = [invocation]
    parts += arguments.map { ($0.isRequired ? $0.label : "[\($0.label)]") + ($0.isRepeated ? " ..." : "") }
    parts +=
      options.count > 12
      ? ["[<options>]"] : options.map { $0.isRequired ? $0.usageLabel : "[\($0.usageLabel)]" }
    return parts.joined(separator: " ")
  }
}
