import Drawing
import Lessons
import TestSupport
import Testing

@Suite("The course")
struct CourseTests {
  @Test("Lessons have names of one lower-case word, abilities, a question, a wrong notion and an exercise")
  func parts() throws {
    #expect(Set(Course.lessons.map(\.name)).count == Course.lessons.count)
    for (lesson, content) in try ReadCourse.contents() {
      #expect(lesson.name.allSatisfy { $0.isASCII && $0.isLowercase })
      #expect(lesson.abilities.count >= 2)
      let blocks = content.blocks
      var questions = 0
      var notions = 0
      var exercises = 0
      for block in blocks {
        switch block {
        case .question: questions += 1
        case .notion: notions += 1
        case .exercise: exercises += 1
        default: break
        }
      }
      #expect(questions > 0 && notions > 0 && exercises > 0, "\(lesson.name)")
    }
  }

  @Test("The quick path takes fifteen minutes")
  func quickPath() {
    let path = Course.lessons.filter(\.isOnQuickPath)
    #expect(path.map(\.name) == ["basics", "qkv"])
    #expect(path.reduce(0) { $0 + $1.minutes } <= 15)
  }

  @Test("The page is well-formed, and needs no script and no network")
  func page() throws {
    let html = try Course.page(of: ReadCourse.lessons, on: Workbench(), generator: "microgpt").html
    #expect(ParsedMarkup(html).isWellFormed)
    #expect(!html.contains("<script"))
    // The page itself forbids to load anything, and does not try.
    #expect(html.contains("default-src 'none'") && !html.contains(" src=") && !html.contains("url("))
    for lesson in ReadCourse.lessons { #expect(html.contains("id=\"\(lesson.name)\"")) }
  }
}
