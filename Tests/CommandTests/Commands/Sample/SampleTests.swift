import Foundation
import Testing

@testable import microgpt

@Suite("The command sample")
struct SampleTests {
  /// A model that has learnt a little, in the folder `run`.
  static func trained() async throws -> Workspace {
    let workspace = try Workspace()
    try await workspace.train(["--steps", "150", "--embedding", "8", "--heads", "2", "--context", "8"])
    return workspace
  }

  /// What `sample run` prints with some options.
  static func sample(_ options: String..., in workspace: Workspace) async throws -> [String] {
    let outcome = try await workspace.run(["sample", "run"] + options)
    try #require(outcome.status == 0, "\(outcome.errors)")
    return outcome.lines
  }

  @Test("Without a seed the draws go on where training ended; with one they depend on the seed alone")
  func seed() async throws {
    let workspace = try await Self.trained()
    let printed = try workspace.text("run/samples.txt").split(
      separator: "\n",
      omittingEmptySubsequences: false
    )
    #expect(try await Self.sample(in: workspace) == printed.dropLast().map(String.init))
    let first = try await Self.sample("--seed", "1", in: workspace)
    #expect(try await Self.sample("--seed", "1", in: workspace) == first)
    #expect(try await Self.sample("--seed", "2", in: workspace) != first)
    #expect(try await Self.sample("--seed=1", "--count", "5", in: workspace) == Array(first.prefix(5)))
  }

  @Test("--count says how many, 20 if it is not given", arguments: [0, 1, 33])
  func count(count: Int) async throws {
    let workspace = try await Self.trained()
    #expect(try await Self.sample(in: workspace).count == 20)
    #expect(try await Self.sample("--count", "\(count)", in: workspace).count == count)
  }

  @Test("Every text begins with the prompt, and fits the context")
  func prompt() async throws {
    let workspace = try await Self.trained()
    for prompt in ["k", "lotte", "annanna"] {
      let texts = try await Self.sample("--prompt", prompt, in: workspace)
      #expect(texts.allSatisfy { $0.hasPrefix(prompt) && $0.count <= 8 })
    }
  }

  @Test("--greedy gives one text, the one of --top-k 1, of a tiny --top-p and of a low temperature")
  func greedy() async throws {
    let workspace = try await Self.trained()
    let texts = try await Self.sample("--greedy", in: workspace)
    #expect(texts.count == 1)
    #expect(try await Self.sample("--greedy", "--count", "3", in: workspace) == texts + texts + texts)
    #expect(try await Self.sample("--top-k", "1", "--count", "1", in: workspace) == texts)
    #expect(try await Self.sample("--top-p", "0.000001", "--count", "1", in: workspace) == texts)
    #expect(try await Self.sample("--temperature", "0.0001", "--count", "1", in: workspace) == texts)
  }

  @Test("--top-k of the whole vocabulary, --top-p 1 and --temperature 0.5 change nothing")
  func neutralOptions() async throws {
    let workspace = try await Self.trained()
    let texts = try await Self.sample("--seed", "5", in: workspace)
    #expect(try await Self.sample("--seed", "5", "--top-k", "10", in: workspace) == texts)
    #expect(try await Self.sample("--seed", "5", "--top-p", "1", in: workspace) == texts)
    #expect(try await Self.sample("--seed", "5", "--temperature", "0.5", in: workspace) == texts)
    #expect(try await Self.sample("--seed", "5", "--temperature", "5", in: workspace) != texts)
    #expect(
      try await Self.sample("--seed", "5", "--temperature", "3", "--top-k", "2", in: workspace) != texts
    )
  }

  @Test("--against marks the texts that are lines of a file as known and counts the new ones")
  func against() async throws {
    let workspace = try await Self.trained()
    let texts = try await Self.sample("--count", "6", in: workspace)
    // A byte-order mark, other line ends and white space around a line make no difference.
    let known = try #require(texts.first { !$0.isEmpty })
    try workspace.write("\u{FEFF}xyz\r\n  \(known)\t\r\n", to: "known.txt")
    let outcome = try await workspace.run(["sample", "run", "--count", "6", "--against", "known.txt"])
    let marked = outcome.lines.map { $0.split(separator: " ").map(String.init) }
    #expect(
      marked
        == texts.map { [$0].filter { !$0.isEmpty } + [$0 == known ? "known" : $0.isEmpty ? "empty" : "new"] }
    )
    #expect(marked.contains(["empty"]) == texts.contains(""))
    let newCount = texts.count { $0 != known && !$0.isEmpty }
    let emptyCount = texts.count { $0.isEmpty }
    #expect(outcome.messages == KnownTexts.summary(new: newCount, empty: emptyCount, of: 6) + "\n")
  }

  @Test("--against compares byte for byte, not by what Unicode holds equivalent")
  func canonicalEquivalence() async throws {
    let workspace = try Workspace()
    try workspace.write("e\u{301}\n", to: "decomposed.txt")
    try workspace.write("\u{E9}\n", to: "composed.txt")
    let training = [
      "train", "decomposed.txt", "--quiet", "--output", "run", "--steps", "40", "--samples", "0",
    ]
    #expect(try await workspace.run(training).status == 0)
    let sampling = ["sample", "run", "--greedy", "--against"]
    let same = try await workspace.run(sampling + ["decomposed.txt"])
    let other = try await workspace.run(sampling + ["composed.txt"])
    #expect(same.output.hasSuffix("known\n") && other.output.hasSuffix("new\n"))
  }

  @Test("Of a stream every part counts as known")
  func streamAgainst() async throws {
    let workspace = try Workspace()
    let training = [
      "train", "words.txt", "--documents", "stream", "--quiet", "--output", "run", "--samples", "0",
    ]
    #expect(try await workspace.run(training + ["--steps", "5", "--context", "2"]).status == 0)
    try workspace.write("xno\nax", to: "other.txt")
    let outcome = try await workspace.run([
      "sample", "run", "--count", "60", "--seed", "3", "--against", "other.txt",
    ])
    for line in outcome.lines {
      let text = line.split(separator: " ").dropLast().joined()
      let isPart = "xno\\nax".contains(text)
      #expect(line.hasSuffix(text.isEmpty ? "empty" : isPart ? "known" : "new"), "\(line)")
    }
    #expect(
      outcome.lines.contains { $0.hasSuffix("known") } && outcome.lines.contains { $0.hasSuffix("new") }
    )
  }

  @Test("--greedy shows the model's own probabilities, and takes the first")
  func greedyProbabilities() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let outcome = try await workspace.run(["sample", "run", "--greedy", "--probabilities"])
    let steps = outcome.output.split(separator: "  after").dropFirst()
    let length = try #require(outcome.lines.first).count
    #expect(steps.count == min(7, length + 1))
    for step in steps {
      let rows = step.split(separator: "\n").dropFirst()
      #expect(rows.count == 5 && rows.first?.hasPrefix("   >") == true)
    }
  }

  @Test("--probabilities shows at most five tokens a step, falling, with a bar; what was drawn is marked")
  func probabilities() async throws {
    let workspace = try await Self.trained()
    let lines = try await Self.sample("--greedy", "--prompt", "an", "--probabilities", in: workspace)
    let text = lines[0]
    let steps = lines.dropFirst().split { !$0.hasPrefix("   ") }
    let titles = lines.filter { $0.hasPrefix("  after '") }
    #expect(steps.count == titles.count)
    // One step for each letter after the prompt, and one for the end unless the context is full.
    #expect(titles.count == text.count - 2 + (text.count < 8 ? 1 : 0))
    #expect(titles.first?.hasPrefix("  after 'an': ") == true)
    for step in steps { #expect((1...5).contains(step.count)) }

    let wide = try await Self.sample(
      "--temperature",
      "1",
      "--seed",
      "3",
      "--count",
      "1",
      "--probabilities",
      in: workspace
    )
    let choices = wide.dropFirst().filter { $0.hasPrefix("   ") }.prefix(5).map {
      $0.split(separator: " ").map(String.init)
    }
    let shares = choices.compactMap { row in row.firstIndex(of: "%").flatMap { Double(row[$0 - 1]) } }
    #expect(shares.count == 5)
    #expect(shares == shares.sorted(by: >))
    #expect(shares.reduce(0, +) < 100.3)
    #expect(choices[0].last?.contains("█") == true)
  }

  @Test("A pipe that is closed early ends the program quietly")
  func closedPipe() async throws {
    let workspace = try await Self.trained()
    try workspace.shell("\"$0\" sample run --count 4000 2>errors.txt | head -n 1 >first.txt")
    let first = try await Self.sample("--count", "1", in: workspace)
    #expect(try workspace.text("first.txt") == first[0] + "\n")
    let errors = try workspace.text("errors.txt").split(separator: "\n").filter { !$0.hasPrefix("note:") }
    #expect(errors == [])
  }

  @Test("Through a slow pipe comes the same as into a file, and more than a pipe holds")
  func longOutput() async throws {
    let workspace = try await Self.trained()
    let options = "--count 150 --probabilities --temperature 2"
    try workspace.shell("\"$0\" sample run \(options) 2>errors.txt | (sleep 0.1; cat) >piped.txt")
    let outcome = try await workspace.run(["sample", "run"] + options.split(separator: " ").map(String.init))
    #expect(outcome.output.utf8.count > 65_536)
    #expect(try workspace.text("piped.txt") == outcome.output)
  }
}
