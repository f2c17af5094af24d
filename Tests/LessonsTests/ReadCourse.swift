import Lessons
import TestSupport

/// The lessons with their contents, each computed once for all tests that look at them.
enum ReadCourse {
  /// Lessons whose trainings take long without optimization.
  private static let slow = ["scaling", "heads", "sharing", "cross", "induction", "cache"]

  /// The lessons that are read: in a debug build, those that are quick.
  static var lessons: [Lesson] { Course.lessons.filter { isFast || !slow.contains($0.name) } }

  private static let read = Result { () throws(LessonError) -> [(lesson: Lesson, content: Lesson.Part)] in
    let workbench = Workbench()
    var contents: [(lesson: Lesson, content: Lesson.Part)] = []
    for lesson in lessons { contents.append((lesson, try lesson.content(on: workbench))) }
    return contents
  }

  /// Each lesson with what it shows.
  static func contents() throws -> [(lesson: Lesson, content: Lesson.Part)] { try read.get() }

  /// Whether tests may train models of several thousand steps.
  static var isFast: Bool { isReleaseBuild }
}

extension Lesson {
  /// What it says, line after line, in one text.
  func text(width: Int = 400) throws -> String {
    let layout = TextLayout(width: width)
    return try content(on: Workbench()).blocks.flatMap { $0.lines(in: layout) }.joined(separator: "\n")
  }

  /// Its questions in their order.
  var questions: [Question] {
    get throws {
      try content(on: Workbench()).blocks.compactMap { block in
        if case .question(let question) = block { question } else { nil }
      }
    }
  }
}

extension Question {
  /// The choice that counts as right, nil where a number is asked for.
  var rightChoice: String? {
    if case .choice(let right, let choices) = answer { choices[right].text } else { nil }
  }
}
