import Lessons

/// The lessons with their contents, each computed once for all tests that look at them.
enum ReadCourse {
  /// Lessons whose trainings take long without optimization.
  private static let slow = ["scaling", "heads", "induction"]

  /// The lessons that are read: in a debug build, those that are quick.
  static var lessons: [Lesson] {
    #if DEBUG
    Course.lessons.filter { !slow.contains($0.name) }
    #else
    Course.lessons
    #endif
  }

  private static let read = Result { () throws(LessonError) -> [(lesson: Lesson, content: Lesson.Part)] in
    let workbench = Workbench()
    var contents: [(lesson: Lesson, content: Lesson.Part)] = []
    for lesson in lessons { contents.append((lesson, try lesson.content(on: workbench))) }
    return contents
  }

  /// Each lesson with what it shows.
  static func contents() throws -> [(lesson: Lesson, content: Lesson.Part)] { try read.get() }

  /// Whether tests may train models of several thousand steps.
  static var isFast: Bool {
    #if DEBUG
    false
    #else
    true
    #endif
  }
}
