import Foundation
import Testing

@testable import microgpt

/// `-` stands for standard input wherever a file is read.
@Suite("Standard input")
struct StandardInputTests {
  /// Runs a line of shell in which `$0` is the program, and gives what it printed.
  private static func run(_ line: String, in workspace: Workspace) throws -> (
    output: String, messages: String, status: Int
  ) {
    try workspace.shell("{ \(line); } > out.txt 2> err.txt; echo $? > status.txt")
    let messages = try workspace.text("err.txt").split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("note: this is a debug build") }.joined(separator: "\n")
    let status = Int(try workspace.text("status.txt").trimmingCharacters(in: .whitespacesAndNewlines))
    return (try workspace.text("out.txt"), messages, status ?? -1)
  }

  @Test(
    "train - makes the run of the same text in a file, which is gone on with and evaluated from the text again"
  )
  func train() async throws {
    let workspace = try Workspace()
    let small = (Workspace.small + ["--validation", "0.25"]).joined(separator: " ")
    try await workspace.train(Workspace.small + ["--validation", "0.25"])
    let piped = try Self.run("cat words.txt | \"$0\" train - --quiet \(small)", in: workspace)
    #expect(piped.status == 0)
    #expect(try piped.output == workspace.text("run/samples.txt"))
    #expect(try workspace.checkpoint("runs/stdin").parameters == workspace.checkpoint().parameters)
    #expect(try workspace.checkpoint("runs/stdin").source.name == "-")
    let info = try await workspace.run(["info", "runs/stdin"])
    #expect(info.output.contains(/file +standard input\n/))

    // From where a file that is open stands.
    let resume = "train - --resume runs/stdin --steps 15 --quiet"
    #expect(try Self.run("\"$0\" \(resume) --samples 0 < words.txt", in: workspace).status == 0)
    #expect(try workspace.checkpoint("runs/stdin").state.stepsDone == 15)
    let other = try Self.run("echo anna | \"$0\" \(resume)", in: workspace)
    #expect(other.status == 1)
    #expect(
      other.messages.hasPrefix(
        "Error: standard input is not the text the run was trained on, which was standard input: its fingerprint is "
      )
    )

    let gone = try await workspace.run(["evaluate", "runs/stdin", "--held-out"])
    #expect(gone.status == 1)
    #expect(
      gone.messages.hasPrefix(
        "Error: the run was trained on standard input, which is not kept; name the text: microgpt evaluate "
      )
    )
    let heldOut = try Self.run("\"$0\" evaluate runs/stdin - --held-out < words.txt", in: workspace)
    let file = try await workspace.run(["evaluate", "runs/stdin", "words.txt", "--held-out"])
    #expect(heldOut.status == 0 && file.status == 0)
    #expect(heldOut.output.hasPrefix("standard input, held out: 3 documents, "))
    #expect(
      heldOut.output.split(separator: "\n").dropFirst() == file.output.split(separator: "\n").dropFirst()
    )
    let page = try await workspace.run(["report", "runs/stdin", "--text", "anna", "-o", "page.html"])
    #expect(page.status == 0)
    #expect(
      page.messages.contains("note: the run was trained on standard input, which is not kept: the page has ")
    )
  }

  @Test("Each command that reads a file prints of standard input what it prints of the file")
  func everywhere() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    try workspace.write("{\"settings\": {\"layers\": 2}}", to: "settings.json")
    try workspace.write("a\n", to: "answers.txt")
    for (line, file) in [
      ("evaluate run FILE", "words.txt"), ("sample run --against FILE", "words.txt"),
      ("inspect heads run --file FILE --json", "words.txt"),
      ("inspect ablate run --file FILE", "words.txt"),
      ("train words.txt --settings FILE --overwrite --output other --steps 2", "settings.json"),
      ("quiz --lesson basics --answers FILE", "answers.txt"),
      ("score run --file FILE --totals", "words.txt"), ("sample run --prompts FILE", "answers.txt"),
    ] {
      let named = try Self.run("\"$0\" " + line.replacing("FILE", with: file), in: workspace)
      let piped = try Self.run("\"$0\" " + line.replacing("FILE", with: "-") + " < \(file)", in: workspace)
      #expect(piped.status == named.status, "\(line): \(piped.messages)")
      #expect(
        piped.output.replacing("standard input", with: file).replacing("\"-\"", with: "\"\(file)\"")
          .replacing("--data -", with: "--data \(file)")
          == named.output,
        "\(line)"
      )
    }
  }

  @Test("What can't be read from standard input says so: a run, two files at once, text that is none")
  func refusals() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    for (line, status, expected) in [
      ("echo | \"$0\" info -", 1, "there is no run '-': a run is a folder, and standard input is none"),
      ("echo | \"$0\" train words.txt --resume -", 1, "there is no run '-': a run is a folder"),
      (
        "printf anna | \"$0\" train - --settings -", 64,
        "<file> and --settings can't both be standard input, which is read once; give a file for one of them\nUsage: "
      ),
      (
        "echo a | \"$0\" sample run --prompts - --against -", 64,
        "--prompts and --against can't both be standard input, which is read once; give a file for one of them\nUsage: "
      ),
      (
        "printf 'anna\\nzoo\\n' | \"$0\" evaluate run -", 1,
        "can't use standard input: line 2: 'z' is not in the"
      ),
      (
        "\"$0\" import - -o new < words.txt", 64, "a model can't come from standard input; give a folder or a"
      ),
      ("\"$0\" evaluate run - < /dev/null", 1, "can't use standard input: there is no text in it"),
      ("\"$0\" evaluate run - <&-", 1, "can't use standard input: there is no text in it"),
      ("\"$0\" evaluate run - < run", 1, "can't read standard input: "),
      (
        "printf '{}' | \"$0\" train words.txt --settings -", 1,
        "can't use standard input: it has no object 'settings'"
      ),
    ] {
      let outcome = try Self.run(line, in: workspace)
      #expect(outcome.status == status, "\(line)")
      #expect(outcome.messages.contains("Error: " + expected), "\(line): \(outcome.messages)")
      #expect(outcome.output == "")
    }
    // A file of that name is read by another of its names.
    try workspace.write(workspace.data("words.txt"), to: "-")
    let file = try await workspace.run(["evaluate", "run", "./-"])
    #expect(file.lines[0].hasPrefix("./-: 12 documents"))
  }
}
