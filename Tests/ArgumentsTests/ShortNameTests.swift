import Testing

@testable import Arguments

@Suite("Short names and lists of numbers")
struct ShortNameTests {
  static let output = Option(
    "--output",
    short: "-o",
    placeholder: "file",
    as: .string,
    help: "Where it goes."
  )
  static let widths = Option(
    "--widths",
    placeholder: "n,n",
    as: .integers(in: 1...9),
    default: [1, 2],
    help: "How wide."
  )
  static let quiet = Flag("--quiet", help: "Say nothing.")
  static let definition = CommandDefinition(
    program: "microgpt",
    name: "c",
    abstract: "A.",
    options: [output, widths, quiet]
  )

  private func outcome(_ arguments: [String]) -> String {
    do throws(UsageError) {
      guard case .run(let parsed) = try Self.definition.parse(arguments) else { return "help" }
      return "\(parsed[Self.output] ?? "-") \(parsed[Self.widths]) \(parsed.isGiven(Self.widths))"
    } catch {
      return error.message.text
    }
  }

  @Test(
    "a short name is the long one; numbers stand between commas",
    arguments: [
      ([], "- [1, 2] false"), (["-o", "x"], "x [1, 2] false"), (["-o=x"], "x [1, 2] false"),
      (["--output", "x", "-o", "y"], "y [1, 2] false"), (["--widths", "3"], "- [3] true"),
      (["--widths=4,5,4"], "- [4, 5, 4] true"),
      (["-o"], "Missing value for '-o, --output <file>'"),
      (["--widths", "-o", "x"], "Missing value for '--widths <n,n>'"),
      (["-p"], "Unknown option '-p'"),
      (
        ["--widths", "1,,2"],
        "The value '1,,2' is invalid for '--widths <n,n>': give at most 32 whole numbers from 1 to 9 with commas between them."
      ),
      (
        ["--widths", "1,10"],
        "The value '1,10' is invalid for '--widths <n,n>': give at most 32 whole numbers from 1 to 9 with commas between them."
      ),
    ] as [([String], String)]
  )
  func outcomes(arguments: [String], expected: String) {
    #expect(outcome(arguments) == expected)
  }

  @Test("the help shows both names, and a list as one types it")
  func help() {
    let page = Self.definition.help(width: 80)
    #expect(page.contains("  -o, --output <file>     Where it goes."))
    #expect(
      page.contains(
        "  --widths <n,n>          How wide. (values: 1 to 9, at most 32 of them;\n"
          + "                          default: 1,2)"
      )
    )
    #expect(page.contains("[-o, --output <file>]") == false && page.contains("[--output <file>]"))
  }
}
