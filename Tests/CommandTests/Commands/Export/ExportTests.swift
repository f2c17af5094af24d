import Foundation
import TestSupport
import Testing

@testable import microgpt

@Suite("export")
struct ExportTests {
  /// What Python prints for a file of the workspace.
  private func python(_ arguments: [String], in workspace: Workspace) throws -> String {
    let words = arguments.map { "'" + $0.replacing("'", with: "'\\''") + "'" }.joined(separator: " ")
    try workspace.shell("python3 \(words) >python.txt 2>&1")
    return try workspace.text("python.txt")
  }

  @Test(
    "The program in Python prints what sample prints",
    arguments: [
      [], ["--layers", "2", "--kv-heads", "1", "--positions", "rotary", "--mask", "window:3"],
      ["--latent", "3", "--positions", "rotary", "--kernel", "flash"],
      ["--documents", "stream", "--tokens", "bytes"],
    ]
  )
  func python(options: [String]) async throws {
    let workspace = try Workspace()
    try await workspace.train(Workspace.small + ["--steps", "40", "--snapshot-every", "10"] + options)
    for choice in [[], ["--checkpoint", "10"]] {
      let exported = try await workspace.run(
        ["export", "run", "--to", "microgpt.py", "-o", "model.py"] + choice
      )
      try #require(exported.status == 0, "\(exported.errors)")
      #expect(exported.messages == "wrote the Python program to model.py\n")
      #expect(exported.output == "")
      for seed in [[], ["--seed", "7", "--count", "4"]] {
        let sampled = try await workspace.run(["sample", "run"] + choice + seed).output
        #expect(try python(["model.py"] + seed, in: workspace) == sampled)
        #expect(sampled.split(separator: "\n", omittingEmptySubsequences: false).count > 4)
      }
    }
    let greedy = ["--temperature", "0", "--count", "1"]
    #expect(
      try python(["model.py"] + greedy, in: workspace)
        == (try await workspace.run(["sample", "run", "--checkpoint", "10"] + greedy).output)
    )
    guard options.isEmpty else { return }
    for (option, value, reason) in [
      ("--temperature", "-1", "must be a number from 0"), ("--temperature", "nan", "must be a number from 0"),
      ("--temperature", "inf", "must be a number from 0"), ("--count", "-1", "must be a number from 0"),
      ("--seed", "-3", "must be a number from 0 and below 2^64"),
      ("--seed", "18446744073709551616", "must be a number from 0 and below 2^64"),
    ] {
      #expect(try python(["model.py", option, value], in: workspace).contains("\(option) \(reason)"))
    }
    // Whoever reads may have had enough of them.
    try workspace.shell("(python3 model.py --count 5000 2>errors; echo $? >status) | head -n 1 >first")
    #expect(try workspace.text("errors") == "")
    #expect(try workspace.text("status") == "141\n")
    #expect(try workspace.text("first").filter { $0 == "\n" }.count == 1)
  }

  @Test("The file names the command that prints the same, whatever the run is called")
  func command() async throws {
    let workspace = try Workspace()
    let name = "a \"\"\"\n'run\u{202E}"
    try await workspace.train(output: name)
    let exported = try await workspace.run(["export", name, "--to", "microgpt.py", "-o", "model.py"])
    try #require(exported.status == 0)
    let text = try workspace.text("model.py")
    #expect(text.hasPrefix(OutputFile.Kind.pythonProgram.mark))
    #expect(Printed.unseen(in: text).isEmpty)
    let sampled = try await workspace.run(["sample", name]).output
    #expect(try python(["model.py"], in: workspace) == sampled)
    let line = try #require(text.split(separator: "\n").first { $0.contains("microgpt sample") })
    let command = try #require(
      line.components(separatedBy: "that '").last?.components(separatedBy: "' prints").first
    )
    try workspace.shell("microgpt() { \"$0\" \"$@\"; }\n\(command) >out.txt")
    #expect(try workspace.text("out.txt") == sampled)
  }

  @Test("Standard output gets the bytes of the file", arguments: [ExportFormat.python, .onnx])
  func standardOutput(format: ExportFormat) async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let words = ["export", "run", "--to", format.rawValue, "-o"]
    #expect(try await workspace.run(words + ["file"]).status == 0)
    try workspace.shell("\"$0\" \(words.joined(separator: " ")) - >copy 2>errors")
    #expect(try workspace.data("copy") == workspace.data("file"))
    #expect(try workspace.data("file").count > 1_000)
    try workspace.shell("\"$0\" \(words.joined(separator: " ")) /dev/fd/7 7>other 2>errors")
    #expect(try workspace.data("other") == workspace.data("file"))
  }

  @Test(
    "What can't be exported is refused with the reason, and nothing is written",
    arguments: [
      ([], 64, "--to"), (["--to", "onnx"], 64, "--output"), (["-o", "file"], 64, "--to"),
      (["--to", "pickle", "-o", "file"], 64, "Please provide one of 'microgpt.py'"),
      (
        ["--to", "microgpt.py", "-o", "file", "--patterns"], 64,
        "--patterns has no effect with --to microgpt.py"
      ),
      (["--to", "onnx", "-o", "missing/file"], 1, "there is no folder 'missing'"),
      (["--to", "onnx", "-o", "words.txt"], 1, "it is not a model for ONNX that names microgpt"),
      (["--to", "microgpt.py", "-o", "words.txt"], 1, "it is not a Python program that names microgpt"),
      (["--to", "onnx", "-o", "run/checkpoint.safetensors"], 1, "a file of the run"),
      (["--to", "onnx", "-o", "run"], 1, "it is a folder"),
      (["--to", "onnx", "-o", "file", "--checkpoint", "5"], 64, "'run' has no snapshots"),
    ] as [([String], Int32, String)]
  )
  func refused(options: [String], status: Int32, reason: String) async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let before = try workspace.contents()
    let outcome = try await workspace.run(["export", "run"] + options)
    #expect(outcome.status == status)
    #expect(outcome.messages.contains(reason), "\(outcome.messages)")
    #expect(try workspace.contents() == before)
  }
}
