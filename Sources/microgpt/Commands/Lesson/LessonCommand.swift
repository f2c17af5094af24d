import Arguments
import Drawing
import Lessons
import Training
import VisibleText

/// `microgpt lesson`: the course, lesson by lesson, in the terminal or as a page.
struct LessonCommand {
  static let lesson = Argument.optional(
    "lesson",
    as: .name(among: Course.lessons.map(\.name) + [all]),
    help: "The lesson's name, or 'all' for the course; without one, the lessons are listed."
  )
  static let html = Flag("--html", help: "Print a page, HTML, in place of the text; its answers unfold.")
  static let output = Option(
    "--output",
    short: "-o",
    placeholder: "file",
    as: .path,
    help: "Write a page to this file, in place of the text; - for standard output."
  )
  static let json = Flag("--json", help: "Print the lesson and its numbers as JSON, in one line.")
  static let ascii = Flag(Terminal.ascii.name, help: "Draw with ASCII characters alone.")

  static let seed = Option(
    "--seed",
    placeholder: "n",
    as: .integer(in: 0...UInt64.max),
    defaultText: "\(TrainingConfiguration().seed)",
    help: "Seed for all random numbers."
  )
  static let steps = Option(
    "--steps",
    placeholder: "n",
    as: .integer(in: 1...SpellingRecipe.largestStepCount),
    defaultText: "\(SpellingRecipe().stepCount)",
    help: "Number of training steps."
  )
  static let text = Option(
    "--text",
    placeholder: "file",
    as: .input,
    defaultText: "the names of data/names.txt, which need no file",
    help: """
      Names to spell backward, one a line, in UTF-8: \(SpellingRecipe.smallestNameCount) or more of up to \(SpellingRecipe.longestName) \
      characters, \(SpellingRecipe.largestAlphabet) different ones at most; longer lines are left out.
      """
  )

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
    sections: [
      .init("OUTPUT", [output, html, json, ascii]),
      .init("ONLY WITH THE LESSON \(Lesson.cross.name)", [seed, steps, text]),
    ]
  )

  private let arguments: ParsedArguments

  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  func run() throws {
    try checkOutput()
    guard let lessons = try chosenLessons() else { return list() }
    let progress = LessonProgress()
    let workbench = Workbench { progress.show($0, of: $1, loss: $2) }
    if let path = arguments[Self.output] ?? (arguments[Self.html] ? "-" : nil) {
      let file = OutputFile(path: path, kind: .page)
      try file.check(against: [])
      try file.write(page(of: lessons, on: workbench).html)
    } else if arguments[Self.json] {
      for lesson in lessons {
        Terminal.output.write(try LessonDocument(lesson, on: workbench).json())
      }
    } else {
      let reader = LessonReader()
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
      try checkSpelling(in: nil)
      let flag = [Self.html, Self.json].first { arguments[$0] }?.name
      if let option = flag ?? (arguments[Self.output] == nil ? nil : Self.output.name) {
        throw arguments.usageError("\(option) needs a lesson; for the whole course give 'all'")
      }
      return nil
    }
    let lesson = Course.lessons.first { $0.name == name }
    guard lesson != nil || name == Self.all else {
      throw arguments.noLesson(name, among: Course.lessons.map(\.name) + [Self.all])
    }
    try checkSpelling(in: lesson)
    guard let lesson else { return Course.lessons }
    return lesson.name == Lesson.cross.name ? [.cross(try spellingRecipe())] : [lesson]
  }

  /// Refuses what says how a speller is trained, where none is or others are, too.
  private func checkSpelling(in lesson: Lesson?) throws(UsageError) {
    let options: [any NamedDeclaration] = [Self.seed, Self.steps, Self.text]
    guard lesson?.name != Lesson.cross.name, let option = options.first(where: arguments.isGiven) else {
      return
    }
    throw arguments.usageError(
      "\(option.name) is for the lesson '\(Lesson.cross.name)' alone: microgpt lesson \(Lesson.cross.name) \(option.name) …"
    )
  }

  /// How the speller is trained.
  ///
  /// - Throws: ``Failure`` where a text can't be read or spelt, before the lesson begins.
  private func spellingRecipe() throws(Failure) -> SpellingRecipe {
    let file: TextFile? =
      if let path = arguments[Self.text] { try TextFile(path, layout: .lines) } else { nil }
    let standard = SpellingRecipe()
    let recipe = SpellingRecipe(
      file?.corpus,
      steps: arguments[Self.steps] ?? standard.stepCount,
      seed: arguments[Self.seed] ?? standard.seed
    )
    guard let file else { return recipe }
    do { try recipe.check() } catch { throw Failure("can't use \(InputFile.phrase(file.path)): \(error)") }
    return recipe
  }

  private static let all = "all"

  private func list() {
    let room = Classroom()
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
        "In the lessons, microgpt stands for the built program, or for swift run -c release microgpt.",
        width: layout.width
      )
      + wrapped(
        "* the quick path: \(quick.reduce(0) { $0 + $1.minutes }) minutes. All lessons: \(Course.lessons.reduce(0) { $0 + $1.minutes }) minutes.",
        width: layout.width
      )
    room.write(lines)
  }
}
