import Lessons
import Testing

@testable import microgpt

@Suite("The command quiz")
struct QuizCommandTests {
  /// A file of right answers.
  private func rightAnswers(seed: UInt64, lesson: String? = nil) -> [String] {
    Quiz(seed: seed, lesson: lesson).items.map { item in
      switch item.question.answer {
      case .choice(let right, _): Question.letter(right)
      case .number(let number, _): "\(number)"
      }
    }
  }

  @Test("Into a pipe the answers follow the questions, and nothing is counted")
  func pipe() async throws {
    let outcome = try await Workspace().run(["quiz"])
    #expect(outcome.status == 0 && outcome.errors == "")
    let count = Quiz(seed: 1).items.count
    #expect(outcome.output.split(separator: "The answer: ").count - 1 == count)
    #expect(outcome.output.contains("Question \(count) of \(count), on "))
    #expect(!outcome.output.contains(" right."))
  }

  @Test("Right answers from a file: everything is right, and all goals stand")
  func answers() async throws {
    let workspace = try Workspace()
    let answers = rightAnswers(seed: 3)
    try workspace.write(answers.joined(separator: "\n") + "\n", to: "answers.txt")
    let outcome = try await workspace.run(["quiz", "--seed", "3", "--answers", "answers.txt"])
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("\n\(answers.count) of \(answers.count) right.\n"))
    for goal in CourseGoal.allCases { #expect(outcome.output.contains("\n- \(goal.text)\n")) }
    #expect(!outcome.output.contains("Not yet"))
  }

  @Test("What is skipped or missing in the file was not answered rightly")
  func skipped() async throws {
    let workspace = try Workspace()
    try workspace.write("\n", to: "answers.txt")
    let outcome = try await workspace.run(["quiz", "--lesson", "scaling", "--answers", "answers.txt"])
    #expect(outcome.output.contains("\n0 of \(Quiz(seed: 1, lesson: "scaling").items.count) right.\n"))
    #expect(outcome.output.contains("Not yet"))
  }

  @Test(
    "What is no answer, too many answers, and a lesson that is none are refused",
    arguments: [
      (["--answers", "answers.txt"], "a\nperhaps\n", 1, "line 2, 'perhaps', is no answer"),
      (
        ["--lesson", "scaling", "--answers", "answers.txt"], String(repeating: "\n", count: 40), 1, "40 lines"
      ),
      (["--answers", "missing.txt"], "", 1, "missing.txt"),
      (["--lesson", "scalling"], "", 64, "Did you mean 'scaling'?"),
      (["--lesson", "zzzz"], "", 64, "'microgpt lesson' lists them"),
    ]
  )
  func refusals(arguments: [String], answers: String, status: Int, complaint: String) async throws {
    let workspace = try Workspace()
    try workspace.write(answers, to: "answers.txt")
    let outcome = try await workspace.run(["quiz"] + arguments)
    #expect(Int(outcome.status) == status)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains(complaint), "\(outcome.errors)")
  }

  @Test("In ASCII every character is one")
  func ascii() async throws {
    let outcome = try await Workspace().run(["quiz", "--ascii"])
    let others = Set(outcome.output.filter { !$0.isASCII })
    #expect(others.isEmpty, "\(others)")
  }
}
