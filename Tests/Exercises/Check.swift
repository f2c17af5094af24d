import Foundation

/// How an exercise is checked, whoever answers.
struct Check {
  /// The exercise, by the name of its property.
  let name: String
  /// What an answer is worth; nil where there is none.
  let verdict: (Exercises) -> Verdict?

  init<Answer>(
    _ name: String,
    _ answer: @escaping (Exercises) -> Answer?,
    _ check: @escaping (Answer) -> Verdict
  ) {
    self.name = name
    verdict = { answer($0).map(check) }
  }

  /// All, in the order in which they are asked.
  static var all: [Check] {
    [
      dotProduct, softmax, scores, weightedSum, attention, storedHead, causalWeights, cachedAttention,
      reorderedOutputs, onlineSoftmax, softmaxGradient, scaleGradient, scaleGradientOnTape, attentionOnTape,
    ]
  }
}

/// What stands above an exercise in its file.
struct Question {
  /// The question in a line.
  let text: String
  /// The lesson that it belongs to.
  let lesson: String
  /// The line of its property, counted from 1.
  let line: Int

  /// The file of all exercises, from the repository's folder.
  static let path = "Tests/Exercises/Exercises.swift"

  static let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Exercises.swift")

  /// The question of an exercise, nil where there is none.
  init?(_ name: String) {
    guard let source = try? String(contentsOf: Self.file, encoding: .utf8) else { return nil }
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    guard let index = lines.firstIndex(where: { $0.hasPrefix("  var \(name):") }) else { return nil }
    let comment = lines[..<index].reversed().prefix { $0.hasPrefix("  ///") }.reversed()
      .map { $0.dropFirst(5).trimmingCharacters(in: .whitespaces) }
    guard let last = comment.last, let match = last.firstMatch(of: /^Lesson `(\w+)`\.$/) else { return nil }
    text = comment.dropLast().filter { !$0.isEmpty }.joined(separator: " ")
    lesson = String(match.1)
    line = index + 1
  }
}
