import Foundation
import TestSupport
import Testing

@testable import microgpt

@Suite("sample --statistics")
struct StatisticsTests {
  // With --greedy all texts are the same: of n tokens drawn after a prompt of 3 and the boundary, all but the one that ends
  // the text are read, so each text has as many positions as letters and one for the boundary, 7 at most.
  @Test(
    "sample --statistics counts positions, pages, shared pages and bytes",
    arguments: [
      (["--store", "paged:2"], 2, 64), ([], 4, 64), (["--kv-heads", "1", "--store", "paged:3"], 3, 32),
    ]
  )
  func statistics(options: [String], pageSize: Int, bytes: Int) async throws {
    let workspace = try Workspace()
    try await workspace.train(Workspace.small + options)
    let texts = try await workspace.run(["sample", "run", "--greedy", "--count", "3", "--prompt", "ele"])
    let outcome = try await workspace.run(
      ["sample", "run", "--greedy", "--count", "3", "--prompt", "ele", "--statistics"]
    )
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix(texts.output + "\n"))
    let length = min(7, try #require(texts.lines.first).count + 1)
    // Whole pages of the four positions of the beginning are shared, what is left is copied by each text that goes on.
    let whole = length == 4 ? 4 : 4 / pageSize * pageSize
    let wholePages = (whole + pageSize - 1) / pageSize
    let own = length - whole
    let pages = wholePages + 3 * ((own + pageSize - 1) / pageSize)
    let rows = outcome.lines.dropFirst(4).filter { !$0.hasPrefix("─") }
      .map { $0.split(separator: " ").map(String.init) }
    #expect(
      rows == [
        ["store", "positions", "pages", "shared", "bytes"],
        ["list", "\(3 * length)", "-", "-", grouped(3 * length * bytes)],
        [
          "paged:\(pageSize)", "\(whole + 3 * own)", "\(pages)", "\(wholePages)",
          grouped(pages * pageSize * bytes),
        ],
      ]
    )
  }

  @Test("Statistics of no texts are zeros")
  func noTexts() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let outcome = try await workspace.run(["sample", "run", "--count", "0", "--statistics"])
    #expect(outcome.status == 0)
    let rows = outcome.lines.suffix(2).map { $0.split(separator: " ").map(String.init) }
    #expect(rows == [["list", "0", "-", "-", "0"], ["paged:4", "0", "0", "0", "0"]])
  }
}
