/// How a quiz went: what was right, and which goals of the course stand.
public struct QuizScore: Equatable, Sendable {
  /// How many questions were answered rightly.
  public private(set) var right = 0
  /// How many were asked.
  public private(set) var asked = 0
  private var missed: Set<CourseGoal> = []
  private var met: Set<CourseGoal> = []

  /// Nothing asked yet.
  public init() {}

  /// Notes how a question was answered; one that was skipped counts as not answered rightly.
  public mutating func note(_ item: Quiz.Item, _ verdict: Question.Verdict?) {
    asked += 1
    if verdict == .right { right += 1 }
    guard let goal = item.goal else { return }
    if verdict == .right { met.insert(goal) } else { missed.insert(goal) }
  }

  /// The goals whose questions were all answered rightly, one or more.
  public var standing: [CourseGoal] {
    CourseGoal.allCases.filter { met.contains($0) && !missed.contains($0) }
  }

  /// The goals of which a question was not.
  public var open: [CourseGoal] { CourseGoal.allCases.filter { missed.contains($0) } }
}
