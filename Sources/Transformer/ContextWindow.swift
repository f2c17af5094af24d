/// The tokens that the next one of a text is drawn from: the whole text as long as the model can read it, and then the first
/// token and as many of the last ones as fit behind it.
///
///     0 1 2 3 4 5    in a window of 4:   0 3 4 5
///
/// The first token, which is the boundary where a text is written from its beginning, stays where the model has always seen
/// it in training. The others move up: positions are numbered anew in the window, so a model with learned positions never
/// meets one that it has not learned.
struct ContextWindow {
  /// The tokens in the window, in order.
  private(set) var tokens: [Int]
  /// How many tokens of the text, behind its first, the window has left behind.
  private(set) var forgottenCount: Int
  private let size: Int

  /// The window after a text of one or more tokens.
  ///
  /// - Parameter size: how many tokens the model reads, at least 1.
  init(of text: [Int], size: Int) {
    self.size = size
    forgottenCount = max(0, text.count - size)
    tokens = forgottenCount == 0 ? text : text.prefix(1) + text.suffix(size - 1)
  }

  /// Moves the window on by the next token of the text.
  mutating func append(_ token: Int) {
    tokens.append(token)
    guard tokens.count > size else { return }
    // Where nothing fits behind the first token, the new one itself goes.
    tokens.remove(at: 1)
    forgottenCount += 1
  }
}
