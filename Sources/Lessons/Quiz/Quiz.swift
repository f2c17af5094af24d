import Random

/// Questions over the whole course.
///
/// Numbers in questions and the order of choices are drawn from a seed, and answers that are numbers are computed at that moment.
public struct Quiz: Sendable {
  /// A question of the quiz.
  public struct Item: Sendable {
    /// The lesson that explains it.
    public let lesson: String
    /// What one can do who answers it, if it is one of the course's goals.
    public let goal: CourseGoal?
    /// What is shown before it.
    public let figure: [Block]
    /// What is asked.
    public let question: Question
  }

  /// The questions whose lesson is in the course.
  public let items: [Item]

  /// The quiz of a seed.
  ///
  /// - Parameters:
  ///   - seed: what the numbers and the order of choices are drawn from.
  ///   - lesson: the lesson whose questions are asked; nil for all.
  public init(seed: UInt64, lesson: String? = nil) {
    var generator = MersenneTwister(seed: seed)
    // All are drawn, so that a question is the same whether it is asked alone or among others.
    let drawn = Self.templates.map { $0.draw(&generator) }
    let taught = drawn.filter { item in Course.lessons.contains { $0.name == item.lesson } }
    items = lesson.map { name in taught.filter { $0.lesson == name } } ?? taught
  }

  /// How a question is drawn.
  struct Template: Sendable {
    let draw: @Sendable (inout MersenneTwister) -> Item

    /// A question whose choices are put in a random order.
    init(
      _ lesson: String,
      _ goal: CourseGoal? = nil,
      figure: [Block] = [],
      _ make: @escaping @Sendable (inout MersenneTwister) -> Question
    ) {
      draw = { generator in
        let question = make(&generator)
        return Item(
          lesson: lesson,
          goal: goal,
          figure: figure,
          question: question.shuffled(using: &generator)
        )
      }
    }

    /// A question that others ask, too.
    init(_ shared: CourseQuestion, _ goal: CourseGoal? = nil) {
      self.init(shared.lesson, goal) { _ in shared.question }
    }
  }

  static let templates = wordQuestions + scaleQuestions + variantQuestions + insideQuestions
}

extension Question {
  /// The same question with its choices in a random order.
  func shuffled(using generator: inout MersenneTwister) -> Question {
    guard case .choice(let right, let choices) = answer else { return self }
    var order = Array(choices.indices)
    generator.shuffle(&order)
    return Question(
      prompt,
      order.map { choices[$0] },
      right: order.firstIndex(of: right) ?? 0,
      reason: reason
    )
  }
}
