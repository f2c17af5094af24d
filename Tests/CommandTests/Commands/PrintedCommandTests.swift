import Foundation
import TestSupport
import Testing
import VisibleText

@testable import microgpt

@Suite("Commands that are printed")
struct PrintedCommandTests {
  /// Names of files and runs, and texts, that a shell or the program would take for something else.
  private static let names = [
    "-x", "my words", "it's", "$HOME`id`", "two\nlines", "end\n", "~", "!x", "é\u{202E}e\u{301}😀",
    "\u{1B}[2J", "a\\nb", "=x",
    "--text",
  ]

  /// Runs a command as it is printed, in a shell in which `microgpt` is the program; what it writes goes to two files.
  private static func paste(_ command: String, in workspace: Workspace) throws -> (
    status: String, output: String, errors: String
  ) {
    try workspace.shell("microgpt() { \"$0\" \"$@\"; }\n\(command) >out.txt 2>err.txt; echo $? >status.txt")
    return (try workspace.text("status.txt"), try workspace.text("out.txt"), try workspace.text("err.txt"))
  }

  /// A text file in which every character of a name occurs, under that name.
  private static func write(_ name: String, in workspace: Workspace) throws {
    try workspace.write("ab" + name + "ba" + name, to: name)
  }

  private static let options = [
    "--documents", "stream", "--steps", "2", "--embedding", "4", "--heads", "2", "--context", "6",
    "--samples", "3",
  ]

  @Test(
    "Those of a page, pasted, train the same run, write the same page and draw another graph",
    arguments: names
  )
  func page(name: String) async throws {
    let workspace = try Workspace()
    try Self.write(name, in: workspace)
    let run = name + ".run"
    let trained = try await workspace.run(["train"] + Self.options + ["--output=" + run, "--", name])
    try #require(trained.status == 0, "\(trained.errors)")
    let checkpoint = try workspace.data(run + "/checkpoint.safetensors")
    // A text of one token has only one score with a gradient, which is drawn already.
    let text = (name.count == 1 ? name + name : name).replacing("\\", with: "\\\\")
    let file = name + ".html"
    let written = try await workspace.run(["report", "--text=" + text, "--output=" + file, "--", run])
    try #require(written.status == 0, "\(written.errors)")
    let page = try workspace.data(file)
    let parsed = ParsedMarkup(String(decoding: page, as: UTF8.self))
    #expect(Printed.unseen(in: String(decoding: page, as: UTF8.self)).isEmpty)

    let commands = String(decoding: page, as: UTF8.self).components(separatedBy: "<code>").dropFirst()
      .compactMap { $0.components(separatedBy: "</code>").first }
      .map { ParsedMarkup("<code>\($0)</code>").text }.filter { $0.hasPrefix("microgpt ") }
    try #require(commands.count == 4, "\(commands)")
    #expect(commands[0].hasPrefix("microgpt train ") && commands.last == commands[1])

    try FileManager.default.removeItem(at: workspace.url(run))
    let again = commands[0].replacing(" train ", with: " train --samples 3 ", maxReplacements: 1)
    let result = try Self.paste(again, in: workspace)
    #expect(result.status == "0\n", "\(again): \(result.errors)")
    #expect(try workspace.data(run + "/checkpoint.safetensors") == checkpoint)

    let reported = try Self.paste(commands[1], in: workspace)
    #expect(reported.status == "0\n", "\(commands[1]): \(reported.errors)")
    // The page does not say where it goes: by itself it goes beside the run's files.
    let rewritten = ParsedMarkup(try workspace.text(run + "/report.html"))
    #expect(rewritten.all("b").map(\.text) == parsed.all("b").map(\.text))

    let graph = try #require(commands.first { $0.hasPrefix("microgpt inspect graph ") })
    let drawn = try Self.paste(graph, in: workspace)
    #expect(drawn.status == "0\n" && drawn.output.hasPrefix("digraph {"), "\(graph)")
    // The result, the value with two outlines, has a gradient.
    let outlined = drawn.output.split(separator: "\n").filter { $0.contains("peripheries=2") }
    #expect(outlined.count == 1 && !outlined[0].contains("grad 0\""), "\(graph)")
  }

  @Test("Those in messages go on with the run that they name", arguments: names)
  func messages(name: String) async throws {
    let workspace = try Workspace()
    try Self.write(name, in: workspace)
    let run = name + ".run"
    let train = ["train"] + Self.options.dropLast(2) + ["--output=" + run, "--", name]
    _ = try await workspace.run(train)

    // A part of a command: what to give instead of --output.
    let refused = try await workspace.run(train).messages
    let start = try #require(refused.range(of: "or --resume"))
    let end = try #require(refused.range(of: " to go on with it", options: .backwards))
    let option = refused[start.lowerBound..<end.lowerBound].dropFirst(3)
    #expect(!option.contains { $0.isNewline })
    let resumed = try Self.paste("microgpt train --steps 3 \(option) -- \(shellWord(name))", in: workspace)
    #expect(resumed.status == "0\n", "\(option): \(resumed.errors)")
    #expect(try workspace.checkpoint(run).state.stepsDone == 3)
  }

  @Test("The one for arguments in the wrong order is that command in the right order", arguments: names)
  func swapped(name: String) async throws {
    let workspace = try Workspace()
    try Self.write(name, in: workspace)
    let run = name + ".run"
    let trained = try await workspace.run(["train"] + Self.options + ["--output=" + run, "--", name])
    try #require(trained.status == 0, "\(trained.errors)")
    let refused = try await workspace.run(["evaluate", "--", name, run]).messages
    let start = try #require(refused.range(of: "microgpt evaluate"))
    let command = refused[start.lowerBound...].prefix { !$0.isNewline }
    let pasted = try Self.paste(String(command), in: workspace)
    #expect(pasted.status == "0\n", "\(command): \(pasted.errors)")
    #expect(pasted.output == (try await workspace.run(["evaluate", "--", run, name]).output))
  }

  @Test(
    "The one of a run that was stopped goes on with it",
    arguments: ["-x", "two\nlines", "it's\u{1B}", "end\n"]
  )
  func stopped(name: String) async throws {
    let workspace = try Workspace()
    try Self.write(name, in: workspace)
    let run = name + ".run"
    let options = [
      "--documents", "stream", "--embedding", "4", "--heads", "2", "--context", "6", "--samples", "0",
      "--steps", "500000",
    ]
    let process = try workspace.start(
      ["train"] + options + ["--output=" + run, "--save-every", "1", "--", name]
    )
    while process.isRunning, !workspace.exists(run + "/checkpoint.safetensors") {
      try await Task.sleep(for: .milliseconds(20))
    }
    process.send(SIGINT)
    let outcome = await process.outcome()
    #expect(outcome.status == 130, "\(outcome.errors)")
    let command = try #require(outcome.messages.split(separator: "to go on: ", maxSplits: 1).last?.dropLast())
    #expect(!command.contains { $0.isNewline })
    // What a run does not keep stands there again.
    #expect(command.contains(" --save-every 1 --samples 0"))
    let stepsDone = try workspace.checkpoint(run).state.stepsDone
    let parts = command.split(separator: " --resume", maxSplits: 1, omittingEmptySubsequences: false)
    let pasted = parts.joined(separator: " --steps \(stepsDone + 1) --resume")
    let resumed = try Self.paste(pasted, in: workspace)
    #expect(resumed.status == "0\n", "\(pasted): \(resumed.errors)")
    #expect(try workspace.checkpoint(run).state.stepsDone == stepsDone + 1)
  }
}
