import Testing

extension Trait where Self == ConditionTrait {
  /// Skips an exercise that is not answered yet, with its question.
  static func answered(_ check: Check) -> Self {
    let question = Question(check.name)
    let text =
      question.map { "\($0.text) Lesson \($0.lesson); \(Question.path):\($0.line)" } ?? check.name
    let isAnswered = check.verdict(Exercises()) != nil
    return .enabled(if: isAnswered, Comment(rawValue: text))
  }
}

extension Check {
  /// Fails where the answer in `Exercises.swift` is wrong.
  func expectRight() {
    guard let message = verdict(Exercises())?.message else { return }
    Issue.record(
      Comment(rawValue: message),
      sourceLocation: SourceLocation(
        fileID: "Exercises/Exercises.swift",
        filePath: Question.file.path(percentEncoded: false),
        line: Question(name)?.line ?? 1,
        column: 1
      )
    )
  }
}
