import Testing

@testable import Arguments

@Suite("Usage errors")
struct UsageErrorTests {
  private func report(_ arguments: String...) -> String? {
    do throws(UsageError) {
      _ = try Brew.definition.parse(arguments)
      return nil
    } catch {
      return error.report
    }
  }

  let usage = """
    Usage: microgpt brew <recipe> [<cup>] [--temperature <temperature>] [--steps <steps>] [--seed <number>] \
    [--share <share>] [--leaf <leaf>] [--second-leaf <second-leaf>] [--name <name>] [--output <pot>] [--quiet]
      See 'microgpt brew --help' for more information.

    """

  @Test("An error names what is wrong, the usage, and where to read more")
  func unknownOption() {
    #expect(report("r", "--stps", "5") == "Error: Unknown option '--stps'. Did you mean '--steps'?\n" + usage)
  }

  @Test("An error about one argument repeats its help")
  func argumentHelp() {
    #expect(
      report() == "Error: Missing expected argument '<recipe>'\nHelp:  <recipe>  The recipe to follow.\n"
        + usage
    )
    #expect(
      report("r", "--steps")
        == "Error: Missing value for '--steps <steps>'\nHelp:  --steps <steps>  Training steps.\n" + usage
    )
  }

  @Test("A command can refuse arguments that contradict each other")
  func contradiction() throws {
    let parsed = try #require(try brewed("r"))
    let error = parsed.usageError("The options '--share' and '--quiet' exclude each other.")
    #expect(error.report == "Error: The options '--share' and '--quiet' exclude each other.\n" + usage)
  }

  @Test("More than twelve options are not listed one by one")
  func manyOptions() {
    let flags = { (count: Int) in (1...count).map { Flag("--flag-\($0)", help: "") } }
    let twelve = CommandDefinition(
      program: "microgpt",
      name: "c",
      abstract: "",
      arguments: [Brew.file],
      options: flags(12)
    )
    let thirteen = CommandDefinition(
      program: "microgpt",
      name: "c",
      abstract: "",
      arguments: [Brew.file],
      options: flags(13)
    )
    #expect(twelve.usage.hasPrefix("microgpt c <recipe> [--flag-1] [--flag-2]"))
    #expect(thirteen.usage == "microgpt c <recipe> [<options>]")
  }
}
