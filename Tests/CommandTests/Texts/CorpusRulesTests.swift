import Foundation
import Testing

@testable import microgpt

@Suite("Texts through the command line")
struct CorpusRulesTests {
  @Test(
    "A byte-order mark, other line ends, blank lines, white space and a missing last newline make no difference",
    arguments: [
      "\u{FEFF}" + Workspace.words.joined(separator: "\n"),
      Workspace.words.joined(separator: "\r\n") + "\r\n",
      Workspace.words.joined(separator: "\r"), "\n\n" + Workspace.words.joined(separator: "\n \t\n") + "\n\n",
      Workspace.words.map { "  \($0)\u{A0}\t" }.joined(separator: "\n"),
    ]
  )
  func equalLines(text: String) async throws {
    let workspace = try Workspace()
    let plain = try await workspace.train()
    try workspace.write(text, to: "words.txt")
    let other = try await workspace.train(output: "other")
    #expect(other.output == plain.output)
    #expect(try workspace.checkpoint("other").parameters == workspace.checkpoint().parameters)
    #expect(try workspace.metrics("other") == workspace.metrics())
  }

  @Test("A text may come from a pipe")
  func piped() async throws {
    let workspace = try Workspace()
    let plain = try await workspace.train()
    let options = Workspace.small.joined(separator: " ")
    try workspace.shell(
      "cat words.txt | \"$0\" train /dev/stdin --quiet --output piped \(options) >piped.txt"
    )
    #expect(try workspace.text("piped.txt") == plain.output)
    #expect(try workspace.checkpoint("piped").source.fingerprint == workspace.checkpoint().source.fingerprint)
  }

  @Test("A stream keeps its line breaks, all as one kind")
  func equalStreams() async throws {
    let workspace = try Workspace()
    let options = Workspace.small + ["--documents", "stream"]
    try await workspace.train(options)
    #expect(try workspace.checkpoint().tokenizer.vocabularySize == 11)
    for text in [
      "\u{FEFF}" + Workspace.words.map { $0 + "\n" }.joined(), Workspace.words.map { $0 + "\r\n" }.joined(),
    ] {
      try workspace.write(text, to: "words.txt")
      try await workspace.train(options + ["--overwrite"], output: "other")
      #expect(try workspace.checkpoint("other").parameters == workspace.checkpoint().parameters)
    }
    let outcome = try await workspace.run(["train", "words.txt"] + options)
    #expect(outcome.messages.hasPrefix("words.txt: one text of 64 tokens, a vocabulary of 11 tokens"))
    // A text with a line break takes one line in the output all the same.
    #expect(outcome.lines.count == 3)
  }

  @Test("Longer lines are read up to the context, and the summary counts them")
  func longLines() async throws {
    let workspace = try Workspace()
    let arguments = [
      "train", "words.txt", "--steps", "2", "--samples", "0", "--embedding", "4", "--overwrite",
    ]
    // A word is followed by its end. One word has three letters, seven have four, three five, and one six.
    for (context, count) in [(3, 12), (4, 11), (5, 4), (6, 1), (7, 0)] {
      let outcome = try await workspace.run(arguments + ["--context", "\(context)"])
      #expect(outcome.status == 0)
      let note = "longer than the context of \(context) and cut there: "
      // The longest word, tilian, and its end need seven.
      let advice = "; --context 7 would hold the longest\n"
      #expect(
        outcome.messages.contains(note + "\(count) document\(count == 1 ? "" : "s")" + advice)
          == (count > 0)
      )
      #expect(outcome.messages.contains("longer") == (count > 0))
    }
  }

  @Test("The context that is advised for the longest line cuts none")
  func advisedContext() async throws {
    let workspace = try Workspace()
    // 199 words of one letter, one of ten, and one of 60: of 201 lines 2 may be left out.
    try workspace.write(
      String(repeating: "a\n", count: 199) + String(repeating: "b", count: 10) + "\n",
      to: "words.txt"
    )
    let arguments = [
      "train", "words.txt", "--steps", "1", "--samples", "0", "--embedding", "4", "--overwrite",
    ]
    func messages(context: Int) async throws -> String {
      try await workspace.run(arguments + ["--context", "\(context)"]).messages
    }
    #expect(try await messages(context: 4).contains(": 1 document; --context 11 would hold the longest\n"))
    #expect(try await !messages(context: 11).contains("longer"))
    let lines = ["bbbbb", "bbbbb", "bbbbb", String(repeating: "b", count: 60)]
    try workspace.write((Array(repeating: "a", count: 197) + lines).joined(separator: "\n"), to: "words.txt")
    #expect(
      try await messages(context: 4).contains(
        ": 4 documents; --context 6 would hold 99 % of all, --context 61 the longest\n"
      )
    )
    #expect(try await messages(context: 6).contains(": 1 document; --context 61 would hold the longest\n"))
  }

  @Test(
    "Texts in any script train in every unit, and samples are made of their tokens",
    // Counted with Python, which knows no clusters.
    arguments: [("scalars", 503), ("characters", nil), ("bytes", 143)] as [(String, Int?)]
  )
  func scripts(unit: String, unitCount: Int?) async throws {
    let workspace = try Workspace()
    let text = try Data(contentsOf: repositoryFile("data/names-unicode.txt"))
    try workspace.write(text, to: "words.txt")
    let outcome = try await workspace.train(Workspace.small + ["--tokens", unit])
    #expect(outcome.lines.count == 3)
    let known = Set(String(decoding: text, as: UTF8.self).unicodeScalars)
    if unit != "bytes" { #expect(outcome.lines.joined().unicodeScalars.allSatisfy { known.contains($0) }) }
    if let unitCount { #expect(try workspace.checkpoint().tokenizer.vocabulary.count == unitCount) }
    #expect(try await workspace.run(["evaluate", "run", "words.txt"]).status == 0)
    #expect(try await workspace.run(["info", "run"]).status == 0)
  }

  @Test("One character is enough to train on", arguments: ["lines", "stream"])
  func singleCharacter(documents: String) async throws {
    let workspace = try Workspace()
    try workspace.write("é", to: "words.txt")
    let outcome = try await workspace.train(Workspace.small + ["--documents", documents])
    #expect(outcome.lines.count == 3)
    #expect(Set(outcome.lines.joined()).isSubset(of: ["é"]))
    #expect(try workspace.checkpoint().tokenizer.vocabularySize == 2)
    let evaluation = try await workspace.run(["evaluate", "run", "words.txt"])
    #expect(evaluation.status == 0)
    #expect(evaluation.lines.dropLast(2).last?.split(separator: " ").dropFirst().first == "0.6931")
  }

  @Test("A grapheme cluster is one character and several scalars")
  func clusters() async throws {
    let workspace = try Workspace()
    try workspace.write("e\u{301}👩‍👧\ne\u{301}\n", to: "words.txt")
    try await workspace.train(Workspace.small + ["--tokens", "characters"], output: "characters")
    try await workspace.train(Workspace.small + ["--tokens", "scalars"], output: "scalars")
    try await workspace.train(Workspace.small + ["--tokens", "bytes"], output: "bytes")
    // Two clusters; e, the accent, two people and a joiner; and eight different bytes. Each time the end.
    #expect(try workspace.checkpoint("characters").tokenizer.vocabularySize == 2 + 1)
    #expect(try workspace.checkpoint("scalars").tokenizer.vocabularySize == 5 + 1)
    let bytes = Set("e\u{301}👩‍👧".utf8).count
    #expect(try workspace.checkpoint("bytes").tokenizer.vocabularySize == bytes + 1)
  }
}
