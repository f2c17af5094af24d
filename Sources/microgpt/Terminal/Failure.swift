import VisibleText

/// What keeps a command from doing its work, other than its arguments: the process says so and exits with 1.
struct Failure: Error, Equatable {
  /// What happened, naming the file or the step, and what would be accepted.
  let message: Message

  init(_ message: Message) { self.message = message }
}
