import Foundation
import Testing

@testable import microgpt

/// Options of one command side by side: each has an effect, or the two are refused.
@Suite("Pairs of options")
struct OptionPairTests {
  /// A command and options of it, none with its default, whose effects can be seen in what is printed or written.
  struct Command: Sendable, CustomTestStringConvertible {
    let words: [String]
    let options: [[String]]
    /// Options and pairs of them that may do nothing and contradict nothing.
    var harmless: [[String]] = []

    var testDescription: String { words.joined(separator: " ") }
  }

  private static let outputOptions = [["--json"], ["--ascii"], ["--svg", "-"], ["--svg", "picture.svg"]]

  static let commands = [
    Command(
      words: ["inspect", "attention", "run", "--text", "lena"],
      options: outputOptions + [["--layer", "1"], ["--head", "1"], ["--show", "scores"]]
    ),
    Command(words: ["inspect", "gradients", "run", "--text", "lena"], options: outputOptions),
    Command(
      words: ["inspect", "graph", "run", "--text", "lena"],
      options: outputOptions + [
        ["--layer", "1"], ["--head", "1"], ["--position", "2"], ["--key", "1"], ["--loss"], ["--depth", "1"],
      ],
      // DOT has other signs only for some tokens.
      harmless: [["--ascii"]]
    ),
    Command(
      words: ["inspect", "shapes", "run"],
      options: [["--json"], ["--ascii"], ["--text", "le"]]
    ),
    Command(
      words: ["inspect", "check", "run", "--text", "lena", "--elements", "9"],
      options: [["--json"], ["--ascii"], ["--elements", "2"]]
    ),
    Command(
      words: ["inspect", "scaling", "--queries", "9"],
      options: outputOptions + [
        ["--widths", "2,4"], ["--keys", "3"], ["--queries", "5"], ["--seed", "7"], ["--text", "lena"],
        ["--steps", "3"],
        ["--embedding", "8"], ["--head-widths", "2"],
      ]
    ),
    Command(
      words: ["inspect", "scaling", "run", "--text", "lena"],
      options: outputOptions + [["--seed", "7"], ["--keys", "3"]]
    ),
    Command(
      words: ["inspect", "scaling", "--train", "words.txt", "--steps", "2", "--embedding", "4"],
      options: outputOptions + [["--head-widths", "2"], ["--seed", "7"], ["--widths", "4"]]
    ),
    Command(
      words: ["sample", "run", "--count", "3"],
      options: [
        ["--prompt", "k"], ["--temperature", "2"], ["--temperature", "0"], ["--top-k", "2"],
        ["--top-p", "0.3"], ["--greedy"],
        ["--seed", "5"], ["--probabilities"], ["--against", "words.txt"], ["--statistics"],
      ],
      harmless: [["--temperature", "--greedy"]]
    ),
    Command(
      words: ["worksheet", "run", "--text", "lena"],
      options: [
        ["--json"], ["--ascii"], ["--output", "page.html"], ["--output", "-"], ["--layer", "1"],
        ["--head", "1"], ["--position", "2"],
      ],
      // There it may be the head that is chosen without.
      harmless: [["--layer", "--head"], ["--position", "--head"]]
    ),
    Command(words: ["info", "run"], options: [["--json"], ["--ascii"], ["--checkpoint", "6"]]),
    Command(
      words: ["evaluate", "run", "words.txt"],
      options: [["--json"], ["--ascii"], ["--held-out"], ["--checkpoint", "6"]]
    ),
    Command(
      words: ["score", "run", "lena"],
      options: [["--json"], ["--ascii"], ["--totals"], ["--checkpoint", "6"]]
    ),
    Command(
      words: ["report", "run", "--text", "lena"],
      options: [["--output", "page.html"], ["--output", "-"], ["--data", "copy.txt"]]
    ),
  ]

  /// What a command leaves: its status, what it prints, and the files that are new.
  private func trace(
    _ words: [String],
    in workspace: Workspace
  ) async throws -> (status: Int32, message: String, trace: [String]) {
    let before = try workspace.contents()
    let outcome = try await workspace.run(words)
    let new = try workspace.contents().keys.filter { before[$0] == nil }.sorted()
    defer { for name in new { try? FileManager.default.removeItem(at: workspace.url(name)) } }
    let files = try new.map { try $0 + "\n" + workspace.text($0) }
    return (outcome.status, outcome.messages, [outcome.output] + files)
  }

  @Test("Two options both have an effect, or are refused with a reason", arguments: commands)
  func pair(command: Command) async throws {
    let workspace = try Workspace()
    try await workspace.train(
      Workspace.small + ["--layers", "2", "--snapshot-every", "6", "--validation", "0.25"]
    )
    try workspace.write(workspace.data("words.txt"), to: "copy.txt")
    var alone: [[String]: [String]] = [:]
    for option in command.options {
      alone[option] = try await trace(command.words + option, in: workspace).trace
    }
    for (index, first) in command.options.enumerated() {
      for second in command.options.dropFirst(index + 1) where first[0] != second[0] {
        let both = try await trace(command.words + first + second, in: workspace)
        if both.status != 0 {
          #expect(both.status == 64, "\(first + second)")
          #expect(both.message.hasPrefix("Error: "), "\(first + second)")
        } else if !command.harmless.contains(where: { $0.allSatisfy([first[0], second[0]].contains) }) {
          #expect(both.trace != alone[first], "\(second) does nothing beside \(first)")
          #expect(both.trace != alone[second], "\(first) does nothing beside \(second)")
        }
      }
    }
  }

  @Test(
    "Options that are printed in place of each other are refused at once",
    arguments: [
      (["--json", "--svg", "-"], "--json has no effect where the picture is printed"),
      (["--svg=/dev/stdout", "--json"], "--json has no effect where the picture is printed"),
      (["--ascii", "--svg", "-"], "--ascii has no effect where the picture is printed"),
      (["--json", "--ascii"], "--ascii has no effect with --json"),
    ]
  )
  func printedInPlace(options: [String], expected: String) async throws {
    let workspace = try Workspace()
    for command in ["attention", "gradients", "graph", "scaling"] {
      // Before the run is read: there is none.
      let outcome = try await workspace.run(["inspect", command, "run", "--text", "lena"] + options)
      #expect(outcome.status == 64)
      #expect(outcome.messages.contains(expected))
    }
  }
}
