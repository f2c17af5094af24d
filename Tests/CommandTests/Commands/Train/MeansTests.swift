import Autograd
import Foundation
import TestSupport
import Testing
import Training
import Transformer

@testable import microgpt

/// Losses that stand side by side are the same mean, and named.
@Suite("Means over documents and over tokens")
struct MeansTests {
  /// Fifty lines of one letter, fifty of fifteen others, and half of all held out.
  static func workspace() throws -> Workspace {
    let workspace = try Workspace()
    let alphabet = Array("bcdefghijklmnopqrstuvwxyz")
    let long = (0..<50).map { line in
      String((0..<15).map { place in alphabet[(line * 7 + place * place * 5) % alphabet.count] })
    }
    let lines = long.flatMap { ["a", $0] }
    try workspace.write(lines.joined(separator: "\n") + "\n", to: "lines.txt")
    return workspace
  }

  static let options = [
    "--output", "run", "--validation", "0.5", "--steps", "60", "--embedding", "8", "--heads", "2",
    "--samples", "1",
  ]

  /// The losses of documents, token by token, as a run's model computes them.
  static func tokenLosses(_ documents: [[Int]], of checkpoint: Checkpoint) -> [[Double]] {
    let model = checkpoint.makeModel(on: Tape())
    return documents.map { document in
      model.tape.withoutRecording { model.tokenLosses(of: document).map(\.data) }
    }
  }

  static func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }

  @Test("validation_loss is the mean over documents as loss is, and the one over tokens has a key of its own")
  func metrics() async throws {
    let workspace = try Self.workspace()
    let outcome = try await workspace.run(["train", "lines.txt"] + Self.options)
    try #require(outcome.status == 0, "\(outcome.errors)")
    let checkpoint = try workspace.checkpoint()
    let corpus = try Corpus(utf8: Array(workspace.data("lines.txt")), layout: .lines)
    let session = try TrainingSession(resuming: checkpoint, on: corpus)
    let losses = Self.tokenLosses(session.trainer.dataset.validation, of: checkpoint)
    let last = try #require(try workspace.metrics().last)
    let perDocument = try #require(last.validationLoss)
    let perToken = try #require(last.validationLossPerToken)
    #expect(agree(perDocument, Self.mean(losses.map(Self.mean)), within: 1e-13))
    #expect(agree(perToken, Self.mean(losses.flatMap { $0 }), within: 1e-13))
    // Long lines are harder here, and most tokens are theirs.
    #expect(perToken > perDocument + 0.3)
    #expect(
      try workspace.metrics().allSatisfy { ($0.validationLoss == nil) == ($0.validationLossPerToken == nil) }
    )
    let shown = "held-out loss after step 60: \(String(format: "%.4f", perDocument)) (mean over documents)"
    #expect(outcome.messages.contains(shown))
  }

  @Test("evaluate gives both means, of the model and of both baselines")
  func evaluate() async throws {
    let workspace = try Self.workspace()
    try await workspace.run(["train", "lines.txt"] + Self.options)
    let checkpoint = try workspace.checkpoint()
    let corpus = try Corpus(utf8: Array(workspace.data("lines.txt")), layout: .lines)
    let documents = try corpus.documents(checkpoint.tokenizer, contextLength: checkpoint.model.contextLength)
    let losses = Self.tokenLosses(documents, of: checkpoint)
    let outcome = try await workspace.run(["evaluate", "run", "lines.txt"])
    // Below the table stands what the losses are.
    let rows = outcome.lines.dropFirst(3).map { line in
      line.split(separator: " ").suffix(4).compactMap { Double($0) }
    }.prefix { $0.count == 4 }
    try #require(rows.map(\.count) == [4, 4, 4, 4])
    #expect(abs(rows[0][0] - Self.mean(losses.flatMap { $0 })) < 5.1e-5)
    #expect(abs(rows[0][3] - Self.mean(losses.map(Self.mean))) < 5.1e-5)
    #expect(rows[2][3] < rows[2][0] - 0.3)
    #expect(rows[3][0] == rows[3][3])
  }

  /// The figures as they were when `validation_loss` was a mean over tokens.
  static func makeOlder(_ workspace: Workspace) throws {
    let text = try workspace.text("run/metrics.jsonl")
    let older = text.replacing(/,"validation_loss":[^,]*,"validation_loss_per_token":([^}]*)/) {
      ",\"validation_loss\":\($0.output.1)"
    }
    #expect(older != text)
    try workspace.write(older, to: "run/metrics.jsonl")
  }

  @Test("A run whose held-out losses were means over tokens is gone on with, and a note says what changes")
  func olderRun() async throws {
    let workspace = try Self.workspace()
    try await workspace.run(["train", "lines.txt"] + Self.options)
    let same = try await workspace.run(["train", "lines.txt", "--resume", "run", "--steps", "70"])
    #expect(same.status == 0 && !same.messages.contains("over tokens"))

    try Self.makeOlder(workspace)
    let older = try workspace.text("run/metrics.jsonl")
    let outcome = try await workspace.run(["train", "lines.txt", "--resume", "run", "--steps", "80"])
    #expect(outcome.status == 0)
    #expect(outcome.messages.contains("note: up to here the run's validation_loss is a mean over tokens"))
    #expect(try workspace.text("run/metrics.jsonl").hasPrefix(older))
    let metrics = try workspace.metrics()
    #expect(metrics.map(\.step) == Array(1...80))
    #expect(metrics.last?.validationLossPerToken != nil)
    let quiet = ["train", "lines.txt", "--resume", "run", "--steps", "90", "--quiet"]
    #expect(try await workspace.run(quiet).errors == "")
  }

  @Test("The page draws held-out losses beside the others only where they are the same mean")
  func page() async throws {
    let workspace = try Self.workspace()
    try await workspace.run(["train", "lines.txt"] + Self.options)
    func page() async throws -> ParsedMarkup {
      try await workspace.run(["report", "run", "--text", "a", "-o", "page.html"])
      return ParsedMarkup(try workspace.text("page.html"))
    }
    let present = try await page().text
    #expect(present.contains("the held-out documents as points") && !present.contains("they are not shown"))
    #expect(present.contains("means over documents"))
    try Self.makeOlder(workspace)
    let older = try await page().text
    #expect(!older.contains("the held-out documents as points"))
    #expect(older.contains("as means over tokens; they are not shown"))
  }

  @Test("Where tokens are characters, scalars are called scalars")
  func characters() async throws {
    let workspace = try Workspace()
    try workspace.write("e\u{301}e\u{301}a\naae\u{301}\n", to: "accents.txt")
    try await workspace.run(
      ["train", "accents.txt", "--tokens", "characters", "--output", "run"] + Workspace.small
    )
    let outcome = try await workspace.run(["evaluate", "run", "accents.txt"])
    #expect(
      outcome.lines[0] == "accents.txt: 2 documents, 8 tokens predicted, 6 characters of 9 Unicode scalars"
    )
    #expect(outcome.lines[1].contains("bits/scalar") && !outcome.lines[1].contains("bits/character"))
  }
}
