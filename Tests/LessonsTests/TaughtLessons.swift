import Lessons

/// The lessons with what they say, computed once for all tests.
///
/// In a debug build those are left out whose trainings would take minutes.
enum TaughtLessons {
  /// The lessons that train more than 1,000 steps.
  private static let slow: Set = ["sharing"]

  static let lessons = Course.lessons.filter { isReleaseBuild || !slow.contains($0.name) }

  static let contents: [(lesson: Lesson, content: Lesson.Part)] = {
    let workbench = Workbench()
    return lessons.compactMap { lesson in
      (try? lesson.content(on: workbench)).map { (lesson, $0) }
    }
  }()

  static var isReleaseBuild: Bool {
    #if DEBUG
    false
    #else
    true
    #endif
  }
}
