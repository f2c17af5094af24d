/// How a quiz went: what was right, and which goals of the course stand.
public struct QuizScore: Equatable, Sendable {
  /// How many questions were answered rightly.
  public private(set) var right = 0
  /// How many were asked.
  public private(set) var asked = 0
  private var unanswered: [CourseGoal: Int] = [:]
  private var touched: Set<CourseGoal> = []

  /// Nothing asked yet.
  ///
  /// - Parameter quiz: the whole quiz: a goal stands when all its questions there were answered rightly.
  public init(of quiz: Quiz) {
    for item in quiz.items {
      if let goal = item.goal { unanswered[goal, default: 0] += 1 }
    }
  }

  /// Notes how a question was answered; one that was skipped counts as not answered rightly.
  public mutating func note(_ item: Quiz.Item, _ verdict: Question.Verdict?) {
    asked += 1
    if verdict == .right { right += 1 }
    guard let goal = item.goal else { return }
    touched.insert(goal)
    if verdict == .right { unanswered[goal, default: 0] -= 1 }
  }

  /// The goals whose questions were all answered rightly.
  public var standing: [CourseGoal] { CourseGoal.allCases.filter { unanswered[$0] == 0 } }

  /// The goals of which a question was asked and which do not stand.
  public var open: [CourseGoal] { CourseGoal.allCases.filter { touched.contains($0) && unanswered[$0] != 0 } }
}
