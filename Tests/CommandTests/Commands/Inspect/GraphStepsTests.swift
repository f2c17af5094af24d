import Testing

@testable import microgpt

@Suite("inspect graph --steps")
struct GraphStepsTests {
  @Test(
    "the document has steps whose sums close, and the same score as the graph",
    arguments: [["--key", "1"], []]
  )
  func document(options: [String]) async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let arguments = ["graph", "run", "--text", "lena"] + options
    let result = try await workspace.document(.graphSteps, arguments + ["--steps"])["result"]
    let graph = try await workspace.document(.graph, arguments + ["--depth", "0"])["result"]
    #expect(result["score"]["data"].number == graph["nodes"].elements[0]["data"].number)
    #expect(result["score"]["gradient"].number == graph["nodes"].elements[0]["gradient"].number)
    let steps = result["steps"].elements
    #expect(steps.count > 20)
    for operand in steps.flatMap({ $0["operands"].elements }) {
      let sum = operand["handed_on"].number + operand["elsewhere"].number
      #expect(agree(sum, operand["number"]["gradient"].number, size: 1))
    }
  }

  @Test("every step is printed with its number, and no line is wider than the terminal", arguments: [80, 40])
  func text(width: Int) async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let outcome = try await workspace.run(
      ["inspect", "graph", "run", "--text", "lena", "--steps"],
      environment: ["COLUMNS": "\(width)"]
    )
    #expect(outcome.status == 0)
    let numbers = outcome.lines.compactMap { Int($0.prefix { $0 != "." }) }
    #expect(numbers == Array(1...numbers.count) && numbers.count > 20)
    #expect(outcome.lines.allSatisfy { $0.count <= width })
    // A narrow terminal breaks lines anywhere between words.
    let words = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("∂L/∂score = ") && words.contains("∂L/∂q[0]"))
  }

  @Test(
    "options that would do nothing are refused",
    arguments: [["--loss"], ["--depth", "3"], ["--svg", "a.svg"]]
  )
  func refusals(options: [String]) async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let outcome = try await workspace.run(["inspect", "graph", "run", "--text", "lena", "--steps"] + options)
    #expect(outcome.status == 64)
    #expect(outcome.messages.contains("\(options[0]) has no effect with --steps"))
  }
}
