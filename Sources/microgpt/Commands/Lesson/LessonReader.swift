import Drawing
import Lessons
import VisibleText

/// Reads a lesson out in the terminal, and asks its questions where somebody is there to answer.
struct LessonReader {
  private let layout: TextLayout
  private let isASCII: Bool

  /// - Parameter isASCII: whether to draw with ASCII characters alone.
  init(isASCII: Bool) {
    self.isASCII = isASCII
    let output = Terminal.output
    layout = TextLayout(width: output.width, style: output.style, glyphs: isASCII ? .ascii : .unicode)
  }

  /// Prints a lesson, part by part.
  ///
  /// - Throws: ``Failure`` where it can't be given.
  func read(_ lesson: Lesson, on workbench: Workbench) throws(Failure) {
    write(Block.heading("\(lesson.title)").lines(in: layout))
    write(Block.paragraph("\(lesson.minutes) minutes. After this lesson you can:").lines(in: layout))
    write(Block.list(lesson.abilities).lines(in: layout))
    for part in lesson.parts {
      let blocks: [Block]
      do { blocks = try part(workbench).blocks } catch { throw Failure("\(error)") }
      for block in blocks {
        Terminal.output.line()
        write(block.lines(in: layout))
        if case .question(let question) = block { write(answer(to: question)) }
      }
    }
  }

  /// The answer, after the learner's own where somebody is there.
  private func answer(to question: Question) -> [String] {
    guard Keyboard.isAttended else { return question.answerLines(after: nil, in: layout) }
    let accepted =
      switch question.answer {
      case .choice(_, let choices): "a to \(Question.letter(choices.count - 1))"
      case .number: "a number"
      }
    while true {
      guard let typed = Keyboard.answer(to: "  Your guess (\(accepted), Return skips): ") else {
        Terminal.output.line()
        break
      }
      if typed.allSatisfy(\.isWhitespace) { break }
      let verdict = question.verdict(on: typed)
      if verdict != .unreadable { return question.answerLines(after: verdict, in: layout) }
    }
    return question.answerLines(after: nil, in: layout)
  }

  private func write(_ lines: [String]) {
    let text = lines.map { $0 + "\n" }.joined()
    Terminal.output.write(isASCII ? asciiText(text) : text)
  }
}
