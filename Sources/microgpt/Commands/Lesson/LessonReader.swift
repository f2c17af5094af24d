import Drawing
import Lessons
import VisibleText

/// Reads a lesson out in the terminal, and asks its questions where somebody is there to answer.
struct LessonReader {
  private let room = Classroom()

  /// Prints a lesson, part by part.
  ///
  /// - Throws: ``Failure`` where it can't be given.
  func read(_ lesson: Lesson, on workbench: Workbench) throws(Failure) {
    let layout = room.layout
    room.write(Block.heading("\(lesson.title)").lines(in: layout))
    room.write(Block.paragraph("\(lesson.minutes) minutes. After this lesson you can:").lines(in: layout))
    room.write(Block.list(lesson.abilities).lines(in: layout))
    for part in lesson.parts(workbench) {
      let blocks: [Block]
      do { blocks = try part().blocks } catch { throw Failure("\(error)") }
      for block in blocks {
        Terminal.output.line()
        room.write(block.lines(in: layout))
        if case .question(let question) = block { room.write(answer(to: question)) }
      }
    }
  }

  /// The answer, after the learner's own where somebody is there.
  private func answer(to question: Question) -> [String] {
    var verdict: Question.Verdict?
    if Keyboard.isAttended, case .answered(let own) = room.ask(question) { verdict = own }
    return question.answerLines(after: verdict, in: room.layout)
  }
}
