import Arguments
import Foundation
import Testing

@testable import microgpt

/// `--checkpoint` of every command that takes a run.
@Suite("The option --checkpoint")
struct CheckpointOptionTests {
  /// Each command that takes a run, with what else it needs.
  static let commands: [(command: Microgpt.Command, arguments: [String])] = [
    (.sample, ["--count", "20"]), (.score, ["lena"]), (.evaluate, ["words.txt"]), (.info, []),
    (.export, ["--to", "onnx", "--output", "-"]),
    (.report, ["--text", "lena", "--output", "-"]), (.inspectScaling, ["--text", "lena"]),
    (.inspectAttention, ["--text", "lena"]), (.inspectAttention, ["--text", "lena", "--row", "2"]),
    (.inspectHeads, ["--file", "words.txt", "--words", "3"]), (.inspectFilm, ["--text", "lena"]),
    (.inspectLens, ["--text", "lena"]), (.inspectAblate, ["--text", "lena"]),
    (.inspectAblate, ["--file", "words.txt"]), (.inspectPatch, ["--text", "lena", "--from", "anna"]),
    (.inspectCircuits, []), (.inspectGradients, ["--text", "lena"]), (.inspectGraph, ["--text", "lena"]),
    (.inspectGraph, ["--text", "lena", "--steps"]),
    (.inspectShapes, []), (.inspectShapes, ["--text", "lena"]),
    (.inspectCheck, ["--text", "lena", "--elements", "2"]), (.worksheet, ["--text", "lena"]),
  ]

  @Test("The commands of this test are all that take a run, and no other has the option")
  func complete() {
    for command in Microgpt.Command.allCases {
      let isListed = Self.commands.contains { $0.command == command }
      // compare takes several, and train has it for --from; their own tests try it.
      let hasOption = command.definition.options.contains { $0.name == "--checkpoint" }
      #expect(hasOption == (isListed || command == .compare || command == .train), "\(command)")
      #expect(
        command.definition.arguments.contains { $0.name == "<run>" && !$0.isRepeated } == isListed,
        "\(command)"
      )
    }
  }

  @Test(
    "A command prints of a snapshot what it prints of a run whose checkpoint is the snapshot's file",
    arguments: commands
  )
  func snapshot(command: Microgpt.Command, arguments: [String]) async throws {
    let workspace = try Workspace()
    try await workspace.train(SnapshotTests.options + ["--seed", "8"])
    // Another run of the same name in another folder, with the snapshot as its last checkpoint.
    let copy = try Workspace()
    for name in ["metrics.jsonl", "samples.txt", "snapshots/0.safetensors"] {
      let url = copy.url("run/" + name)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(),
        withIntermediateDirectories: true
      )
      try copy.write(workspace.data("run/" + name), to: "run/" + name)
    }
    try copy.write(workspace.data("run/snapshots/5.safetensors"), to: "run/checkpoint.safetensors")

    let words = command.definition.name.split(separator: " ").map(String.init) + ["run"] + arguments
    let chosen = try await workspace.run(words + ["--checkpoint", "5"])
    #expect(chosen.status == 0, "\(chosen.messages)")
    let expected = try await copy.run(words)
    #expect(expected.status == 0, "\(expected.messages)")
    let last = try await workspace.run(words)
    #expect(chosen.output != last.output || command == .inspectShapes)
    #expect(
      try await workspace.run(words + ["--checkpoint", "last"]).output == last.output || command == .report
    )
    switch command {
    case .info:
      // The run of the first lists its later snapshots, too.
      #expect(chosen.output.replacing("0, 5 and 10", with: "0") == expected.output)
    case .report:
      // The page says how it was made, and that the run went on.
      #expect(chosen.output.contains("--checkpoint 5"))
      #expect(chosen.output.contains("The run went on: it has made 12 steps."))
      #expect(!chosen.output.contains("Go on from where it stopped"))
      #expect(chosen.output.contains("trained for 5 steps"))
    default: #expect(chosen.output == expected.output)
    }
  }

  @Test("A step without a snapshot is refused, with those that there are", arguments: commands)
  func unknown(command: Microgpt.Command, arguments: [String]) async throws {
    let workspace = try Workspace()
    try await workspace.train(SnapshotTests.options)
    let words = command.definition.name.split(separator: " ").map(String.init) + ["run"] + arguments
    let outcome = try await workspace.run(words + ["--checkpoint", "7"])
    #expect(outcome.status == 64)
    #expect(outcome.output == "")
    #expect(
      outcome.messages.hasPrefix(
        "Error: --checkpoint: 'run' has no snapshot of step 7, but of steps 0, 5 and 10; its last checkpoint is of step 12\n"
      )
    )
  }

  @Test("The last checkpoint's step chooses it, and anything but a step is refused")
  func words() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let last = try await workspace.run(["info", "run"])
    #expect(try await workspace.run(["info", "run", "--checkpoint", "12"]).output == last.output)
    for word in ["-1", "first", "", "05", "+5", "1e1"] {
      let outcome = try await workspace.run(["info", "run", "--checkpoint=" + word])
      #expect(outcome.status == 64, "\(word)")
      #expect(outcome.messages.contains("give last, best, or the step of a snapshot"), "\(word)")
    }
  }

  @Test("For a run without snapshots, the command that is named trains one with")
  func none() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    for arguments in [["info", "run", "--checkpoint", "5"], ["inspect", "film", "run", "--text", "lena"]] {
      let outcome = try await workspace.run(arguments)
      #expect(outcome.status != 0 && outcome.output == "")
      #expect(
        outcome.messages.contains(
          "'run' has no snapshots; a run gets them where it is trained with --snapshot-every"
        )
      )
      let start = try #require(outcome.messages.firstRange(of: "such as microgpt ")?.upperBound)
      let line = outcome.messages[start...].prefix { $0 != "\n" }
      let parameters = try workspace.checkpoint().parameters
      #expect(try await workspace.run(line.split(separator: " ").map(String.init)).status == 0)
      // The run that is there stays.
      #expect(try workspace.checkpoint("run-watched").parameters == parameters)
      #expect(try SnapshotTests.steps("run-watched", in: workspace) == Array(0...12))
      #expect(!workspace.exists("run/snapshots"))
      try FileManager.default.removeItem(at: workspace.url("run-watched"))
    }
  }
}
