import Foundation
import Testing

import VisibleText

@testable import microgpt

/// What the program writes, and where it can't.
@Suite("Writing")
struct WritingTests {
  @Test(
    "A result that can't be written is an error",
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "this system has no full device")
  )
  func fullDevice() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    try workspace.shell("\"$0\" sample run > /dev/full 2> errors; echo $? > status")
    #expect(try workspace.text("status") == "1\n")
    #expect(
      try workspace.text("errors").hasSuffix("Error: can't write to standard output: no space is left\n")
    )
  }

  @Test("A reader of the progress that goes away does not end the training")
  func closedProgress() async throws {
    let workspace = try Workspace()
    let options = Workspace.small.joined(separator: " ")
    try workspace.shell(
      "{ \"$0\" train words.txt --output run \(options) 2>&1 >names; echo $? >status; } | head -n 0"
    )
    #expect(try workspace.text("status") == "0\n")
    #expect(try workspace.checkpoint().state.stepsDone == 12)
    let names = try workspace.text("names")
    #expect(try names == workspace.text("run/samples.txt"))
  }

  @Test("A run that diverged before its first checkpoint keeps its figures and does not block the next try")
  func remainsOfARun() async throws {
    let workspace = try Workspace()
    let failing = ["train", "words.txt", "--output", "run", "--learning-rate", "1e300"]
    let failed = try await workspace.run(failing)
    #expect(failed.status == 1)
    #expect(failed.messages.contains("of step 2 is not finite"))
    #expect(failed.messages.contains("No checkpoint had been saved yet"))
    #expect(try workspace.metrics().map(\.step) == [1])
    #expect(try workspace.contents().keys.sorted() == ["run", "run/metrics.jsonl", "words.txt"])

    // The next tries keep what there was beside their own.
    for name in ["metrics.old.jsonl", "metrics.old-2.jsonl"] {
      let before = try workspace.data("run/metrics.jsonl")
      let again = try await workspace.run(failing)
      #expect(
        again.messages.contains(
          "note: the figures of a run that saved no checkpoint are kept as 'run/\(name)'"
        )
      )
      #expect(try workspace.data("run/" + name) == before)
    }
    try await workspace.train()
    #expect(try workspace.metrics().map(\.step) == Array(1...12))
  }

  @Test("A checkpoint of numbers that are not finite never takes the place of a good one")
  func lastGoodCheckpoint() async throws {
    let workspace = try Workspace()
    let outcome = try await workspace.run(
      ["train", "words.txt", "--output", "run", "--learning-rate", "1e70", "--save-every", "1"]
    )
    #expect(outcome.status == 1)
    let checkpoint = try workspace.checkpoint()
    let stepsDone = checkpoint.state.stepsDone
    #expect(checkpoint.parameters.allSatisfy { $0.isFinite })
    #expect(outcome.messages.contains("The checkpoint of step \(stepsDone) remains in 'run'"))
    #expect(outcome.messages.contains("of step \(stepsDone + 1) is"))
    #expect(try await workspace.run(["evaluate", "run", "words.txt"]).status == 0)
  }

  @Test("A run does not replace the text it is trained on", arguments: ["samples.txt", "metrics.jsonl"])
  func textInTheWay(name: String) async throws {
    let workspace = try Workspace()
    let words = try workspace.text("words.txt")
    try workspace.write(words, to: name)
    let outcome = try await workspace.run(["train", name, "--output", ".", "--overwrite"] + Workspace.small)
    #expect(outcome.status == 1)
    #expect(outcome.messages == "Error: the run in '.' would replace '\(name)', which it is trained on\n")
    #expect(try workspace.text(name) == words)
  }

  @Test(
    "The standard folder is named after the file",
    arguments: [
      ("data/names.txt", "runs/names"), ("names", "runs/names"), ("a.b.txt", "runs/a.b"),
      ("/dev/stdin", "runs/stdin"),
    ]
  )
  func standardFolder(file: String, folder: String) {
    #expect(RunFolder.standard(for: file).path == folder)
  }

  @Test("A backslash in a text is told from the one that stands for a line break")
  func escaping() {
    #expect(visible("a\nb\\nc\t\u{1B}[1m") == "a\\nb\\\\nc\\u{9}\\u{1b}[1m")
    #expect(visible("naïve 日本 e\u{301}") == "naïve 日本 e\u{301}")
  }
}
