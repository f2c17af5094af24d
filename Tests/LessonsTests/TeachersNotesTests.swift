import Foundation
import Lessons
import TestSupport
import Testing

@Suite("The course's articles")
struct TeachersNotesTests {
  private static let folder = "Sources/Lessons/Lessons.docc/"

  private static func lines(of article: String) throws -> [String] {
    try String(contentsOf: repository.appending(path: folder + article), encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// A row of numbers to expect.
  private struct Expectation {
    let name: String
    let row: Int
    let column: Int
    let shown: String

    /// Reads `| what it is | `pattern[0][1]` | 0.264 |`, and nothing else.
    init?(_ line: String) {
      guard let match = line.wholeMatch(of: #/\| .+ \| `(\w+)\[(\d+)\]\[(\d+)\]` \| (\S+) \|/#) else {
        return nil
      }
      name = String(match.1)
      row = Int(match.2) ?? 0
      column = Int(match.3) ?? 0
      shown = String(match.4)
    }

    /// Whether a number is shown like this when it is rounded to as many decimals.
    func shows(_ number: Double) -> Bool {
      let digits = shown.filter { $0 != "," }
      guard let value = Double(digits) else { return false }
      let decimals = digits.split(separator: ".").dropFirst().first?.count ?? 0
      let unit = pow(10, -Double(decimals))
      return (number - value).magnitude <= unit / 2 * (1 + 1e-9)
    }
  }

  /// The notes on a lesson.
  private struct Notes {
    let lesson: String
    let minutes: Int
    var lines: [String] = []
    var expectations: [Expectation] { lines.compactMap(Expectation.init) }
  }

  private static func notes() throws -> [Notes] {
    var notes: [Notes] = []
    for line in try lines(of: "TeachersNotes.md") {
      if let match = line.wholeMatch(of: #/#### (\w+), (\d+) minutes/#) {
        notes.append(Notes(lesson: String(match.1), minutes: Int(match.2) ?? 0))
      } else if !notes.isEmpty {
        notes[notes.count - 1].lines.append(line)
      }
    }
    return notes
  }

  /// The cells of the table rows below a heading.
  private static func table(below heading: String) throws -> [[String]] {
    try lines(of: "TeachersNotes.md").drop { $0 != heading }.dropFirst().prefix { !$0.hasPrefix("#") }
      .filter { $0.hasPrefix("| ") }.dropFirst()
      .map { line in
        line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      }
  }

  @Test(
    "Each lesson has notes, in the order of the course: its minutes, three numbers or more, errors and questions"
  )
  func everyLesson() throws {
    let notes = try Self.notes()
    #expect(notes.map(\.lesson) == Course.lessons.map(\.name))
    for (notes, lesson) in zip(notes, Course.lessons) {
      #expect(notes.minutes == lesson.minutes, "\(lesson.name)")
      #expect(notes.expectations.count >= 3, "\(lesson.name)")
      // A row of the table that is not read as a number would be compared with nothing.
      #expect(notes.expectations.count == notes.lines.count { $0.hasPrefix("| ") } - 1, "\(lesson.name)")
      #expect(notes.lines.contains { $0.hasPrefix("*Typical errors.* ") }, "\(lesson.name)")
      #expect(notes.lines.contains { $0.hasPrefix("*Ask.* ") }, "\(lesson.name)")
    }
  }

  @Test("The numbers to expect are those that the lessons compute")
  func numbers() throws {
    let notes = try Self.notes()
    for (lesson, content) in try ReadCourse.contents() {
      for expectation in notes.first(where: { $0.lesson == lesson.name })?.expectations ?? [] {
        let place = "\(lesson.name): \(expectation.name)[\(expectation.row)][\(expectation.column)]"
        let numbers = try #require(content.numbers.first { $0.name == expectation.name }, "\(place)")
        try #require(numbers.rows.indices.contains(expectation.row), "\(place)")
        let row = numbers.rows[expectation.row]
        try #require(row.indices.contains(expectation.column), "\(place)")
        let number = try #require(row[expectation.column], "\(place)")
        #expect(expectation.shows(number), "\(place) is \(number), not \(expectation.shown)")
      }
    }
  }

  @Test("A number to expect is compared to its last decimal")
  func rounding() throws {
    let expectation = try #require(Expectation("| the weight | `pattern[1][2]` | 1,024.26 |"))
    #expect(expectation.name == "pattern" && expectation.row == 1 && expectation.column == 2)
    #expect(expectation.shows(1024.264) && expectation.shows(1024.256))
    #expect(!expectation.shows(1024.266) && !expectation.shows(1024.25))
    #expect(Expectation("| the weight | `pattern` | 1 |") == nil)
  }

  @Test("The plan for one hour takes 60 minutes, and gives each lesson as many as it needs")
  func hour() throws {
    let rows = try Self.table(below: "### A plan for one hour")
    let minutes = rows.compactMap { Int($0[0]) }
    #expect(minutes.count == rows.count && minutes.reduce(0, +) == 60)
    for (row, minutes) in zip(rows, minutes) {
      guard let match = row[1].prefixMatch(of: #/`lesson (\w+)`/#) else { continue }
      let lesson = try #require(Course.lessons.first { $0.name == match.1 }, "\(match.1)")
      #expect(minutes >= lesson.minutes, "\(lesson.name)")
    }
  }

  @Test("The plan for a week has every lesson once, in the order of the course, with the minutes of each day")
  func week() throws {
    let rows = try Self.table(below: "### A plan for a week")
    var planned: [String] = []
    for row in rows {
      let lessons = row[1].matches(of: #/`(\w+)`/#).map { String($0.1) }
      let minutes = Course.lessons.filter { lessons.contains($0.name) }.reduce(0) { $0 + $1.minutes }
      #expect(Int(row[2]) == minutes, "day \(row[0]): \(minutes) minutes")
      planned += lessons
    }
    #expect(planned == Course.lessons.map(\.name))
  }

  @Test("Each lesson belongs to a chapter, and each lesson that an article names is in the course")
  func chapters() throws {
    let names = Course.lessons.map(\.name)
    let files = try FileManager.default.contentsOfDirectory(
      atPath: repository.appending(path: Self.folder).path(percentEncoded: false)
    )
    var taught: Set<String> = []
    for file in files where file.hasSuffix(".md") {
      let text = try Self.lines(of: file).joined(separator: "\n")
      let named = text.matches(of: #/`lesson (\w+)/#).map { String($0.1) }.filter { $0 != "all" }
      for name in named { #expect(names.contains(name), "\(file) names \(name)") }
      if file != "TeachersNotes.md" { taught.formUnion(named) }
    }
    #expect(taught == Set(names), "without a chapter: \(Set(names).subtracting(taught))")
  }
}
