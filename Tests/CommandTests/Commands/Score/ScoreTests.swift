import Foundation
import TestSupport
import Testing

@testable import microgpt

@Suite("The command score")
struct ScoreCommandTests {
  /// The numbers of `evaluate --json` and `score --file --json` on the same file.
  private static func figures(_ file: String, _ workspace: Workspace) async throws -> (
    evaluated: JSONValue, scored: JSONValue
  ) {
    let evaluated = try await workspace.document(.evaluate, ["evaluate", "run", file])["result"]
    let scored = try await workspace.document(.score, ["score", "run", "--file", file])["result"]
    return (evaluated, scored)
  }

  @Test("Texts of a file cost what evaluate says, per token and per document, cut ones too")
  func evaluation() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    try workspace.write("  anna\n\nannannaerik\r\nkira\n", to: "texts.txt")
    let (evaluated, scored) = try await Self.figures("texts.txt", workspace)
    let totals = scored["totals"]
    #expect(
      agree(totals["loss_per_token"].number, evaluated["model"]["loss_per_token"].number, within: 1e-12)
    )
    #expect(
      agree(totals["loss_per_text"].number, evaluated["model"]["loss_per_document"].number, within: 1e-12)
    )
    #expect(agree(totals["perplexity"].number, evaluated["model"]["perplexity"].number, within: 1e-12))
    #expect(totals["token_count"].integer == evaluated["token_count"].integer)
    let texts = scored["texts"].elements
    #expect(texts.map { $0["text"].string } == ["anna", "annannaerik", "kira"])
    // Seven tokens are read, so the eighth to the eleventh and the end are not predicted.
    #expect(texts.map { $0["omitted_count"].integer } == [0, 5, 0])
    for text in texts {
      let tokens = text["tokens"].elements
      #expect(tokens.count == text["token_count"].integer)
      #expect(agree(tokens.reduce(0) { $0 + $1["loss"].number }, text["nats"].number, within: 1e-12))
      for token in tokens {
        #expect(agree(exp(-token["loss"].number), token["probability"].number, within: 1e-12))
        #expect((1...10).contains(token["rank"].integer))
      }
    }
    #expect(texts[0]["tokens"].elements.map { $0["label"].string } == ["a", "n", "n", "a", "<|>"])
    // A text by itself is the same text.
    let single = try await workspace.document(.score, ["score", "run", "anna", "kira"])["result"]["texts"]
    #expect(single.elements == [texts[0], texts[2]])
    let bare = try await workspace.document(.score, ["score", "run", "anna", "--totals"])["result"]["texts"]
    #expect(bare.elements[0]["tokens"] == .null && bare.elements[0]["nats"] == texts[0]["nats"])
    let inspected = try await workspace.document(.gradients, ["gradients", "run", "--text", "anna"])
    #expect(agree(inspected["result"]["loss"].number, texts[0]["loss_per_token"].number, within: 1e-12))
  }

  @Test("A stream is one text in windows, and so is a longer text that is given")
  func stream() async throws {
    let workspace = try Workspace()
    try await workspace.train(Workspace.small + ["--documents", "stream"])
    let (evaluated, scored) = try await Self.figures("words.txt", workspace)
    let text = scored["texts"].elements[0]
    #expect(scored["texts"].elements.count == 1)
    #expect(text["document_count"].integer == evaluated["document_count"].integer)
    #expect(agree(text["loss_per_token"].number, evaluated["model"]["loss_per_token"].number, within: 1e-12))
    try workspace.write("anna\nkarenlena", to: "part.txt")
    let part = try await Self.figures("part.txt", workspace).scored["texts"]
    let given = try await workspace.document(.score, ["score", "run", "anna\\nkarenlena"])["result"]["texts"]
    #expect(given == part && part.elements[0]["document_count"].integer == 2)
    let listed = try await workspace.run(["score", "run", "anna\\nkarenlena"])
    #expect(listed.lines[0].hasPrefix("'anna\\nkarenlena': 14 tokens, "))
    #expect(listed.lines[1] == "read in 2 windows of up to 7 tokens")
    let empty = try await workspace.run(["score", "run", ""])
    #expect(
      empty.status == 64
        && empty.messages.hasPrefix("Error: an empty text has nothing to predict in a run on a stream; ")
    )
  }

  @Test("The listing shades each token, and its table has the document's numbers")
  func listing() async throws {
    let workspace = try Workspace()
    try await workspace.train(["--steps", "150", "--context", "8"])
    let figures = try await workspace.document(.score, ["score", "run", "anna", "nn"])["result"]
    let tokens = figures["texts"].elements[0]["tokens"].elements
    for (options, shades) in [([], " ░▒▓█"), (["--ascii"], " :=*#@")] {
      let outcome = try await workspace.run(["score", "run", "anna", "nn"] + options)
      #expect(outcome.status == 0 && outcome.messages == "")
      let lines = outcome.lines
      #expect(lines[0].hasPrefix("'anna': 5 tokens, "))
      #expect(lines[1] == "anna<|>")
      let marks = Array(lines[2].padding(toLength: 7, withPad: " ", startingAt: 0))
      let levels = Array(shades)
      for (index, token) in tokens.enumerated() {
        let level = Int((token["probability"].number * Double(levels.count - 1)).rounded())
        #expect(marks[index] == levels[level])
      }
      #expect(marks[4] == marks[6])
      for (line, token) in zip(lines.dropFirst(5), tokens) {
        #expect(
          line.split(separator: " ").map(String.init) == [
            token["label"].string ?? "", String(format: "%.4f", token["probability"].number),
            "\(token["rank"].integer)", String(format: "%.4f", token["loss"].number),
          ]
        )
      }
      #expect(lines.contains("shading: probability, 0 to 1"))
      let totals = figures["totals"]
      #expect(
        lines.last
          == "2 texts, 8 tokens: " + String(format: "%.4f nats; ", totals["nats"].number)
          + String(format: "%.4f per token, ", totals["loss_per_token"].number)
          + String(format: "perplexity %.3f; ", totals["perplexity"].number)
          + String(format: "mean over texts %.4f per token", totals["loss_per_text"].number)
      )
      if options == ["--ascii"] { #expect(outcome.output.utf8.allSatisfy { $0 < 0x80 }) }
    }
    let table = try await workspace.run(["score", "run", "anna", "nn", "--totals"]).lines
    #expect(
      table[0].split(separator: " ").first == "text" && table[2].hasPrefix("anna ")
        && table[3].hasPrefix("nn ")
    )
  }

  @Test(
    "The table of totals says of which texts how much lies beyond the context, and nothing where nothing does"
  )
  func cut() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    try workspace.write("anna\nannannaerik\nkira\n", to: "texts.txt")
    let cut = try await workspace.run(["score", "run", "--file", "texts.txt", "--totals"])
    #expect(cut.lines[0].hasSuffix("perplexity  left out"))
    let rows = cut.lines[2...4].map { $0.split(separator: " ").map(String.init) }
    #expect(rows.map(\.count) == [5, 6, 5] && rows[1][0] == "annannaerik" && rows[1][5] == "5")
    #expect(
      cut.lines[5]
        == "cut at the context length of 7: 1 text; their tokens beyond it are left out of all figures"
    )
    let whole = try await workspace.run(["score", "run", "anna", "kira", "--totals"])
    #expect(whole.lines[0].hasSuffix("perplexity") && !whole.output.contains("context"))
  }

  @Test("What can't be scored is named: the text or line, and the character")
  func refusals() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    try workspace.write("anna\nzoo\n", to: "other.txt")
    let alphabet = "is not in the vocabulary of the run, which is: a e i k l n o r t"
    for (arguments, status, expected) in [
      ([], 64, "Missing expected argument '<text>'; or give --file for the lines of a file\n"),
      (["anna", "--file", "words.txt"], 64, "Give texts or --file, not both\n"),
      (["zoo"], 64, "'z' \(alphabet)\n"), (["anna", "xa"], 64, "text 2: 'x' \(alphabet)\n"),
      (["-"], 64, "'-' \(alphabet); for standard input give --file -\n"),
      (["--file", "other.txt"], 1, "can't use 'other.txt': line 2: 'z' \(alphabet)\n"),
      (["anna", "--json", "--ascii"], 64, "--ascii has no effect with --json"),
    ] as [([String], Int32, String)] {
      let outcome = try await workspace.run(["score", "run"] + arguments)
      #expect(outcome.status == status && outcome.output == "")
      #expect(outcome.messages.hasPrefix("Error: " + expected), "\(outcome.messages)")
    }
  }
}
