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
    ("microgpt import fol", ["import", "folder/"]),
    ("microgpt lesson loo", ["lesson", "lookup"]),
    ("microgpt inspect schema evalu", ["inspect", "schema", "evaluate"]),
    ("microgpt completion z", ["completion", "zsh"]),
    // Nothing more is expected; what is behind the option is its value.
    ("microgpt completion bash z", ["completion", "bash", "z"]),
    ("microgpt lesson --seed 3 loo", ["lesson", "--seed", "3", "lookup"]),
    // Several words with a sign between them.
    ("microgpt train --log-format csv,ten", ["train", "--log-format", "csv,tensorboard"]),
    ("microgpt train --log-format=csv,ten", ["train", "--log-format=csv,tensorboard"]),
    ("microgpt train --mask window:4+glo", ["train", "--mask", "window:4+global:"]),
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
    "Every shell offers all options of every command, and nothing else",
    arguments: [
      (
        "bash",
        "COMP_WORDS=(microgpt $1 --); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _microgpt; printf '%s\\n' \"${COMPREPLY[@]}\""
      ),
      ("fish", "complete -C \"microgpt $argv[1] --\" | string split -f 1 \\t"),
      // What the function that does the work is given.
      ("zsh", "print -rl -- $offered"),
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
    let calls = commands.map { "f '\($0.name)'\n" }.joined()
    let (before, function, option) =
      switch shell {
      case "bash": ("", "f() { COMPREPLY=(); \(offers); echo .; }\n", "--norc")
      case "fish": ("", "function f; \(offers); echo .; end\n", "--no-config")
      default:
        (
          "setopt extendedglob; compdef() { }; _arguments() { offered=(\"$@\") }\n",
          "f() { _microgpt_${1// /_}; \(offers); echo .; }\n", "-f"
        )
      }
    try workspace.write(before + script.output + function + calls, to: "script")
    try workspace.shell("\(shell) \(option) script > offered 2> errors")
    #expect(try workspace.text("errors") == "")
    let offered = try workspace.text("offered").split(separator: ".\n", omittingEmptySubsequences: false)
    #expect(offered.count == commands.count + 1)
    for (command, names) in zip(commands, offered) {
      let expected = Set(command.options.map(\.name) + ["--help"])
      // In zsh with the names that each excludes before it, and its help behind it.
      let offered = names.split(separator: "\n").compactMap {
        $0.prefixMatch(of: /(\([^)]*\))?(--[a-z-]+)/)?.2
      }
      #expect(Set(offered.map(String.init)) == expected, "\(command.name)")
    }
  }

  @Test("A conversion offers the words that its own expectation names, and no others")
  func words() {
    func words(of name: String) -> Completion? {
      TrainCommand.definition.options.first { $0.name == name }?.completion
    }
    #expect(words(of: "--precision") == .words(["double", "single"]))
    #expect(
      words(of: "--mask")
        == .list(["causal", "window:", "strided:", "blocks:", "global:"], separator: "+")
    )
    #expect(words(of: "--positions") == .words(["learned", "rotary", "rotary:"]))
    #expect(words(of: "--scale") == .words(["sqrt", "inverse", "none"]))
    #expect(words(of: "--checkpoint") == .words(["last", "best"]))
    #expect(words(of: "--log-format") == .list(["jsonl", "csv", "tensorboard"], separator: ","))
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
