/// A program's manual page, in the mdoc macros, that `man -l` and mandoc show; it follows from the program's definitions.
///
/// Source: mdoc(7).
package struct ManualPage<Command: CommandSet>: Sendable {
  /// A part of the page that no definition tells of: what files there are, what an exit status means.
  package struct Section: Sendable {
    let title: String
    let entries: [(label: String, help: String)]

    /// Creates a part with a title in capitals and a list of two columns.
    package init(_ title: String, _ entries: [(label: String, help: String)]) {
      self.title = title
      self.entries = entries
    }
  }

  private let program: ProgramDefinition<Command>
  private let version: String
  private let date: String
  private let sections: [Section]

  /// Creates a page.
  ///
  /// - Parameters:
  ///   - version: the program's.
  ///   - date: of that version, such as `March 1, 2026`.
  ///   - sections: what follows the commands.
  package init(
    _ program: ProgramDefinition<Command>,
    version: String,
    date: String,
    sections: [Section] = []
  ) {
    self.program = program
    self.version = version
    self.date = date
    self.sections = sections
  }

  /// The page's source.
  package var text: String {
    var page = Roff()
    page.macro("Dd \(date)")
    page.macro("Dt \(program.name.uppercased()) 1")
    page.macro("Os \(program.name) \(version)")
    page.macro("Sh NAME")
    page.macro("Nm \(program.name)")
    page.macro("Nd \(Roff.escaped(withoutEnd(program.abstract)))")
    page.macro("Sh SYNOPSIS")
    page.macro("Nm")
    page.macro("Ar subcommand")
    page.macro("Op Ar argument ...")
    page.macro("Sh DESCRIPTION")
    if let discussion = program.discussion { page.discussion(discussion) }
    page.discussion("The subcommands:")
    list(Command.firstWords.map { ($0.name, $0.abstract) }, in: &page)
    page.macro("Sh COMMANDS")
    for command in Command.members(of: nil).map(\.command.definition) { add(command, to: &page) }
    for group in Command.groups {
      page.macro("Ss \(group.name)")
      page.discussion(group.abstract)
      if let discussion = group.discussion { page.discussion(discussion) }
      for (_, command) in Command.members(of: group) { add(command.definition, to: &page) }
    }
    for section in sections {
      page.macro("Sh \(section.title)")
      list(section.entries, in: &page)
    }
    return page.text
  }

  private func add(_ command: CommandDefinition, to page: inout Roff) {
    page.macro("Ss \(command.name)")
    page.macro("Nm")
    page.macro("Cm \(command.name)")
    for argument in command.arguments {
      let name =
        Roff.escaped(argument.name.filter { !"<>".contains($0) }) + (argument.isRepeated ? " ..." : "")
      page.macro((argument.isRequired ? "Ar " : "Op Ar ") + name)
    }
    for option in command.options where option.isRequired { page.macro(Self.flag(option, isShort: false)) }
    if command.options.contains(where: { !$0.isRequired }) { page.macro("Op Ar options") }
    page.paragraph()
    page.discussion(command.abstract)
    if let discussion = command.discussion { page.discussion(discussion) }
    list(command.arguments.map { ($0.name.filter { !"<>".contains($0) }, $0.fullHelp) }, tag: "Ar", in: &page)
    for section in command.sections where !section.options.isEmpty {
      if section.title != "OPTIONS" || !command.arguments.isEmpty {
        page.paragraph()
        page.macro("Em \(Roff.escaped(capitalized(section.title)))")
      }
      page.macro("Bl -tag -width Ds")
      for option in section.options {
        page.macro("It " + Self.flag(option))
        page.lines(option.fullHelp)
      }
      page.macro("El")
    }
  }

  private func list(_ entries: [(label: String, help: String)], tag: String = "Cm", in page: inout Roff) {
    guard !entries.isEmpty else { return }
    page.macro("Bl -tag -width Ds")
    for entry in entries {
      page.macro("It \(tag) \(Roff.escaped(entry.label))")
      page.lines(entry.help)
    }
    page.macro("El")
  }

  /// An option with what stands for its value: `Fl o , Fl Fl output Ar run`; without its short name where it is not asked for.
  private static func flag(_ option: any NamedDeclaration, isShort: Bool = true) -> String {
    let short = isShort ? option.shortName.map { "Fl \($0.dropFirst()) , " } ?? "" : ""
    let value = option.takesValue ? " Ar " + Roff.escaped(option.valueName) : ""
    return short + "Fl Fl " + Roff.escaped(String(option.name.dropFirst(2))) + value
  }

  private func capitalized(_ title: String) -> String {
    title.prefix(1).uppercased() + title.dropFirst().lowercased()
  }

  private func withoutEnd(_ sentence: String) -> String {
    sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
  }
}
