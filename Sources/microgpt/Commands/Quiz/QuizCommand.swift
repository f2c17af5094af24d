import Arguments
import Drawing
import Lessons
import VisibleText

/// `microgpt quiz`: questions over the course, with explained answers and a score.
struct QuizCommand {
  static let lesson = Option<String?>(
    "--lesson",
    placeholder: "name",
    as: .name(among: Course.lessons.map(\.name)),
    help: "Ask the questions of this lesson alone."
  )
  static let seed = Option(
    "--seed",
    placeholder: "seed",
    as: .integer(in: 0...UInt64.max),
    default: 1,
    help: "Draws the numbers in questions and the order of choices."
  )
  static let answers = Option<String?>(
    "--answers",
    placeholder: "file",
    as: .input,
    help: "Read the answers from this file, one a line; a blank line skips a question."
  )

  static let definition = CommandDefinition(
    program: About.name,
    name: "quiz",
    abstract: "Answer questions about attention, and see what you can do.",
    discussion: """
      Each answer is explained; where a number is asked for, it is computed at that moment. Return skips a question, Ctrl-D ends \
      the quiz. The score says which goals of the course stand. Nothing is remembered. Into a pipe, without --answers, the answers \
      follow the questions.
      """,
    options: [lesson, seed, answers, LessonCommand.ascii]
  )

  private let arguments: ParsedArguments
  private let room = Classroom()

  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  func run() throws {
    let quiz = Quiz(seed: arguments[Self.seed])
    let items = try chosenItems(of: quiz)
    let answers = try givenAnswers(to: items)
    var score = QuizScore(of: quiz)
    for (index, item) in items.enumerated() {
      if index > 0 { Terminal.output.line() }
      room.write(["Question \(index + 1) of \(items.count), on '\(item.lesson)'"].map(room.layout.style.dim))
      for block in item.figure { room.write(block.lines(in: room.layout)) }
      room.write(item.question.lines(in: room.layout, opening: ""))
      var verdict: Question.Verdict?
      if let answers {
        verdict = index < answers.count ? answers[index] : nil
      } else if Keyboard.isAttended {
        switch room.ask(item.question) {
        case .answered(let own): verdict = own
        case .skipped: break
        case .ended: return write(score)
        }
      }
      score.note(item, verdict)
      room.write(item.question.answerLines(after: verdict, in: room.layout))
    }
    if answers != nil || Keyboard.isAttended { write(score) }
  }

  private func chosenItems(of quiz: Quiz) throws(UsageError) -> [Quiz.Item] {
    guard let name = arguments[Self.lesson] else { return quiz.items }
    let items = quiz.items.filter { $0.lesson == name }
    guard items.isEmpty else { return items }
    let asked = Set(quiz.items.map(\.lesson))
    throw arguments.noLesson(name, among: Course.lessons.map(\.name).filter(asked.contains))
  }

  /// What the answers of the file are worth, nil where none is given.
  private func givenAnswers(to items: [Quiz.Item]) throws -> [Question.Verdict?]? {
    guard let path = arguments[Self.answers] else { return nil }
    let text = String(decoding: try InputFile.readText(path), as: UTF8.self)
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    if lines.last?.isEmpty == true { lines.removeLast() }
    guard lines.count <= items.count else {
      throw Failure(
        "can't use \(InputFile.phrase(path)): it has \(counted(lines.count, "line")), and there are \(counted(items.count, "question"))"
      )
    }
    var verdicts: [Question.Verdict?] = []
    for (index, line) in lines.enumerated() {
      if line.allSatisfy(\.isWhitespace) {
        verdicts.append(nil)
        continue
      }
      let question = items[index].question
      let verdict = question.verdict(on: String(line))
      guard verdict != .unreadable else {
        throw Failure(
          "can't use \(InputFile.phrase(path)): line \(index + 1), '\(String(line.prefix(40)))', is no answer; question \(index + 1) takes \(question.accepted)"
        )
      }
      verdicts.append(verdict)
    }
    return verdicts
  }

  private func write(_ score: QuizScore) {
    let layout = room.layout
    Terminal.output.line()
    room.write([layout.style.bold("\(score.right) of \(score.asked) right.")])
    func list(_ title: Prose, _ goals: [CourseGoal]) {
      guard !goals.isEmpty else { return }
      Terminal.output.line()
      room.write(Block.paragraph(title).lines(in: layout))
      room.write(Block.list(goals.map { "\($0.text)" }).lines(in: layout))
    }
    list("You can:", score.standing)
    list("Not yet, or not asked about in full:", score.open)
  }
}
