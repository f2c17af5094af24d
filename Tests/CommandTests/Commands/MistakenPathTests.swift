import Foundation
import TestSupport
import Testing

@testable import microgpt

/// A file where a run is wanted, a run where a file is wanted, a text in another encoding.
@Suite("Mistaken paths")
struct MistakenPathTests {
  static let commands: [[String]] = [
    ["sample", "RUN"], ["score", "RUN", "lena"], ["info", "RUN"], ["evaluate", "RUN", "words.txt"],
    ["report", "RUN", "--text", "lena"], ["export", "RUN", "--to", "onnx", "-o", "model.onnx"],
    ["inspect", "attention", "RUN", "--text", "lena"], ["inspect", "gradients", "RUN", "--text", "lena"],
    ["inspect", "graph", "RUN", "--text", "lena"], ["inspect", "check", "RUN", "--text", "lena"],
    ["inspect", "shapes", "RUN"], ["inspect", "scaling", "RUN", "--text", "lena"],
    ["train", "words.txt", "--quiet", "--steps", "14", "--resume", "RUN"],
  ]

  private func run(_ command: [String], _ run: String, in workspace: Workspace) async throws
    -> BuiltProcess.Outcome
  {
    try await workspace.run(command.map { $0 == "RUN" ? run : $0 })
  }

  @Test(
    "Where a run is wanted and a file of one is given, the folder is named, and it works",
    arguments: commands
  )
  func fileOfRun(command: [String]) async throws {
    let workspace = try Workspace()
    try await workspace.train(output: "my run")
    for name in ["checkpoint.safetensors", "metrics.jsonl", "samples.txt"] {
      let outcome = try await run(command, "my run/" + name, in: workspace)
      #expect(outcome.status == 1)
      #expect(
        outcome.messages.contains(
          "'my run/\(name)' is not a run: it is a file, and a run is a folder; give the folder: 'my run'"
        )
      )
    }
    #expect(
      try await run(command, "words.txt", in: workspace).messages.contains(
        "'words.txt' is not a run: it is a file"
      )
    )
    #expect(try await run(command, "my run/", in: workspace).status == 0)
  }

  @Test(
    "A run in the place of a text is refused with the text that it was trained on",
    arguments: [
      ["train", "run"], ["evaluate", "run", "run/"], ["sample", "run", "--against", "run"],
      ["score", "run", "--file", "run"], ["inspect", "scaling", "--train", "run"],
      ["report", "run", "--text", "lena", "--data", "run"],
    ]
  )
  func runAsText(command: [String]) async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let outcome = try await workspace.run(command)
    #expect(outcome.status == 1)
    #expect(
      outcome.messages.contains(
        "it is a folder, not a file, with a run in it; give a text, such as the one that the run was trained on: words.txt"
      )
    )
  }

  @Test("Of a run and a text in the wrong order the right one is shown, and works")
  func swapped() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let outcome = try await workspace.run(["evaluate", "words.txt", "run"])
    #expect(outcome.status == 64)
    #expect(
      outcome.messages.hasPrefix(
        "Error: The run comes first, then the text: microgpt evaluate run words.txt\n"
      )
    )
    #expect(try await workspace.run(["evaluate", "run", "words.txt"]).status == 0)
  }

  @Test(
    "A text in another encoding is named, and the command that is shown makes one to train on",
    arguments: [
      String.Encoding.utf16, .utf16LittleEndian, .utf32BigEndian,
    ]
  )
  func encodings(encoding: String.Encoding) async throws {
    let workspace = try Workspace()
    let data = try #require(workspace.text("words.txt").data(using: encoding))
    try workspace.write(data, to: "other.txt")
    let outcome = try await workspace.run(["train", "other.txt"])
    #expect(outcome.status == 1)
    let command = try #require(outcome.messages.firstMatch(of: /convert it first: (iconv .*)\n/)?.1)
    try workspace.shell("\(command) other.txt > converted.txt")
    #expect(try workspace.text("converted.txt").hasSuffix(workspace.text("words.txt")))
    #expect(try await workspace.run(["train", "converted.txt", "--quiet"] + Workspace.small).status == 0)
  }
}
