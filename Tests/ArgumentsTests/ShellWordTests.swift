import Foundation
import Testing
import VisibleText

@testable import Arguments

@Suite("Words of a shell's command line")
struct ShellWordTests {
  /// Texts that mean something else to a shell, to a terminal or to the program unless they are quoted.
  static let texts = [
    "words.txt", "my words.txt", "", "it's", "$HOME", "a;b", "'\u{301}", "it'\u{301}s", "-\u{301}x",
    "=\u{338}", "`x`", "é/ü", "a\nb", "\"*\"", "~", "\\", "-x",
    "--", "-",
    "=ls", "#", "!x", "a!b\n", "%s%%\t", "{a,b}", "\n", "\n\n", "a\nb\n\n", "-a\nb", "-\u{1B}",
    "\u{1B}[31m\u{7}", "a\\nb",
    "\\\\\u{1}'", "\u{202E}abc", "e\u{301}", "\u{301}", "👩‍👩‍👧", "\u{200B}", "\u{A0}", "日本語\u{3000}", "(a)&|<>",
    "a'\n'b\"$x`y`",
  ]

  /// The shells of this machine.
  static let shells = ["/bin/sh", "/bin/bash", "/bin/dash", "/bin/zsh"].filter {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// The texts that a shell can be given.
  ///
  /// Line breaks at the end are those of `IFS`, in zsh each with the NUL behind it, where an argument ends.
  private static func texts(in shell: String) -> [String] {
    shell.hasSuffix("zsh") ? texts.filter { !$0.hasSuffix("\n\n") } : texts
  }

  /// What a shell hands to a program, argument by argument.
  private static func arguments(of command: ShellText, in shell: String) throws -> [String] {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: shell)
    process.arguments = ["-c", "show() { env printf '%s\\0' \"$@\"; }\n\(command)"]
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try output.fileHandleForReading.close()
    return data.split(separator: 0, omittingEmptySubsequences: false).dropLast().map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  private static func expectEqual(_ found: [String], _ expected: [String], _ command: ShellText) {
    #expect(found.map { Array($0.utf8) } == expected.map { Array($0.utf8) }, "\(command)")
  }

  @Test("Each shell reads a word as the text it stands for", arguments: shells)
  func words(shell: String) throws {
    let texts = Self.texts(in: shell)
    let command = ShellText("show " + texts.map { shellWord($0).text }.joined(separator: " "))
    Self.expectEqual(try Self.arguments(of: command, in: shell), texts, command)
    #expect(command.text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
  }

  @Test("Each shell reads a command as its arguments, which the parser takes apart again", arguments: shells)
  func commands(shell: String) throws {
    for text in Self.texts(in: shell) {
      let command = shellCommand("show", [text, "b"], options: [("--name", text), ("-o", text)])
      let arguments = try Self.arguments(of: command, in: shell)
      let parsed = try Self.definition.parse(arguments)
      guard case .run(let found) = parsed else {
        Issue.record("\(command) asks for help")
        continue
      }
      Self.expectEqual(
        [found[Self.first], found[Self.second], found[Self.name] ?? "none", found[Self.output] ?? "none"],
        [text, "b", text, text],
        command
      )
    }
  }

  private static let first = Argument.required("first", help: "")
  private static let second = Argument.required("second", help: "")
  private static let name = Option("--name", as: .string, help: "")
  private static let output = Option("--output", short: "-o", as: .string, help: "")
  private static let definition = CommandDefinition(
    program: "microgpt",
    name: "show",
    abstract: "",
    arguments: [first, second],
    options: [name, output]
  )

  @Test(
    "The hint for a value that begins with a hyphen can be pasted",
    arguments: ["-x", "-x y", "-it's", "-a\nb", "-" + String(repeating: "\n", count: 199)]
  )
  func hint(value: String) throws {
    let shell = try #require(Self.shells.first)
    let error = #expect(throws: UsageError.self) {
      _ = try Self.definition.parse(["a", "b", "--name", value])
    }
    let message = try #require(error).message.text
    let word = try #require(message.split(separator: " is given as ", maxSplits: 1).last?.dropLast())
    let arguments = try Self.arguments(of: ShellText("show a b \(word)"), in: shell)
    guard case .run(let found) = try Self.definition.parse(arguments) else { return }
    #expect(found[Self.name] == value)
  }

  @Test("An ordinary path has no quotes")
  func plain() {
    #expect(shellWord("runs/names-2.txt") == "runs/names-2.txt")
    #expect(
      shellCommand("microgpt train", ["a b"], options: [("--resume", "run")])
        == "microgpt train 'a b' --resume run"
    )
    #expect(
      shellCommand("microgpt train", ["-x"], options: [("--resume", "-run")])
        == "microgpt train --resume=-run -- -x"
    )
  }
}
