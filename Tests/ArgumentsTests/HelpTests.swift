import Testing

@testable import Arguments

@Suite("Help pages")
struct HelpTests {
  @Test("A help page has an overview, the usage, and titled lists in two columns")
  func page() {
    #expect(
      Brew.definition.help(width: 80) == """
        OVERVIEW: Brew a pot.

        USAGE: microgpt brew <recipe> [<cup>] [--temperature <temperature>]
               [--steps <steps>] [--seed <number>] [--share <share>] [--leaf <leaf>]
               [--second-leaf <second-leaf>] [--name <name>] [--output <pot>] [--quiet]

        ARGUMENTS:
          <recipe>                The recipe to follow.
          <cup>                   The cup to fill.

        HEAT:
          --temperature <temperature>
                                  Heat. (values: above 0, up to 100; default: 92.5)
          --steps <steps>         Training steps. (default: 1000)

        OPTIONS:
          --seed <number>         Seed of the generator.
          --share <share>         Share that is left in the pot. (values: 0 to less than
                                  1)
          --leaf <leaf>           Kind of leaf. (values: green, black, oolong; default:
                                  green)
          --second-leaf <second-leaf>
                                  Kind of leaf to mix in. (values: green, black, oolong)
          --name <name>           What to call it. (default: tea)
          --output <pot>          Where it goes. (default: pots/<recipe>)
          --quiet                 Say nothing.
          -h, --help              Show help information.

        """
    )
  }

  @Test("A narrow terminal gets one column")
  func narrow() {
    #expect(
      CommandDefinition(
        program: "microgpt",
        name: "c",
        abstract: "One two three four five six.",
        options: [Brew.steps]
      ).help(width: 24) == """
        OVERVIEW: One two three
        four five six.

        USAGE: microgpt c
               [--steps <steps>]

        OPTIONS:
          --steps <steps>
              Training steps.
              (default: 1000)
          -h, --help
              Show help
              information.

        """
    )
  }

  @Test("No line is wider than the terminal", arguments: [60, 72, 80, 100, 132])
  func width(width: Int) {
    for line in Brew.definition.help(width: width).split(separator: "\n") {
      #expect(line.count <= width)
      #expect(line.last != " ")
    }
  }

  @Test("Titled sections without one called OPTIONS are followed by it")
  func sectionsOnly() {
    let page = CommandDefinition(
      program: "microgpt",
      name: "c",
      abstract: "A.",
      sections: [.init("Heat", [Brew.steps])]
    ).help(
      width: 80
    )
    #expect(
      page.hasSuffix(
        "HEAT:\n  --steps <steps>         Training steps. (default: 1000)\n\n"
          + "OPTIONS:\n  -h, --help              Show help information.\n"
      )
    )
  }

  @Test(
    "A discussion keeps its line breaks, and whole the indented ones that call the program: they are copied"
  )
  func discussion() {
    let command = CommandDefinition(
      program: "microgpt",
      name: "c",
      abstract: "A.",
      discussion:
        "First line, which is broken where it is too long.\n  an item that is as long as a line and longer\n\nExample:\n  microgpt c --a-rather-long-option and so on",
      sections: []
    )
    #expect(
      command.help(width: 36).hasPrefix(
        "OVERVIEW: A.\n\nFirst line, which is broken where it\nis too long.\n  an item that is as long as a line\n  and longer\n\n"
          + "Example:\n  microgpt c --a-rather-long-option and so on\n\nUSAGE: microgpt c\n"
      )
    )
  }

  @Test("A default given with its own text is shown so")
  func defaultText() {
    let option = Option(
      "--threads",
      as: .integer(in: 1...),
      default: 8,
      defaultText: "all cores",
      help: "Threads."
    )
    #expect(option.fullHelp == "Threads. (default: all cores)")
    #expect(Option("--heat", as: .number(in: .any), default: 1, help: "").fullHelp == "(default: 1)")
  }
}
