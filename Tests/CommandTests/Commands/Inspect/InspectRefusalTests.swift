import Foundation
import TestSupport
import Testing

@testable import microgpt

/// Arguments of `inspect` that are refused: with a reason, and with nothing changed on disk.
@Suite("Refusals of inspect")
struct InspectRefusalTests {
  static let texts = ["attention", "gradients", "scaling", "graph", "check"]

  @Test("A text must be given, not empty, and of the run's vocabulary", arguments: texts)
  func text(command: String) async throws {
    try await expectRefusal([command, "run"], 64, "Missing expected argument '--text <text>'")
    try await expectRefusal([command, "run", "--text", ""], 64, "--text: give at least one token")
    try await expectRefusal(
      [command, "run", "--text", "lez"],
      64,
      "--text: 'z' is not in the vocabulary of the run, which is: a e i k l n o r t"
    )
  }

  @Test("A run must be there", arguments: texts + ["shapes"])
  func run(command: String) async throws {
    try await expectRefusal([command, "nowhere", "--text", "lena"], 1, "there is no run 'nowhere'")
    try await expectRefusal([command, ".", "--text", "lena"], 1, "'.' is not a run")
  }

  @Test(
    "Arguments that can't be understood or do nothing: exit 64, and what is accepted",
    arguments: [
      ("attention run --text lena --layer 1", "--layer: there is no layer 1, only 0"),
      ("attention run --text lena --head 2", "--head: there is no head 2; choose one from 0 to 1"),
      ("attention run --text lena --head -1", "'-1' is invalid for '--head <n>': give a whole number from 0"),
      ("attention run --text lena --show values", "Please provide one of 'pattern', 'scores' or 'gradient'"),
      ("attention run --text lena --row 5", "--row: there is no row 5; choose one from 0 to 4"),
      ("attention run --text lena --row -1", "'-1' is invalid for '--row <n>': give a whole number from 0"),
      ("attention run --text lena --row 1 --show scores", "--show has no effect with --row"),
      ("attention run --text lena --key 1", "Unknown option '--key'"),
      ("attention", "Missing expected argument '<run>'"),
      ("graph run --text lena --layer 1", "there is no layer 1, only 0"),
      ("graph run --text lena --head 2", "there is no head 2; choose one from 0 to 1"),
      ("graph run --text lena --position 5", "there is no position 5; choose one from 0 to 4"),
      ("graph run --text lena --loss --position 5", "there is no position 5; choose one from 0 to 4"),
      (
        "graph run --text lena --position 2 --key 3",
        "the key at position 3 is hidden from the query at 2, which sees 0, 1, 2"
      ),
      ("graph run --text lena --key 9", "the key at position 9 is hidden from the query at 4"),
      ("graph run --text lena --loss --key 1", "--key has no effect with --loss"),
      ("graph run --text lena --loss --head 1", "--head has no effect with --loss"),
      ("graph run --text lena --loss --layer 0", "--layer has no effect with --loss"),
      (
        "graph run --text lena --limit 3",
        "the graph to depth 2 is too large to draw: at depth 2 it has 7 nodes already, and the limit is 3; give --depth 1"
      ),
      ("graph flash --text lena", "FlashAttention keeps no scores, so that there is no node to draw"),
      ("check run --text lena --elements 0", "'0' is invalid for '--elements <n>'"),
      ("scaling --text lena", "--text has no effect without a run"),
      ("scaling run --text lena --keys 4", "--keys has no effect with a run"),
      ("scaling run --text lena --widths 4", "--widths has no effect with a run"),
      ("scaling run --text lena --queries 4", "--queries has no effect with a run"),
      ("scaling run --text lena --seed 4", "--seed has no effect with a run"),
      ("scaling run --text lena --steps 4", "--steps has no effect without --train"),
      ("scaling --embedding 4", "--embedding has no effect without --train"),
      ("scaling --head-widths 4", "--head-widths has no effect without --train"),
      ("scaling --train words.txt --keys 4", "--keys has no effect with --train"),
      ("scaling run --train words.txt --text lena", "--text has no effect with --train"),
      (
        "scaling --train words.txt --embedding 4 --head-widths 2,3",
        "--head-widths: heads of width 3 can't share an embedding of 4 evenly"
      ),
      (
        "scaling run --train words.txt --head-widths 8",
        "--head-widths: heads of width 8 can't share an embedding of 4 evenly"
      ),
      ("scaling --widths 0", "'0' is invalid for '--widths <d,d,…>'"),
      ("atention", "Unexpected argument 'atention'. Did you mean 'attention'?"),
      ("--jsn", "Unknown option '--jsn'"),
    ] as [(String, String)]
  )
  func arguments(line: String, expected: String) async throws {
    let arguments = line.split(separator: " ").map(String.init)
    let outcome = try await expectRefusal(arguments, 64, expected)
    #expect(outcome.messages.contains("\nUsage: microgpt inspect "))
    #expect(outcome.messages.contains("\n  See 'microgpt inspect "))
  }

  @Test("A file to train on must be there")
  func trainingFile() async throws {
    try await expectRefusal(
      ["scaling", "--train", "missing.txt"],
      1,
      "can't read 'missing.txt': there is no such file"
    )
    try await expectRefusal(
      ["scaling", "run", "--train", "run"],
      1,
      "can't read 'run': it is a folder, not a file"
    )
  }

  @Test("Of a run with FlashAttention the loss can be drawn")
  func flashLoss() async throws {
    let workspace = try Workspace()
    try await workspace.train(Workspace.small + ["--kernel", "flash"])
    let outcome = try await workspace.run(["inspect", "graph", "run", "--text", "lena", "--loss"])
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("digraph {"))
    #expect(outcome.output.contains("loss at position 4, where <|> follows a in 'lena'"))
  }

  @Test("'inspect' alone prints the help, with every subcommand")
  func help() async throws {
    let workspace = try Workspace()
    let outcome = try await workspace.run(["inspect"])
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(try await workspace.run(["help", "inspect"]).output == outcome.output)
    for command in Self.texts + ["shapes", "schema"] { #expect(outcome.output.contains("\n  \(command) ")) }
  }

  @discardableResult
  private func expectRefusal(
    _ arguments: [String],
    _ status: Int32,
    _ expected: String
  ) async throws -> BuiltProcess.Outcome {
    let workspace = try Workspace()
    try await workspace.train()
    if arguments.contains("flash") {
      try await workspace.train(Workspace.small + ["--kernel", "flash"], output: "flash")
    }
    let before = try workspace.contents()
    let outcome = try await workspace.run(["inspect"] + arguments)
    #expect(outcome.status == status)
    #expect(outcome.output == "")
    #expect(outcome.messages.hasPrefix("Error: "))
    #expect(outcome.messages.contains(expected))
    #expect(try workspace.contents() == before)
    return outcome
  }
}
