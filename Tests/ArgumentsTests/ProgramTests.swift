import Testing

@testable import Arguments

@Suite("The program above its subcommands")
struct ProgramTests {
  let program = ProgramDefinition<Kitchen>(name: "microgpt", abstract: "A kitchen.")

  private func outcome(_ arguments: [String]) -> String {
    do throws(UsageError) {
      switch try program.parse(arguments) {
      case .help(.program): return "help "
      case .help(.group(let group)): return "help group \(group.name)"
      case .help(.command(let command)): return "help \(command)"
      case .version: return "version"
      case .run(let command, let parsed): return "run \(command) \(parsed.command.name)"
      }
    } catch {
      return error.message.text
    }
  }

  @Test(
    "The first argument says what to do",
    arguments: [
      ([], "help "), (["--help"], "help "), (["-h"], "help "), (["help"], "help "),
      (["help", "help"], "help "),
      (["help", "brew"], "help brew"), (["brew", "--help"], "help brew"),
      (["taste", "x", "-h"], "help taste"),
      (["help", "brew", "--help"], "help brew"), (["--version"], "version"), (["taste"], "run taste taste"),
      (["brew", "r", "--quiet"], "run brew brew"), (["brew", "help"], "run brew brew"),
      (["tsate"], "Unexpected argument 'tsate'. Did you mean 'taste'?"),
      (["help", "brw"], "Unexpected argument 'brw'. Did you mean 'brew'?"),
      (["help", "brew", "x"], "Unexpected argument 'x'"),
      (["launder"], "Unexpected argument 'launder'"),
      (["--verison"], "Unknown option '--verison'. Did you mean '--version'?"),
      (["--steps", "5", "brew"], "Unknown option '--steps'"),
      (["brew"], "Missing expected argument '<recipe>'"),
      ([""], "Unexpected argument ''"),
      (["clean", "sweep"], "run sweep clean sweep"), (["clean"], "help group clean"),
      (["clean", "-h"], "help group clean"), (["clean", "sweep", "--help"], "help sweep"),
      (["help", "clean"], "help group clean"), (["help", "clean", "sweep"], "help sweep"),
      (["claen"], "Unexpected argument 'claen'. Did you mean 'clean'?"),
      (["clean", "sweeep"], "Unexpected argument 'sweeep'. Did you mean 'sweep'?"),
      (["clean", "brew"], "Unexpected argument 'brew'"), (["sweep"], "Unexpected argument 'sweep'"),
      (["clean", "--hlep"], "Unknown option '--hlep'. Did you mean '--help'?"),
      (["help", "clean", "sweep", "x"], "Unexpected argument 'x'"),
    ] as [([String], String)]
  )
  func outcomes(arguments: [String], expected: String) {
    #expect(outcome(arguments) == expected)
  }

  @Test("An error above the subcommands shows the program's usage")
  func report() {
    #expect {
      _ = try program.parse(["tsate"])
    } throws: { error in
      (error as? UsageError)?.report == """
        Error: Unexpected argument 'tsate'. Did you mean 'taste'?
        Usage: microgpt <subcommand>
          See 'microgpt --help' for more information.

        """
    }
  }

  @Test("The program's help lists its subcommands")
  func help() {
    #expect(
      program.help(for: .program, width: 80) == """
        OVERVIEW: A kitchen.

        USAGE: microgpt <subcommand>

        OPTIONS:
          --version               Show the version.
          -h, --help              Show help information.

        SUBCOMMANDS:
          brew                    Brew a pot.
          taste                   Taste what was brewed.
          clean                   Clean something.

          See 'microgpt help <subcommand>' for detailed help.

        """
    )
    #expect(program.help(for: .command(.taste), width: 80) == Taste.definition.help(width: 80))
  }

  @Test("A group's help lists its subcommands, and its errors show its usage")
  func group() {
    #expect(
      program.help(for: .group(Kitchen.groups[0]), width: 80) == """
        OVERVIEW: Clean something.

        It does not hurt.

        USAGE: microgpt clean <subcommand>

        OPTIONS:
          -h, --help              Show help information.

        SUBCOMMANDS:
          sweep                   Sweep the floor.

          See 'microgpt help clean <subcommand>' for detailed help.

        """
    )
    #expect {
      _ = try program.parse(["clean", "windows"])
    } throws: { error in
      (error as? UsageError)?.report == """
        Error: Unexpected argument 'windows'
        Usage: microgpt clean <subcommand>
          See 'microgpt clean --help' for more information.

        """
    }
  }
}
