import Lessons

/// Where lessons and questions are shown, and answered where somebody is there.
struct Classroom {
  let layout: TextLayout

  init() {
    let output = Terminal.output
    layout = TextLayout(width: output.width, style: output.style, glyphs: output.glyphs)
  }

  /// Prints lines of text.
  func write(_ lines: [String]) {
    Terminal.output.draw(lines.map { $0 + "\n" }.joined())
  }

  /// How a question was answered by whoever sits there.
  enum Reply: Equatable {
    case answered(Question.Verdict)
    case skipped
    /// No more can be read.
    case ended
  }

  /// Asks until there is an answer that can be read.
  func ask(_ question: Question) -> Reply {
    while let typed = Keyboard.answer(to: "  Your answer (\(question.accepted), Return skips): ") {
      if typed.allSatisfy(\.isWhitespace) { return .skipped }
      let verdict = question.verdict(on: typed)
      if verdict != .unreadable { return .answered(verdict) }
    }
    Terminal.output.write("\n")
    return .ended
  }
}

extension Question {
  /// What can be answered, in words.
  var accepted: String {
    switch answer {
    case .choice(_, let choices): "a to \(Self.letter(choices.count - 1))"
    case .number: "a number"
    }
  }
}
