import Foundation
import Testing

@testable import microgpt

@Suite("The commands evaluate and info")
struct EvaluateTests {
  @Test(
    "evaluate: uniform is ln V, perplexity e^loss, bits per character spread all nats over the characters"
  )
  func figures() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let outcome = try await workspace.run(["evaluate", "run", "words.txt"])
    #expect(outcome.status == 0)
    #expect(outcome.messages == "")
    // 12 words of 55 letters, and 12 ends.
    let letters = Workspace.words.joined().count
    #expect(
      outcome.lines[0] == "words.txt: 12 documents, \(letters + 12) tokens predicted, \(letters) characters"
    )
    #expect(
      outcome.lines[1].split(separator: " ") == [
        "prediction", "loss", "per", "token", "bits/character", "perplexity", "loss", "per", "document",
      ]
    )
    #expect(
      outcome.lines.dropLast().last?.hasPrefix("loss in nats: per token, each token counts the same; ")
        == true
    )
    let rows = outcome.lines.dropFirst(3).dropLast(2).map { line in
      line.split(separator: " ").suffix(4).compactMap { Double($0) }
    }
    #expect(rows.count == 4)
    #expect(outcome.lines[3].hasPrefix("model after 12 steps "))
    #expect(outcome.lines[4].hasPrefix("same, seeing only itself "))
    #expect(outcome.lines[5].hasPrefix("bigram counts "))
    #expect(outcome.lines[6].hasPrefix("uniform "))
    for row in rows {
      #expect(row.count == 4)
      #expect(abs(exp(row[0]) - row[2]) < 1e-4 * row[2] + 5e-4)
      #expect(abs(row[0] * Double(letters + 12) / Double(letters) / log(2) - row[1]) < 2e-4)
    }
    // Nine letters and the end.
    #expect(rows[3] == [2.3026, rows[3][1], 10, 2.3026])
    #expect(rows[0][0] < rows[3][0])
  }

  @Test("evaluate reads longer lines up to the context, and says how many there were")
  func truncation() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    try workspace.write("annanna\nannannaa\nerikerikerik\n", to: "long.txt")
    let outcome = try await workspace.run(["evaluate", "run", "long.txt"])
    #expect(outcome.lines[0] == "long.txt: 3 documents, 21 tokens predicted, 21 characters")
    // The end of a line of seven letters is the eighth token; the context has seven.
    #expect(outcome.lines[1] == "cut at the context length of 7: 3 documents")
    try workspace.write("annann\nerik\n", to: "short.txt")
    let short = try await workspace.run(["evaluate", "run", "short.txt"])
    #expect(short.lines[0] == "short.txt: 2 documents, 12 tokens predicted, 10 characters")
    #expect(!short.output.contains("longer"))
  }

  @Test("evaluate reads a text as training did: a stream in windows")
  func stream() async throws {
    let workspace = try Workspace()
    try await workspace.train(Workspace.small + ["--documents", "stream"])
    let outcome = try await workspace.run(["evaluate", "run", "words.txt"])
    let count = Workspace.words.joined(separator: "\n").count + 1
    #expect(
      outcome.lines[0]
        == "words.txt: \((count + 6) / 7) windows, \(count) tokens predicted, \(count) characters"
    )
  }

  @Test("info prints the model, the settings, the progress and every matrix")
  func info() async throws {
    let workspace = try Workspace()
    try await workspace.train(Workspace.small + ["--layers", "2", "--clip", "0.25", "--batch", "2"])
    let outcome = try await workspace.run(["info", "run"])
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    let rows = Set(outcome.lines.map { $0.split(separator: " ").joined(separator: " ") })
    for row in [
      "layers 2", "embedding 4", "heads 2 of width 2, reading 2 stored heads (multi-head)", "mask causal",
      "store list",
      "kernel softmax", "positions learned", "scale 1/√2 = 0.7071", "cached 16 numbers for each token",
      "context 7",
      "vocabulary 10 tokens, one of them ends a document", "alphabet a e i k l n o r t", "tokens scalars",
      "steps 12 of 12",
      "seed 42", "batch 2", "gradient clip 0.25", "file words.txt", "documents lines", "wte 10 × 4 40",
      "wpe 7 × 4 28", "lm_head 10 × 4 40", "layer0.attn_wq 4 × 4 16", "layer1.attn_wo 4 × 4 16",
      "layer1.mlp_fc1 16 × 4 64", "layer1.mlp_fc2 4 × 16 64", "all 492",
    ] {
      #expect(rows.contains(row), "\(row)")
    }
  }
}
