import Arguments
import Drawing
import Lessons
import TestSupport
import Testing

@testable import microgpt

@Suite("lesson")
struct LessonTests {
  #if DEBUG
  /// Those that train no models: they would take minutes in a debug build.
  static let names = ["lookup", "basics", "order", "qkv", "shapes", "backward"]
  /// What a page is made of.
  static let pages = [["basics"]]
  static let isWholeCourseFast = false
  #else
  static let names = Course.lessons.map(\.name)
  static let pages = [["basics"], ["all"]]
  static let isWholeCourseFast = true
  #endif

  @Test("Without a name, the lessons are listed in their order, those of the quick path marked")
  func list() async throws {
    let outcome = try await Workspace().run(["lesson"], environment: ["COLUMNS": "200"])
    #expect(outcome.status == 0 && outcome.errors == "")
    let words = outcome.lines.dropFirst().prefix { !$0.isEmpty }.map { $0.split(separator: " ") }
    #expect(words.map { String($0[0]) } == Course.lessons.map(\.name))
    #expect(words.map { $0[1] == "*" } == Course.lessons.map(\.isOnQuickPath))
    let minutes = Course.lessons.map(\.minutes)
    #expect(words.map { Int($0[1] == "*" ? $0[2] : $0[1]) } == minutes)
    let quick = Course.lessons.reduce(0) { $0 + ($1.isOnQuickPath ? $1.minutes : 0) }
    #expect(outcome.lines.contains { $0.contains("stands for the built program") })
    #expect(
      outcome.lines.last
        == "* the quick path: \(quick) minutes. All lessons: \(minutes.reduce(0, +)) minutes."
    )
  }

  @Test("In a pipe nothing is asked: each question stands there, and its answer follows", arguments: names)
  func pipe(name: String) async throws {
    let outcome = try await Workspace().run(["lesson", name])
    #expect(outcome.status == 0 && outcome.messages == "")
    let lines = outcome.lines
    #expect(lines[1].hasSuffix("minutes. After this lesson you can:"))
    let questions = lines.indices.filter { lines[$0].hasPrefix("Predict: ") }
    let answers = lines.indices.filter { lines[$0].hasPrefix("The answer: ") }
    #expect(!questions.isEmpty && questions.count == answers.count)
    for (question, answer) in zip(questions, answers) {
      #expect(question < answer)
      #expect(!lines[question..<answer].contains(""))
    }
    #expect(!outcome.output.contains("Return skips") && !outcome.output.contains("\u{1B}"))
  }

  @Test("--json is a document of its schema, in one line, the same twice", arguments: names)
  func document(name: String) async throws {
    let workspace = try Workspace()
    let outcome = try await workspace.run(["lesson", name, "--json"])
    #expect(outcome.status == 0 && outcome.messages == "")
    let document = try await workspace.document(outcome.output, of: .lesson)
    #expect(document["name"].string == name)
    #expect(!document["numbers"].elements.isEmpty)
    #expect(try await workspace.run(["lesson", name, "--json"]).output == outcome.output)
  }

  @Test("A document with anything less, more or of another kind is refused")
  func damaged() async throws {
    let document = try JSONValue(try await Workspace().run(["lesson", "basics", "--json"]).output)
    let schema = SchemaValidator(schema: try JSONValue(PrintedDocument.lesson.schema.json.text))
    let damaged = document.damaged
    #expect(damaged.count > 20)
    #expect(damaged.filter { schema.violations(in: $0).isEmpty } == [])
  }

  @Test("The document's pattern has the numbers of the lesson, bit for bit")
  func numbers() async throws {
    let document = try JSONValue(try await Workspace().run(["lesson", "basics", "--json"]).output)
    let rows = document["numbers"].elements.first { $0["name"].string == "pattern" }?["rows"].cells ?? []
    let words = Basics().words.pattern
    #expect(rows == words)
  }

  @Test("--html prints a page, and -o writes it to a file", arguments: pages)
  func page(lessons: [String]) async throws {
    let workspace = try Workspace()
    let printed = try await workspace.run(["lesson"] + lessons + ["--html"])
    #expect(printed.status == 0 && printed.messages == "")
    #expect(ParsedMarkup(printed.output).isWellFormed)
    for name in lessons == ["all"] ? Self.names : lessons {
      #expect(printed.output.contains("id=\"\(name)\""))
    }
    let written = try await workspace.run(["lesson"] + lessons + ["-o", "course.html"])
    #expect(written.status == 0 && written.output == "")
    #expect(written.messages == "wrote the page to course.html\n")
    #expect(try workspace.text("course.html") == printed.output)
    // A page of ours is replaced, and nothing else is.
    #expect(try await workspace.run(["lesson", "basics", "-o", "course.html"]).status == 0)
    let refused = try await workspace.run(["lesson", "basics", "-o", "words.txt"])
    #expect(refused.status == 1 && refused.messages.contains("is in the way"))
  }

  @Test("All lessons are the lessons one after another", .enabled(if: isWholeCourseFast))
  func all() async throws {
    let workspace = try Workspace()
    let all = try await workspace.run(["lesson", "all"])
    #expect(all.status == 0)
    var single: [String] = []
    for name in Self.names { single.append(try await workspace.run(["lesson", name]).output) }
    #expect(all.output == single.joined(separator: "\n"))
  }

  @Test(
    "What can't be meant is refused, with what would be accepted",
    arguments: [
      (["basic"], "There is no lesson 'basic'. Did you mean 'basics'?"),
      (["zzz"], "There is no lesson 'zzz'; 'microgpt lesson' lists them"),
      (["--json"], "--json needs a lesson; for the whole course give 'all'"),
      (["--html"], "--html needs a lesson; for the whole course give 'all'"),
      (["-o", "x.html"], "--output needs a lesson; for the whole course give 'all'"),
      (["basics", "--html", "--json"], "--json has no effect with --html"),
      (["basics", "--json", "--ascii"], "--ascii has no effect with --json"),
      (["basics", "--html", "--ascii"], "--ascii has no effect with --html"),
      (["basics", "-o", "x.html", "--json"], "--json has no effect with --output"),
      (["basics", "qkv"], "qkv"),
      (["basics", "--seed", "2"], "--seed is for the lesson 'cross' alone: microgpt lesson cross --seed …"),
      (["all", "--steps", "9"], "--steps is for the lesson 'cross' alone: microgpt lesson cross --steps …"),
      (["--text", "words.txt"], "--text is for the lesson 'cross' alone: microgpt lesson cross --text …"),
      (["--json", "--seed", "42"], "--seed is for the lesson 'cross' alone"),
      (["corss", "--seed", "2"], "There is no lesson 'corss'. Did you mean 'cross'?"),
      (["cross", "--steps", "0"], "give a whole number from 1 to 100000"),
      (["cross", "--steps", "100001"], "give a whole number from 1 to 100000"),
      (["cross", "--seed", "-1"], "give a whole number from 0 to 18446744073709551615"),
    ]
  )
  func refusals(arguments: [String], message: String) async throws {
    let workspace = try Workspace()
    let outcome = try await workspace.run(["lesson"] + arguments)
    #expect(outcome.status == 64 && outcome.output == "")
    #expect(outcome.messages.hasPrefix("Error: ") && outcome.messages.contains(message))
    #expect(!workspace.exists("x.html"))
  }

  @Test("In 40 columns no line is wider, a word or a command's word alone aside", arguments: names + [""])
  func narrow(name: String) async throws {
    let outcome = try await Workspace().run(
      ["lesson"] + [name].filter { !$0.isEmpty },
      environment: ["COLUMNS": "40"]
    )
    #expect(outcome.status == 0)
    for line in outcome.lines where displayWidth(of: line) > 40 {
      #expect(!line.drop { $0 == " " }.contains(" "), "\(line)")
    }
    // Nothing is cut off either.
    #expect(outcome.lines.filter { $0.hasSuffix("…") } == [])
  }

  @Test("--ascii leaves nothing but ASCII", arguments: names + [""])
  func ascii(name: String) async throws {
    let outcome = try await Workspace().run(["lesson"] + [name].filter { !$0.isEmpty } + ["--ascii"])
    #expect(outcome.status == 0)
    #expect(Set(outcome.output.filter { !$0.isASCII }) == [])
    #expect(outcome.lines.count > 4)
  }

  @Test("A reader that stops reading gets no complaint")
  func head() throws {
    let workspace = try Workspace()
    try workspace.shell("(\"$0\" lesson qkv 2>err; echo $? >status) | head -n 1 >out")
    #expect(try workspace.text("out") == Lesson.qkv.title + "\n")
    #expect(try !workspace.text("err").contains("Error"))
    #expect(try ["0\n", "141\n"].contains(workspace.text("status")))
  }

  @Test("Every command of an exercise is one that the program takes", arguments: names)
  func exercises(name: String) throws {
    let lesson = try #require(Course.lessons.first { $0.name == name })
    for case .exercise(_, let commands) in try lesson.content(on: Workbench()).blocks {
      for command in commands where command.hasPrefix("microgpt ") {
        let words = command.split(separator: " ").dropFirst().prefix { !["|", ">", "#"].contains($0) }
        let texts = try Microgpt.definition.texts(ofArguments: words.map { Array($0.utf8) })
        guard case .run = try Microgpt.definition.parse(texts) else {
          Issue.record("\(command) runs nothing")
          continue
        }
      }
    }
  }
}
