import Testing

@testable import microgpt

@Suite("Help and version")
struct HelpCommandTests {
  @Test(
    "Help and version go to standard output, with exit 0 and nothing else",
    arguments: [
      ["help"], ["--help"], ["-h"], [], ["help", "train"], ["train", "--help"], ["sample", "-h"],
      ["--version"],
    ]
  )
  func streams(arguments: [String]) async throws {
    let workspace = try Workspace()
    let outcome = try await workspace.run(arguments)
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(outcome.output.hasSuffix("\n"))
  }

  @Test("The version is three numbers")
  func version() async throws {
    let outcome = try await Workspace().run(["--version"])
    #expect(outcome.output.contains(/^\d+\.\d+\.\d+\n$/))
  }

  @Test("'help train', 'train --help' and 'train … -h' are one page, and so are the ways to the program's")
  func equalPages() async throws {
    let workspace = try Workspace()
    let page = try await workspace.run(["help", "train"]).output
    #expect(try await workspace.run(["train", "--help"]).output == page)
    #expect(try await workspace.run(["train", "missing.txt", "--steps", "x", "-h"]).output == page)
    let program = try await workspace.run(["help"]).output
    #expect(try await workspace.run(["--help"]).output == program)
    #expect(try await workspace.run([]).output == program)
    for command in ["train", "sample", "evaluate", "info", "lesson"] {
      #expect(program.contains("\n  \(command) "))
    }
  }

  @Test(
    "A command's page has every option with its default, which is that of microgpt.py",
    arguments: [
      ("--steps <n>", "default: 1000"), ("--seed <n>", "default: 42"), ("--layers <n>", "default: 1"),
      ("--embedding <width>", "default: 16"), ("--heads <n>", "default: 4"), ("--context <n>", "default: 16"),
      ("--learning-rate <rate>", "default: 0.01"), ("--batch <n>", "default: 1"),
      ("--clip <norm>", "no limit"), ("--threads <n>", "default: as many as processors"),
      ("--validation <share>", "default: 0"),
      ("--documents <layout>", "values: lines, stream; default: lines"),
      ("--tokens <unit>", "values: scalars, characters, bytes; default: scalars"),
      ("--samples <n>", "default: 20"),
      ("--temperature <t>", "default: 0.5"), ("-o, --output <run>", "default: runs/<file name>"),
      ("--overwrite", "Replace"),
      ("--resume <run>", "Resume this run"), ("--save-every <n>", "default: 0"), ("--quiet", "no progress"),
    ]
  )
  func options(label: String, note: String) async throws {
    let page = try await Workspace().run(["help", "train"], environment: ["COLUMNS": "400"]).output
    let lines = page.split(separator: "\n")
    let index = try #require(lines.firstIndex { $0.hasPrefix("  \(label)") })
    let isAlone = lines[index] == "  \(label)"
    #expect((isAlone ? lines[index + 1] : lines[index]).contains(note))
  }

  @Test("Pages fit the width that COLUMNS gives", arguments: [40, 60, 100])
  func width(columns: Int) async throws {
    let workspace = try Workspace()
    for command in ["train", "sample", "evaluate", "info", "lesson"] {
      let outcome = try await workspace.run(["help", command], environment: ["COLUMNS": "\(columns)"])
      #expect(outcome.lines.filter { $0.count > columns } == [])
    }
  }
}
