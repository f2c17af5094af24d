import Arguments
import Drawing
import Lessons
import VisibleText

/// `microgpt lesson`: the course, lesson by lesson, in the terminal or as a page.
struct LessonCommand {
  static let lesson = Argument.optional(
    "lesson",
    help: "The lesson's name, or 'all' for the course; without one, the lessons are listed."
  )
  static let html = Flag("--html", help: "Print a page, HTML, in place of the text; its answers unfold.")
  static let output = Option(
    "--output",
    short: "-o",
    placeholder: "file",
    as: .string,
    help: "Write a page to this file, in place of the text; - for standard output."
  )
  static let json = Flag("--json", help: "Print the lesson and its numbers as JSON, in one line.")
  static let ascii = Flag("--ascii", help: "Draw with ASCII characters alone.")

  static let definition = CommandDefinition(
    program: About.name,
    name: "lesson",
    abstract: "Learn attention: predict, compute, break it.",
    discussion: """
      Each lesson asks before it shows: type your guess, or press Return to skip a question. Into a pipe the answers follow the \
      questions. All numbers are computed as you read. To begin:

        microgpt lesson basics
        microgpt lesson all -o course.html
      """,
    arguments: [lesson],
    options: [output, html, json, ascii]
  )

  private let arguments: ParsedArguments

  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  func run() throws {
    try checkOutput()
    guard let lessons = try chosenLessons() else { return list() }
    let workbench = Workbench()
    if let path = arguments[Self.output] ?? (arguments[Self.html] ? "-" : nil) {
      let file = OutputFile(path: path, kind: .page)
      try file.check(against: [])
      try file.write(page(of: lessons, on: workbench).html)
    } else if arguments[Self.json] {
      for lesson in lessons {
        Terminal.output.write(try LessonDocument(lesson, on: workbench).json())
      }
    } else {
      let reader = LessonReader(isASCII: arguments[Self.ascii])
      for (index, lesson) in lessons.enumerated() {
        if index > 0 { Terminal.output.line() }
        try reader.read(lesson, on: workbench)
      }
    }
  }

  private func page(of lessons: [Lesson], on workbench: Workbench) throws -> Page {
    do {
      return try Course.page(of: lessons, on: workbench, generator: About.name)
    } catch { throw Failure("\(error)") }
  }

  /// Refuses two ways of output at once.
  private func checkOutput() throws {
    let given = [Self.html, Self.json, Self.ascii].filter { arguments[$0] }.map(\.name)
    let ways = (arguments[Self.output] == nil ? [] : [Self.output.name]) + given
    guard ways.count < 2 || ways == [Self.output.name, Self.html.name] else {
      throw arguments.usageError("\(ways[1]) has no effect with \(ways[0])")
    }
  }

  /// The lessons that are asked for, nil where none is.
  private func chosenLessons() throws -> [Lesson]? {
    guard let name = arguments[Self.lesson] else {
      let flag = [Self.html, Self.json].first { arguments[$0] }?.name
      if let option = flag ?? (arguments[Self.output] == nil ? nil : Self.output.name) {
        throw arguments.usageError("\(option) needs a lesson; for the whole course give 'all'")
      }
      return nil
    }
    if name == Self.all { return Course.lessons }
    guard let lesson = Course.lessons.first(where: { $0.name == name }) else {
      throw arguments.noLesson(name, among: Course.lessons.map(\.name) + [Self.all])
    }
    return [lesson]
  }

  private static let all = "all"

  private func list() {
    let room = Classroom(isASCII: arguments[Self.ascii])
    let layout = room.layout
    let entries =
      [("lesson", " ", "min", "what it is about")]
      + Course.lessons.map { ($0.name, $0.isOnQuickPath ? "*" : " ", "\($0.minutes)", $0.purpose) }
    let widest = entries.reduce(0) { max($0, $1.0.count) }
    var lines = entries.flatMap { name, mark, minutes, purpose in
      let beginning =
        padded(name, to: widest) + " " + mark + "  " + padded(minutes, to: 3, alignment: .right) + "  "
      let margin = String(repeating: " ", count: beginning.count)
      return wrapped(purpose, width: layout.width, first: beginning, margin: margin)
    }
    lines[0] = layout.style.bold(lines[0])
    let quick = Course.lessons.filter(\.isOnQuickPath)
    lines +=
      [""]
      + wrapped(
        "* the quick path: \(quick.reduce(0) { $0 + $1.minutes }) minutes. All lessons: \(Course.lessons.reduce(0) { $0 + $1.minutes }) minutes.",
        width: layout.width
      )
    room.write(lines)
  }
}
