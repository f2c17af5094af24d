import Drawing
import Foundation
import TestSupport
import Testing

@testable import microgpt

/// What `inspect` prints without --json.
@Suite("inspect as text")
struct InspectTextTests {
  /// The lines of each heat map of an output: those between its title and its legend.
  private func heatMaps(_ outcome: BuiltProcess.Outcome) -> [ArraySlice<String>] {
    outcome.lines.indices.filter { outcome.lines[$0].hasPrefix("shading: ") }.map { end in
      let start =
        outcome.lines[..<end].lastIndex { $0.hasPrefix("layer 0, head ") && $0.contains(":") } ?? end
      return outcome.lines[start..<end]
    }
  }

  private func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }

  @Test("A row for each query, and --- for each key that it does not see", arguments: InspectVariant.all)
  func hiddenCells(variant: InspectVariant) async throws {
    let workspace = try await variant.workspace()
    let outcome = try await workspace.run(
      ["inspect", "attention", "run", "--text", "lena", "--layer", "0"]
    )
    #expect(outcome.status == 0)
    #expect(outcome.lines[0] == "run, step 12, reading 'lena'")
    let maps = heatMaps(outcome)
    #expect(maps.count == 2)
    let labels = InspectVariant.tokens.dropLast()
    for map in maps {
      // Title, column title, column labels, and the rows.
      #expect(words(map.dropFirst(2).first ?? "") == ["query"] + labels)
      let rows = map.dropFirst(3).map(words)
      #expect(rows.map(\.first) == labels.map { $0 })
      for (query, row) in rows.enumerated() {
        let hidden = labels.indices.filter { !variant.sees(query: query, key: $0) }.count
        #expect(row.filter { $0 == "---" }.count == hidden)
        #expect(row.count == 1 + labels.count)
      }
    }
  }

  @Test("The role that the table names is the one in the document", arguments: InspectVariant.all)
  func roles(variant: InspectVariant) async throws {
    let workspace = try await variant.workspace()
    let outcome = try await workspace.run(["inspect", "attention", "run", "--text", "lena"])
    let heads = try await workspace.figures(.attention)["heads"].elements
    for (line, head) in zip(outcome.lines.dropFirst(3), heads) {
      let word = try #require(head["role"]["word"].string)
      #expect(line.hasPrefix("    \(head["layer"].integer)     \(head["head"].integer)  \(word) "))
      let count = head["role"]["query_count"].integer
      #expect(words(line).last == "\(count)")
      #expect((count == 0) == (word == "unknown"))
    }
  }

  @Test("--show chooses what the cells are", arguments: [("scores", "scores"), ("gradient", "∂L/∂pattern")])
  func show(cells: String, title: String) async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let outcome = try await workspace.run(
      ["inspect", "attention", "run", "--text", "lena", "--show", cells]
    )
    #expect(heatMaps(outcome).map(\.first) == ["layer 0, head 0: \(title)", "layer 0, head 1: \(title)"])
  }

  @Test(
    "There are no escape sequences in a pipe, and --ascii leaves nothing but ASCII",
    arguments: DocumentKind.allCases
  )
  func plainText(kind: DocumentKind) async throws {
    let workspace = try Workspace()
    try await workspace.trainRuns(for: kind)
    let outcome = try await workspace.run(kind.groupWords + kind.smallArguments)
    #expect(outcome.status == 0)
    #expect(!outcome.output.isEmpty && !outcome.output.contains("\u{1B}"))
    let ascii = try await workspace.run(kind.groupWords + kind.smallArguments + ["--ascii"])
    #expect(ascii.status == 0)
    #expect(ascii.output.unicodeScalars.filter { !$0.isASCII } == [])
    #expect(ascii.lines.count == outcome.lines.count)
  }

  @Test("--ascii leaves nothing but ASCII of a text with spaces")
  func spaces() async throws {
    let workspace = try Workspace()
    try workspace.write("an na\ner ik\n", to: "words.txt")
    try await workspace.train()
    let outcome = try await workspace.run(["inspect", "attention", "run", "--text", "n a", "--ascii"])
    #expect(outcome.status == 0)
    #expect(outcome.output.unicodeScalars.filter { !$0.isASCII } == [])
    #expect(heatMaps(outcome).count == 2)
  }

  @Test(
    "Under every gap of a table's rule there is one in all its rows",
    // Training and sampling have no table, and sentences follow that of an evaluation.
    arguments: DocumentKind.allCases.filter { ![.train, .sample, .evaluate].contains($0) },
    [[], ["--ascii"]]
  )
  func alignment(kind: DocumentKind, options: [String]) async throws {
    let workspace = try Workspace()
    try await workspace.trainRuns(for: kind)
    let outcome = try await workspace.run(kind.groupWords + kind.smallArguments + options)
    let lines = outcome.lines.map(Array.init)
    let rules = lines.indices.filter { !lines[$0].isEmpty && lines[$0].allSatisfy { "─- ".contains($0) } }
    #expect(rules.isEmpty == (kind == .graph))
    for rule in rules {
      let gaps = lines[rule].indices.filter { lines[rule][$0] == " " }
      #expect(!gaps.isEmpty)
      let end =
        lines[rule...].firstIndex {
          $0.isEmpty || String($0).hasPrefix("worst ") || String($0).hasPrefix("shading: ")
        } ?? lines.endIndex
      for line in lines[(rule - 1)..<end] {
        #expect(gaps.allSatisfy { $0 >= line.count || line[$0] == " " }, "\(String(line))")
      }
    }
  }

  @Test("In a narrow terminal heat maps are broken into blocks, and no number is cut")
  func narrow() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    for command in ["attention", "gradients", "scaling"] {
      let arguments = ["inspect", command, "run", "--text", "lenalen", "--ascii"]
      let wide = try await workspace.run(arguments, environment: ["COLUMNS": "400"])
      let narrow = try await workspace.run(arguments, environment: ["COLUMNS": "40"])
      #expect(narrow.status == 0)
      #expect(narrow.lines.count > wide.lines.count)
      // The columns that tell rows apart stand in each piece of a table; nothing is lost.
      let (few, many) = (
        NSCountedSet(array: numbers(wide.output)), NSCountedSet(array: numbers(narrow.output))
      )
      #expect(Set(numbers(narrow.output)) == Set(numbers(wide.output)))
      for number in numbers(wide.output) { #expect(many.count(for: number) >= few.count(for: number)) }
      for line in narrow.lines { #expect(line.count <= 40, "\(line)") }
    }
  }

  /// All that print a run's figures; a graph, and an exported model, is for a program to read.
  private static let narrowCommands = CheckpointOptionTests.commands.filter { entry in
    ![.sample, .report, .export].contains(entry.command)
      && (entry.command != .inspectGraph || entry.arguments.contains("--steps"))
  }

  @Test("No line is wider than the terminal", arguments: narrowCommands)
  func narrowLines(command: Microgpt.Command, arguments: [String]) async throws {
    let workspace = try Workspace()
    try await workspace.train(SnapshotTests.options)
    let words = command.definition.name.split(separator: " ").map(String.init) + ["run"] + arguments
    let outcome = try await workspace.run(words, environment: ["COLUMNS": "60"])
    #expect(outcome.status == 0)
    for line in outcome.lines { #expect(displayWidth(of: line) <= 60, "\(line)") }
  }

  /// All that looks like a number, in order of size.
  private func numbers(_ text: String) -> [String] {
    text.matches(of: /-?\d+\.\d+(e-?\d+)?/).map { String($0.0) }.sorted()
  }

  @Test("A text longer than the context is read as far as it goes, and a note says so")
  func longText() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let outcome = try await workspace.run(["inspect", "attention", "run", "--text", "lenalenalena"])
    #expect(outcome.status == 0)
    #expect(outcome.messages.hasPrefix("note: --text: the model reads 7 tokens"))
    #expect(outcome.messages.contains("left out at the end: 6 tokens"))
    let document = try await workspace.document(
      .attention,
      ["attention", "run", "--text", "lenalenalena"]
    )
    #expect(document["tokens"].elements.compactMap(\.string).joined() == "<|>lenalen")
    #expect(document["result"]["position_count"].integer == 7)
  }

  @Test("A text that just fits has no note")
  func fittingText() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let outcome = try await workspace.run(["inspect", "attention", "run", "--text", "lenale"])
    #expect(outcome.status == 0)
    #expect(outcome.messages == "")
  }

  @Test("A run on a stream reads a text that goes on: nothing is predicted behind its last token")
  func stream() async throws {
    let workspace = try Workspace()
    try await workspace.train(Workspace.small + ["--documents", "stream"])
    for kind in [DocumentKind.attention, .gradients, .scaling, .graph, .shapes, .check] {
      let document = try await workspace.document(kind, [kind.rawValue, "run", "--text", "lena"])
      #expect(document["tokens"].elements.map(\.string) == ["<|>", "l", "e", "n", "a"])
    }
  }

  @Test(
    "A graph is printed in DOT, with a line for each node and each edge, those to what is left out with them"
  )
  func dot() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let outcome = try await workspace.run(["inspect", "graph", "run", "--text", "lena"])
    let graph = try await workspace.figures(.graph)
    #expect(outcome.lines.first == "digraph {" && outcome.lines.last == "}")
    let edges = outcome.lines.filter { $0.contains(" -> ") }
    // Results that are not drawn stand in one box, to which there are edges as well.
    #expect(edges.count == graph["edges"].elements.count + graph["left_out"].elements.count)
    for node in graph["nodes"].elements {
      let position = node["position"].integer
      #expect(outcome.lines.filter { $0.hasPrefix("  \(position) [") }.count == 1)
    }
  }
}
