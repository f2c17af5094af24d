import Foundation
import TestSupport
import Testing

@testable import microgpt

@Suite("inspect heads")
struct HeadsCommandTests {
  @Test("over one text, the words and numbers are those of inspect attention")
  func oneText() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    try Data("lena\n".utf8).write(to: workspace.url("one.txt"))
    let document = try await workspace.document(
      .heads,
      ["heads", "run", "--file", "one.txt", "--words", "0"]
    )
    let heads = document["result"]["heads"].elements
    let alone = try await workspace.document(.attention, ["attention", "run", "--text", "lena"])
    let expected = alone["result"]["heads"].elements
    #expect(heads.count == expected.count && !heads.isEmpty)
    for (head, expected) in zip(heads, expected) {
      #expect(head["role"]["word"].string == expected["role"]["word"].string)
      #expect(head["role"]["previous"].number == expected["role"]["previous"].number)
    }
    #expect(document["result"]["document_count"].integer == 1)
  }

  @Test("random words are drawn from the seed, and a separator must be one token of the run")
  func words() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    try Data("lena\nanna\n".utf8).write(to: workspace.url("two.txt"))
    func induction(_ options: [String]) async throws -> String {
      let arguments = ["inspect", "heads", "run", "--file", "two.txt", "--words", "5"] + options
      return try await workspace.run(arguments).output
    }
    let first = try await induction([])
    #expect(try await induction([]) == first)
    #expect(try await induction(["--seed", "7"]) != first)
    let refused = try await workspace.run(
      ["inspect", "heads", "run", "--file", "two.txt", "--separator", "le"]
    )
    #expect(refused.messages.contains("give one token, not 2"))
    #expect(try await workspace.run(["inspect", "heads", "run"]).messages.contains("--file"))
  }
}
