import Foundation
import Testing
import TestSupport

@testable import microgpt

/// Titles name what of a text is read, and not what is left out.
@Suite("Titles of texts")
struct InspectedTextReadingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let options: [String]
    let text: String
    let reading: String
    let used: String
    var file = "words.txt"
    var testDescription: String { options.joined(separator: " ") + " " + text }
  }

  // The context has 7 positions: the boundary and 6 tokens.
  static let cases = [
    Case(options: [], text: "lena", reading: "reading 'lena'", used: "lena"),
    Case(options: [], text: "tilian", reading: "reading 'tilian'", used: "tilian"),
    Case(
      options: [],
      text: "tiliank",
      reading: "reading 'tilian', predicting k; left out at the end: 1 token",
      used: "tiliank…"
    ),
    Case(
      options: [],
      text: "annaottonora",
      reading: "reading 'annaot', predicting t; left out at the end: 6 tokens",
      used: "annaott…"
    ),
    // A stream goes on: its last token is predicted and not read.
    Case(
      options: ["--documents", "stream"],
      text: "lena",
      reading: "reading 'len', predicting a",
      used: "lena"
    ),
    Case(options: ["--documents", "stream"], text: "l", reading: "reading <|>, predicting l", used: "l"),
    Case(
      options: ["--documents", "stream"],
      text: "a\n",
      reading: "reading 'a', predicting \\n",
      used: "a\\n"
    ),
    Case(
      options: ["--context", "1"],
      text: "anna",
      reading: "reading <|>, predicting a; left out at the end: 4 tokens",
      used: "a…"
    ),
    // ë is two bytes, or two scalars.
    Case(
      options: ["--tokens", "bytes"],
      text: "zozozë",
      reading: "reading 'zozoz' 0xC3, predicting 0xAB; left out at the end: 1 token",
      used: "zozozë…",
      file: "other.txt"
    ),
    Case(
      options: ["--tokens", "bytes"],
      text: "zozozoë",
      reading: "reading 'zozozo', predicting 0xC3; left out at the end: 2 tokens",
      used: "zozozo 0xC3…",
      file: "other.txt"
    ),
    Case(
      options: ["--tokens", "characters"],
      text: "zozoze\u{308}zo",
      reading: "reading 'zozoze\u{308}', predicting z; left out at the end: 2 tokens",
      used: "zozoze\u{308}z…",
      file: "combined.txt"
    ),
  ]

  @Test("A title quotes what is read, names what is predicted, and counts what is left out", arguments: cases)
  func titles(example: Case) async throws {
    let workspace = try Workspace()
    try workspace.write("zozë\nozo\n", to: "other.txt")
    try workspace.write("zoze\u{308}\nozo\n", to: "combined.txt")
    let training = ["train", example.file, "--quiet", "--output", "run"] + Workspace.small + example.options
    try #require(try await workspace.run(training).status == 0)
    let title = "run, step 12, \(example.reading)"
    for command in ["attention", "gradients", "scaling", "check"] {
      let outcome = try await workspace.run(["inspect", command, "run", "--text", example.text])
      #expect(outcome.lines.first == title)
      guard command != "check" else { continue }
      let picture = try await workspace.run(["inspect", command, "run", "--text", example.text, "--svg", "-"])
      #expect(ParsedMarkup(picture.output).all("text").map(\.text).contains(title))
    }
    let graph = try await workspace.run([
      "inspect", "graph", "run", "--text", example.text, "--loss", "--depth", "1",
    ])
    #expect(graph.output.contains(" in '\(example.used.replacing("\\", with: "\\\\"))'"))
    #expect(
      try await workspace.run(["report", "run", "--text", example.text, "-o", "page.html"]).status == 0
    )
    let page = ParsedMarkup(try workspace.text("page.html")).text
    #expect(page.contains("‘The text’ below means this part.") == example.reading.contains("left out"))
    #expect(!example.reading.contains("left out") || !page.contains("reads “\(example.text)”"))
  }

  @Test("A page has room for a part of a long text, and says which part it reads")
  func page() async throws {
    let workspace = try Workspace()
    try await workspace.train([
      "--steps", "2", "--embedding", "8", "--heads", "8", "--context", "60", "--samples", "0",
    ])
    let text = String(repeating: "lenanora", count: 7)
    #expect(try await workspace.run(["report", "run", "--text", text, "-o", "page.html"]).status == 0)
    let count = RunPage.largestPositionCount(heads: 8)
    #expect(count < text.count)
    let page = ParsedMarkup(try workspace.text("page.html")).text
    #expect(page.contains("reads “\(text.prefix(count - 1))”"))
  }
}
