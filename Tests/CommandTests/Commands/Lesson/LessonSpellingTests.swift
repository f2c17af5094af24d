import Foundation
import Lessons
import TestSupport
import Testing
import VisibleText

@testable import microgpt

@Suite("lesson cross: seed, steps and text of one's own")
struct LessonSpellingTests {
  private static let ownText = ["lesson", "cross", "--text", "words.txt", "--steps", "3"]

  @Test(
    "A text of one's own is spelt: its lines are the names, one in ten of them held out; a pipe hears nothing meanwhile"
  )
  func text() async throws {
    let workspace = try Workspace()
    let outcome = try await workspace.run(Self.ownText)
    #expect(outcome.status == 0 && outcome.messages == "")
    for line in [
      "  names trained on:        11", "  steps, 8 names each:     3", "  held-out names read:     1",
    ] {
      #expect(outcome.lines.contains(line))
    }
    let rows = outcome.lines.drop { !$0.hasPrefix("read ") }.dropFirst(2)
    let name = try #require(rows.first?.split(separator: " ").first)
    #expect(Workspace.words.contains(String(name)))
  }

  @Test("The document holds what was trained; the same seed gives it again, another seed another")
  func document() async throws {
    let workspace = try Workspace()
    func printed(_ options: [String]) async throws -> String {
      let outcome = try await workspace.run(Self.ownText + ["--json"] + options)
      #expect(outcome.status == 0 && outcome.messages == "")
      return outcome.output
    }
    let output = try await printed([])
    let document = try await workspace.document(output, of: .lesson)
    #expect(document["name"].string == "cross")
    let maps = document["blocks"].elements.filter { $0["kind"].string == "heat map" }
    #expect(maps.count == 4)
    #expect(try await printed(["--seed", "42"]) == output)
    #expect(try await printed(["--seed", "18446744073709551615"]) != output)
  }

  @Test("A page says how many steps were made, and replaces no text")
  func page() async throws {
    let workspace = try Workspace()
    let outcome = try await workspace.run(Self.ownText + ["-o", "cross.html"])
    #expect(outcome.status == 0)
    let html = try workspace.text("cross.html")
    #expect(ParsedMarkup(html).isWellFormed && html.contains("steps, 8 names each:     3"))
    let words = try workspace.data("words.txt")
    #expect(try await workspace.run(Self.ownText + ["-o", "words.txt"]).status == 1)
    #expect(try workspace.data("words.txt") == words)
  }

  @Test("Lines that are too long are left out, and how many is said; any script can be spelt")
  func leftOut() async throws {
    let workspace = try Workspace()
    let names = ["Ωμέγα", "יעל", "田中", "Zoë", "ana\u{301}", "abcdefghijklmno", "abcdefghijklmnop"]
    try workspace.write(names.joined(separator: "\n"), to: "names.txt")
    let outcome = try await workspace.run(["lesson", "cross", "--text", "names.txt", "--steps", "1"])
    #expect(outcome.status == 0)
    #expect(outcome.lines.contains("  longer, so left out:     1"))
    #expect(outcome.lines.contains("  names trained on:        5"))
    // What a stranger's text does to the lines around it can be seen.
    #expect(harmless(outcome.output.replacing("\n", with: " ")) == outcome.output.replacing("\n", with: " "))
  }

  @Test(
    "A text that can't be read or spelt is refused before the lesson begins, as train refuses it",
    arguments: [
      ("none.txt", nil, "can't read 'none.txt': there is no such file"),
      ("empty.txt", [], "can't use 'empty.txt': there is no text in it"),
      ("latin.txt", [0x61, 0xE9, 0x62], "can't use 'latin.txt': line 1, byte 2: this is not UTF-8"),
      (
        "few.txt", Array("ada\nbo\n".utf8),
        "can't use 'few.txt': it has 2 lines of at most 15 characters, and it takes 5"
      ),
      (
        "long.txt", Array("abcdefghijklmnop\n".utf8),
        "can't use 'long.txt': each of its lines has more than 15 characters"
      ),
    ] as [(String, [UInt8]?, String)]
  )
  func refusals(name: String, bytes: [UInt8]?, message: String) async throws {
    let workspace = try Workspace()
    if let bytes { try workspace.write(bytes, to: name) }
    let outcome = try await workspace.run(["lesson", "cross", "--text", name])
    #expect(outcome.status == 1 && outcome.output == "")
    #expect(outcome.messages.hasPrefix("Error: \(message)"))
  }

  @Test(
    "In a terminal a line shows how far training is; Ctrl-C ends it by the signal and leaves the terminal in order",
    .enabled(if: TerminalSession.isPossible)
  )
  func interrupted() throws {
    let skipped = Array(repeating: TerminalSession.Step(after: "Return skips): ", type: "\n"), count: 4)
    let session = try TerminalSession.run(
      "microgpt",
      ["lesson", "cross", "--steps", "100000"],
      environment: ["TERM": "xterm"],
      steps: skipped + [TerminalSession.Step(after: "/100000", type: TerminalSession.controlC)]
    )
    #expect(session.signal == SIGINT && session.status == nil && session.isInOrder)
    #expect(session.screen.contains("steps/s") && !session.screen.contains("Trained on the spot"))
    #expect(!session.screen.contains("Error"))
  }

  @Test("When the training ends, its line is gone", .enabled(if: TerminalSession.isPossible))
  func progressIsGone() throws {
    let workspace = try Workspace()
    let session = try TerminalSession.run(
      "microgpt",
      ["lesson", "cross", "--text", workspace.url("words.txt").path(), "--steps", "60", "--json"],
      environment: ["TERM": "xterm", "NO_COLOR": "1"]
    )
    #expect(session.status == 0)
    // Where a line was shown, what takes it away comes after it.
    let beginning = session.screen.prefix { $0 != "{" }
    let last = beginning.components(separatedBy: "\r\u{1B}[K").last ?? ""
    #expect(!last.contains("steps/s"))
  }
}
