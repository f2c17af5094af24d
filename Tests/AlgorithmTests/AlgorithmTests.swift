import Foundation
import TestSupport
import Testing
import Training
import Transformer

/// The one file that holds the whole algorithm, read by what its process prints.
@Suite struct AlgorithmTests {
  @Test("It prints microgpt.py's losses within 1e-12, and its 20 names")
  func golden() async throws {
    let golden = try GoldenRun.recorded(0)
    let printed = try await Printed(dataFile("names.txt"))
    #expect(printed.documents == golden.documents)
    #expect(printed.vocabulary == golden.vocabularySize)
    #expect(printed.parameters == golden.parameterCount)
    #expect(printed.texts == golden.samples)
    let apart = try #require(printed.largestDifference(from: golden.losses))
    #expect(apart < 1e-12, "the losses differ by \(apart)")
  }

  /// Texts, of which nil stands in the file, and whether a debug build trains on them too: each is trained on twice for 1,000 steps.
  private static let texts: [(name: String, text: String?, isQuick: Bool)] = [
    ("a few lines", " anna \n\n\tbob\r\nada\n", true),
    ("one character", "a", true),
    (
      "several scalars to a character",
      "e\u{301}t\u{e9}\n\u{1F469}\u{200D}\u{1F52C}\n\u{3000}\u{4E2D}\u{6587}\u{3000}\n", true
    ),
    ("names.txt", nil, isReleaseBuild),
    ("a document longer than the context", "abcdefghijklmnopqrstuvwxyz\nzyx", isReleaseBuild),
  ]

  @Test(
    "It prints the trainer's losses within 1e-12 and the session's texts, whatever the text",
    arguments: texts.filter(\.isQuick).map { ($0.name, $0.text) }
  )
  func trainer(name: String, text: String?) async throws {
    let text = try text ?? String(contentsOf: dataFile(name), encoding: .utf8)
    let file = FileManager.default.temporaryDirectory.appending(path: "algorithm-\(UUID().uuidString).txt")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    var session = try TrainingSession(
      Corpus(utf8: Array(text.utf8), layout: .lines),
      configuration: TrainingConfiguration(),
      shape: GPTShape(layerCount: 1, embeddingWidth: 16, headCount: 4, contextLength: 16)
    )
    var losses: [Double] = []
    while let step = try session.trainer.next() { losses.append(step.loss) }

    let printed = try await Printed(file)
    #expect(printed.documents == session.trainer.dataset.training.count)
    #expect(printed.vocabulary == session.tokenizer.vocabularySize)
    #expect(printed.parameters == session.model.configuration.parameterCount)
    let apart = try #require(printed.largestDifference(from: losses))
    #expect(apart < 1e-12, "the losses differ by \(apart)")
    #expect(try printed.texts == session.sample(20, sampler: Sampler(.random(temperature: 0.5))))
  }

  @Test(
    "Without a text it says what it wants, and fails",
    arguments: [
      ([], 64, "give one text file that can be read: algorithm data/names.txt\n"),
      (["no such file"], 64, "give one text file that can be read: algorithm data/names.txt\n"),
      (["/dev/null"], 1, "the file has no line with text\n"),
    ]
  )
  func withoutText(arguments: [String], status: Int32, message: String) async throws {
    let outcome = try await BuiltProcess.run(arguments, of: "algorithm", in: repository)
    #expect(outcome.status == status)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors == message)
  }

  @Test(
    "It is one file of at most 165 lines that imports the tape and the generator and nothing else of ours"
  )
  func oneFile() throws {
    let folder = repository.appending(components: "Sources", "algorithm")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path()) == ["main.swift"])
    let text = try String(contentsOf: folder.appending(path: "main.swift"), encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 166, "\(lines.count - 1) lines")
    let imports = Set(
      lines.filter { $0.contains("import ") && !$0.hasPrefix("//") }.map {
        $0.split(separator: " ").last ?? ""
      }
    )
    #expect(imports == ["Autograd", "Random", "Darwin", "Musl", "Glibc"])
  }
}

/// What the process printed, taken apart.
private struct Printed {
  var documents, vocabulary, parameters: Int?
  var losses: [Double] = []
  var texts: [String] = []

  init(_ file: URL) async throws {
    let outcome = try await BuiltProcess.run(
      [file.path(percentEncoded: false)],
      of: "algorithm",
      in: repository
    )
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    for line in outcome.lines {
      if let number = Self.number(after: "documents: ", in: line) {
        documents = number
      } else if let number = Self.number(after: "vocabulary: ", in: line) {
        vocabulary = number
      } else if let number = Self.number(after: "parameters: ", in: line) {
        parameters = number
      } else if let (step, loss) = Self.step(in: line) {
        try #require(step == losses.count + 1)
        losses.append(loss)
      } else {
        texts.append(line)
      }
    }
  }

  /// How far the losses are at most from others of the same number.
  func largestDifference(from others: [Double]) -> Double? {
    guard losses.count == others.count, !losses.isEmpty else { return nil }
    return zip(losses, others).map { abs($0 - $1) }.max()
  }

  private static func number(after prefix: String, in line: String) -> Int? {
    line.hasPrefix(prefix) ? Int(line.dropFirst(prefix.count)) : nil
  }

  private static func step(in line: String) -> (Int, Double)? {
    guard let match = line.wholeMatch(of: #/step (\d+)/1000  loss (\S+)/#),
      let step = Int(match.1), let loss = Double(match.2)
    else { return nil }
    return (step, loss)
  }
}
