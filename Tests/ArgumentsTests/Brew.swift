@testable import Arguments

/// A fictitious command with every kind of argument.
enum Brew {
  enum Leaf: String, CaseIterable, Sendable {
    case green, black, oolong
  }

  static let file = Argument.required("recipe", help: "The recipe to follow.")
  static let cup = Argument.optional("cup", help: "The cup to fill.")
  static let steps = Option("--steps", as: .integer(in: 1...), default: 1000, help: "Training steps.")
  static let seed = Option(
    "--seed",
    placeholder: "number",
    as: .integer(in: .any),
    help: "Seed of the generator."
  )
  static let temperature = Option(
    "--temperature",
    as: .number(in: .above(0, through: 100)),
    default: 92.5,
    help: "Heat."
  )
  static let share = Option("--share", as: .number(in: 0..<1), help: "Share that is left in the pot.")
  static let leaf = Option("--leaf", as: .choice, default: Leaf.green, help: "Kind of leaf.")
  static let second = Option("--second-leaf", as: .choice(of: Leaf.self), help: "Kind of leaf to mix in.")
  static let name = Option("--name", as: .string, default: "tea", help: "What to call it.")
  static let output = Option(
    "--output",
    placeholder: "pot",
    as: .string,
    defaultText: "pots/<recipe>",
    help: "Where it goes."
  )
  static let quiet = Flag("--quiet", help: "Say nothing.")

  static let definition = CommandDefinition(
    program: "microgpt",
    name: "brew",
    abstract: "Brew a pot.",
    arguments: [file, cup],
    sections: [
      .init("Heat", [temperature, steps]),
      .init("OPTIONS", [seed, share, leaf, second, name, output, quiet]),
    ]
  )
}

/// A command without required arguments.
enum Taste {
  static let definition = CommandDefinition(
    program: "microgpt",
    name: "taste",
    abstract: "Taste what was brewed."
  )
}

/// A command of a group.
enum Sweep {
  static let definition = CommandDefinition(
    program: "microgpt",
    name: "clean sweep",
    abstract: "Sweep the floor."
  )
}

enum Kitchen: String, CommandSet {
  case brew, taste
  case sweep = "clean sweep"

  static let groups = [
    CommandGroup(name: "clean", abstract: "Clean something.", discussion: "It does not hurt.")
  ]

  var definition: CommandDefinition {
    switch self {
    case .brew: Brew.definition
    case .taste: Taste.definition
    case .sweep: Sweep.definition
    }
  }
}

/// The parsed arguments of `brew`, nil where the help was asked for.
func brewed(_ arguments: String...) throws(UsageError) -> ParsedArguments? {
  switch try Brew.definition.parse(arguments) {
  case .help: nil
  case .run(let parsed): parsed
  }
}

/// The message with which `brew` refuses its arguments.
func refusal(_ arguments: [String]) -> String? {
  do throws(UsageError) {
    _ = try Brew.definition.parse(arguments)
    return nil
  } catch {
    return error.message.text
  }
}
