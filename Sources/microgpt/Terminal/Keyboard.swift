/// Answers that somebody types.
enum Keyboard {
  /// Whether somebody can be asked: both what is read and what is written is a terminal.
  static var isAttended: Bool {
    Platform.isTerminal(Platform.standardInput) && Platform.isTerminal(Platform.standardOutput)
  }

  /// Asks, and gives the line that is typed without its line break; nil where there is no more.
  static func answer(to prompt: String) -> String? {
    Terminal.output.draw(prompt)
    return SignsOfLife.waiting { readLine() }
  }
}
