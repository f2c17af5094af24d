import Foundation
import Testing

@testable import microgpt

/// What an error advises is accepted.
@Suite("Advice")
struct AdviceTests {
  @Test(
    "What is advised for a graph that is too large draws one",
    arguments: [
      ["--limit", "3"], ["--depth", "40"], ["--loss", "--depth", "6", "--limit", "9"],
      ["--loss", "--depth", "1000"],
      ["--loss", "--depth", "1000", "--limit", "5000"], ["--limit", "1", "--depth", "1"],
    ]
  )
  func graph(options: [String]) async throws {
    let workspace = try Workspace()
    // Wide enough for a graph with more nodes than the largest limit.
    try await workspace.train([
      "--steps", "2", "--embedding", "64", "--heads", "4", "--context", "7", "--samples", "0",
    ])
    let command = ["inspect", "graph", "run", "--text", "lena"]
    let outcome = try await workspace.run(command + options)
    #expect(outcome.status == 64)
    let advice = try #require(outcome.messages.firstMatch(of: /; give --depth (\d+)(?: or --limit (\d+))?\n/))
    // The last one given counts.
    let shallower = try await workspace.run(command + options + ["--depth", String(advice.1)])
    #expect(shallower.status == 0)
    guard let limit = advice.2 else {
      // No limit helps.
      #expect(try await workspace.run(command + options + ["--limit", "5000"]).status == 64)
      return
    }
    #expect(try await workspace.run(command + options + ["--limit", String(limit)]).status == 0)
    let less = try #require(Int(limit)) - 1
    #expect(try await workspace.run(command + options + ["--limit", "\(less)"]).status == 64)
  }

  @Test("Of a run without scores a loss is advised, in place of what has no effect on one")
  func noScores() async throws {
    let workspace = try Workspace()
    try await workspace.train(Workspace.small + ["--kernel", "flash"])
    let command = ["inspect", "graph", "run", "--text", "lena"]
    let plain = try await workspace.run(command)
    #expect(plain.messages.contains("; draw the loss instead: --loss\n"))
    let given = try await workspace.run(command + ["--layer", "0", "--key", "1"])
    #expect(given.messages.contains("; draw the loss instead: --loss instead of --layer, --key\n"))
    #expect(try await workspace.run(command + ["--loss"]).status == 0)
  }

  @Test(
    "A context, a page and a latent of the size that is advised can be trained",
    arguments: [
      (["--context", "1000000", "--embedding", "4", "--heads", "1", "--tokens", "bytes"], "--context"),
      (["--context", "5", "--store", "paged:9"], "--store"), (["--latent", "99"], "--latent"),
      (["--latent", "99", "--positions", "rotary"], "--latent"),
    ]
  )
  func shapes(options: [String], name: String) async throws {
    let workspace = try Workspace()
    let command = ["train", "words.txt", "--quiet", "--steps", "1", "--samples", "0", "--output", "run"]
    let outcome = try await workspace.run(command + options)
    #expect(outcome.status == 64)
    let advice = try #require(
      outcome.messages.firstMatch(of: /choose (?:one of at most|a width below) (\d+)/)
    )
    let number = try #require(Int(advice.1))
    let value = name == "--store" ? "paged:\(number)" : "\(name == "--latent" ? number - 1 : number)"
    let followed = try await workspace.run(command + options + [name, value])
    #expect(followed.status == 0, "\(followed.messages)")
  }

  @Test("Where no latent saves anything, none is advised")
  func noLatent() async throws {
    let workspace = try Workspace()
    let outcome = try await workspace.run(
      ["train", "words.txt", "--embedding", "1", "--heads", "1", "--latent", "1", "--positions", "rotary"]
    )
    #expect(outcome.status == 64)
    #expect(outcome.messages.contains("choose a wider embedding"))
  }

  @Test("A value that begins with a hyphen is accepted as it is advised")
  func hyphen() async throws {
    let workspace = try Workspace()
    try workspace.write("-a\n-b\n", to: "dashes.txt")
    let training = ["train", "dashes.txt", "--quiet", "--output", "run"] + Workspace.small
    try #require(try await workspace.run(training).status == 0)
    let outcome = try await workspace.run(["sample", "run", "--prompt", "-a"])
    let advice = try #require(outcome.messages.firstMatch(of: /given as '(.*)'\./)?.1)
    #expect(try await workspace.run(["sample", "run", String(advice)]).status == 0)
  }

  @Test("A finished run in the way can be replaced, gone on with, or left alone as advised")
  func runInTheWay() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let command = ["train", "words.txt", "--quiet", "--output", "run"] + Workspace.small
    let outcome = try await workspace.run(command)
    #expect(outcome.status == 1)
    #expect(
      outcome.messages.contains("--resume run to go on with it (with more --steps if it has made them all)")
    )
    #expect(try await workspace.run(command + ["--resume", "run", "--steps", "14"]).status == 0)
    #expect(try await workspace.run(command + ["--overwrite"]).status == 0)
    #expect(try await workspace.run(command + ["--output", "other"]).status == 0)
  }
}
