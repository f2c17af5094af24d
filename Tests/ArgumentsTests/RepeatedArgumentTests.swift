import Testing

@testable import Arguments

@Suite("An argument that is given once or more")
struct RepeatedArgumentTests {
  private static let pots = RepeatedArgument("pot", help: "The pots to compare.")
  private static let taster = Argument.required("taster", help: "Who tastes.")
  private static let quiet = Flag("--quiet", help: "Say nothing.")
  private static let definition = CommandDefinition(
    program: "microgpt",
    name: "taste",
    abstract: "Taste some pots.",
    arguments: [taster, pots],
    options: [quiet]
  )

  private func values(_ texts: [String]) throws -> [String]? {
    guard case .run(let parsed) = try Self.definition.parse(texts) else { return nil }
    return parsed[Self.pots]
  }

  @Test("All that comes after the arguments before it, wherever options stand")
  func values() throws {
    #expect(try values(["ann", "a"]) == ["a"])
    #expect(try values(["ann", "a", "--quiet", "b", "c", "a"]) == ["a", "b", "c", "a"])
    #expect(try values(["ann", "--", "-a", "--b"]) == ["-a", "--b"])
  }

  @Test("Without one it is missing, and the usage shows that there may be more")
  func missing() {
    #expect(throws: UsageError.self) { try values(["ann"]) }
    #expect(Self.definition.usage == "microgpt taste <taster> <pot> ... [--quiet]")
  }

  @Test("One that need not be given is an empty list, and stands in brackets")
  func optional() throws {
    let pots = RepeatedArgument("pot", isRequired: false, help: "The pots to compare.")
    let definition = CommandDefinition(
      program: "microgpt",
      name: "taste",
      abstract: "Taste some pots.",
      arguments: [Self.taster, pots],
      options: [Self.quiet]
    )
    guard case .run(let none) = try definition.parse(["ann"]),
      case .run(let two) = try definition.parse(["ann", "a", "b"])
    else {
      Issue.record("no run")
      return
    }
    #expect(none[pots] == [])
    #expect(two[pots] == ["a", "b"])
    #expect(definition.usage == "microgpt taste <taster> [<pot>] ... [--quiet]")
  }
}
