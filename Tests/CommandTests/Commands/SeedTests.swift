import Foundation
import TestSupport
import Testing

@testable import microgpt

@Suite("Seeds of 64 bits")
struct SeedTests {
  @Test(
    "A seed beyond 63 bits draws its own numbers, stays in the checkpoint, and is written by the command on the page",
    arguments: [1 << 63, UInt64.max - 1, UInt64.max]
  )
  func largeSeed(seed: UInt64) async throws {
    let workspace = try Workspace()
    try await workspace.train(Workspace.small + ["--seed", "\(seed)"])
    #expect(try workspace.checkpoint().training.seed == seed)
    #expect(try await workspace.run(["info", "run"]).output.contains(" \(seed)\n"))
    // The lower 63 and the lower 32 bits of it are other seeds.
    for other in [seed & (1 << 63 - 1), seed & (1 << 32 - 1)] {
      try await workspace.train(Workspace.small + ["--seed", "\(other)"], output: "other")
      #expect(try workspace.checkpoint("other").parameters != workspace.checkpoint().parameters)
      try FileManager.default.removeItem(at: workspace.url("other"))
    }
    let resume = ["train", "words.txt", "--quiet", "--resume", "run", "--steps", "14", "--seed"]
    let refused = try await workspace.run(resume + ["\(seed - 1)"])
    #expect(
      refused.status == 64
        && refused.messages.contains("--seed can't be changed in a run that is resumed: it is \(seed)")
    )
    #expect(try await workspace.run(resume + ["\(seed)"]).status == 0)
    #expect(try await workspace.run(["report", "run", "--text", "lena", "-o", "page.html"]).status == 0)
    let page = ParsedMarkup(try workspace.text("page.html")).text
    #expect(page.contains("--seed \(seed) "))
  }

  @Test("sample and inspect scaling take them too")
  func otherCommands() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    func samples(_ seed: UInt64) async throws -> String {
      try await workspace.run(["sample", "run", "--seed", "\(seed)"]).output
    }
    #expect(try await samples(.max) == samples(.max))
    #expect(try await samples(.max) != samples(.max >> 1))
    let scaling = ["inspect", "scaling", "--widths", "2", "--queries", "3", "--json", "--seed"]
    let outcome = try await workspace.run(scaling + ["18446744073709551615"])
    #expect(outcome.status == 0 && outcome.output.contains("\"seed\":18446744073709551615"))
  }
}
