import Foundation
import Testing

@testable import microgpt

/// What is printed where there is one of everything.
@Suite("One of everything")
struct PluralTests {
  /// The places where a text counts one thing in the plural.
  private func mistakes(_ text: String) -> [String] {
    let nouns = [
      "others", "documents", "tokens", "characters", "steps", "texts", "nodes", "edges", "heads", "layers",
      "keys", "queries",
      "positions", "numbers", "bytes", "words", "elements", "rows", "lines", "windows", "values",
      "parameters", "pages",
      "spaces", "scales", "are",
    ]
    return text.matches(of: /(?:^|[^\d.,\/])1 (\w+)/).map { String($0.1) }.filter(nouns.contains)
  }

  @Test("One thing is never counted in the plural")
  func nouns() async throws {
    let workspace = try Workspace()
    try workspace.write("a\n", to: "one.txt")
    try workspace.write("a\nab\n", to: "two.txt")
    try workspace.write(Data([0x37]), to: "byte.txt")
    var printed = ""
    func run(_ line: String) async throws {
      let outcome = try await workspace.run(line.split(separator: " ").map(String.init))
      printed += outcome.output + outcome.errors
    }
    let shape = "--layers 1 --embedding 1 --heads 1 --context 1 --steps 1 --samples 1"
    try await run("train two.txt --validation 0.5 --output run \(shape)")
    try await run("train two.txt --documents stream --output stream \(shape)")
    try await run("train two.txt --resume run --steps 2")
    try await run("train two.txt --resume run")
    try await run("train one.txt --validation 0.5")
    try await run("train one.txt --heads 1 --kv-heads 2")
    try await run("train one.txt --mask window:1 --store rolling:1 --output rolling \(shape)")
    for name in ["run", "stream", "rolling"] {
      try await run("info \(name)")
      try await run("evaluate \(name) one.txt")
      try await run("evaluate \(name) two.txt")
      try await run("sample \(name) --count 1 --against one.txt --statistics")
      try await run("sample \(name) --prompt a")
      try await run("inspect shapes \(name)")
      for command in [
        "attention", "gradients", "scaling", "check", "graph --depth 0", "graph --loss --limit 1",
      ] {
        try await run("inspect \(command) \(name) --text a")
      }
      try await run("inspect graph \(name) --text a --depth 0 --svg -")
      try await run("report \(name) --text a -o -")
      try await run("worksheet \(name) --text a")
    }
    try await run("inspect scaling --keys 1 --queries 1 --widths 1")
    try await run("inspect scaling --keys 1 --queries 1 --widths 1 --svg -")
    try await run("inspect scaling --train one.txt --steps 1 --embedding 1 --head-widths 1")
    // A checkpoint of one byte.
    try workspace.write(Data([0x37]), to: "run/checkpoint.safetensors")
    try await run("info run")
    #expect(printed.contains("1 other to measure on") && printed.contains("1 byte, but"))
    #expect(mistakes(printed) == [])
  }

  @Test("The search finds such a mistake, and no fraction or date")
  func search() {
    #expect(mistakes("1 documents, 1 others") == ["documents", "others"])
    #expect(mistakes("31 documents, 0.1 steps, 1 document, 1/1 steps, 2,001 tokens") == [])
  }
}
