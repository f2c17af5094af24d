import Random

/// A question of the quiz that others ask, too: the playground's tour does.
public struct CourseQuestion: Sendable {
  /// The lesson that explains it.
  public let lesson: String
  /// What is asked.
  public let question: Question

  init(_ lesson: String, _ question: Question) {
    self.lesson = lesson
    self.question = question
  }

  /// The same question with its choices in an order drawn from a seed.
  public func shuffled(seed: UInt64) -> Question {
    var generator = MersenneTwister(seed: seed)
    return question.shuffled(using: &generator)
  }
}
