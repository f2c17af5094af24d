import Foundation
import TestSupport
import Testing

@testable import Arguments
@testable import microgpt

/// `microgpt completion`, in the shells themselves.
@Suite("completion")
struct CompletionTests {
  /// The beginning of a line and what it is completed to; nil where it stays as it is.
  static let lines: [(typed: String, words: [String])] = [
    ("microgpt tra", ["train"]),
    ("microgpt inspect att", ["inspect", "attention"]),
    ("microgpt help inspect sca", ["help", "inspect", "scaling"]),
    ("microgpt train --overw", ["train", "--overwrite"]),
    ("microgpt train --schedule cos", ["train", "--schedule", "cosine"]),
    ("microgpt train --schedule=cos", ["train", "--schedule=cosine"]),
    ("microgpt train --mask win", ["train", "--mask", "window:"]),
    ("microgpt train --mask=win", ["train", "--mask=window:"]),
    ("microgpt train --scale inv", ["train", "--scale", "inverse"]),
    ("microgpt train wor", ["train", "words.txt"]),
    (#"microgpt train odd\ n"#, ["train", "odd name.txt"]),
    ("microgpt train words.txt --from fol", ["train", "words.txt", "--from", "folder/"]),
    ("microgpt train words.txt -o fol", ["train", "words.txt", "-o", "folder/"]),
    ("microgpt evaluate folder --checkpoint be", ["evaluate", "folder", "--checkpoint", "best"]),
    ("microgpt evaluate folder wor", ["evaluate", "folder", "words.txt"]),
    ("microgpt compare folder fol", ["compare", "folder", "folder/"]),
    ("microgpt lesson loo", ["lesson", "lookup"]),
    ("microgpt inspect schema evalu", ["inspect", "schema", "evaluate"]),
    ("microgpt completion z", ["completion", "zsh"]),
    // A number is expected, and no file.
    ("microgpt train --steps wor", ["train", "--steps", "wor"]),
  ]

  @Test("The key completes commands, options, values and files", arguments: CompletionScript.allCases)
  func key(shell: CompletionScript) throws {
    guard InteractiveShell.has(shell.rawValue) else {
      print("skipped: \(shell.rawValue) is not installed, so its completion is not tried")
      return
    }
    let workspace = try Workspace()
    try workspace.write("", to: "odd name.txt")
    try FileManager.default.createDirectory(at: workspace.url("folder"), withIntermediateDirectories: true)
    let completed = try InteractiveShell.completed(
      Self.lines.map(\.typed),
      in: shell,
      folder: workspace.folder
    )
    for (line, words) in zip(Self.lines, completed) {
      // zsh takes a folder's slash away again where nothing follows.
      let expected = line.words.map { shell == .zsh && $0 == "folder/" ? "folder" : $0 }
      #expect(words == ["microgpt"] + expected, "\(line.typed)")
    }
    #expect(completed.count == Self.lines.count)
  }

  @Test(
    "bash and fish offer all options of every command, and nothing else",
    arguments: [
      (
        "bash",
        "COMP_WORDS=(microgpt $1 --); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _microgpt; printf '%s\\n' \"${COMPREPLY[@]}\""
      ),
      ("fish", "complete -C \"microgpt $argv[1] --\" | string split -f 1 \\t"),
    ]
  )
  func options(shell: String, offers: String) async throws {
    guard InteractiveShell.has(shell) else {
      print("skipped: \(shell) is not installed, so its completion is not tried")
      return
    }
    let workspace = try Workspace()
    let script = try await workspace.run(["completion", shell])
    #expect(script.status == 0 && script.errors == "")
    let commands = Microgpt.Command.allCases.map(\.definition)
    let body =
      shell == "bash"
      ? "f() { COMPREPLY=(); \(offers); echo .; }\n" + commands.map { "f '\($0.name)'\n" }.joined()
      : "function f; \(offers); echo .; end\n" + commands.map { "f '\($0.name)'\n" }.joined()
    try workspace.write(script.output + body, to: "script")
    try workspace.shell("\(shell) \(shell == "bash" ? "--norc" : "--no-config") script > offered 2> errors")
    #expect(try workspace.text("errors") == "")
    let offered = try workspace.text("offered").split(separator: ".\n", omittingEmptySubsequences: false)
    #expect(offered.count == commands.count + 1)
    for (command, names) in zip(commands, offered) {
      let expected = Set(command.options.map(\.name) + ["--help"])
      #expect(Set(names.split(separator: "\n").map(String.init)) == expected, "\(command.name)")
    }
  }

  @Test("A conversion offers the words that its own expectation names, and no others")
  func words() {
    func words(of name: String) -> Completion? {
      TrainCommand.definition.options.first { $0.name == name }?.completion
    }
    #expect(words(of: "--precision") == .words(["double", "single"]))
    #expect(
      words(of: "--mask") == .words(["causal", "window:", "strided:", "blocks:", "global:"])
    )
    #expect(words(of: "--positions") == .words(["learned", "rotary", "rotary:"]))
    #expect(words(of: "--scale") == .words(["sqrt", "inverse", "none"]))
    #expect(words(of: "--checkpoint") == .words(["last", "best"]))
    #expect(words(of: "--log-format") == .words(["jsonl", "csv", "tensorboard"]))
    #expect(words(of: "--steps") == .nothing)
    #expect(words(of: "--learning-rate") == .nothing)
    #expect(words(of: "--output") == .files)
    // What a placeholder names is a file wherever it names one.
    for command in Microgpt.Command.allCases.map(\.definition) {
      for option in command.options where ["file", "run"].contains(option.valueName) {
        #expect(option.completion == .files, "\(command.name) \(option.name)")
      }
      for argument in command.arguments where ["<file>", "<run>"].contains(argument.name) {
        #expect(argument.completion == .files, "\(command.name) \(argument.name)")
      }
    }
  }

  @Test("Another shell is refused with those that there are")
  func refused() async throws {
    let outcome = try await Workspace().run(["completion", "tcsh"])
    #expect(outcome.status == 64 && outcome.output == "")
    #expect(outcome.messages.contains("Please provide one of 'bash', 'zsh' or 'fish'."))
  }
}
