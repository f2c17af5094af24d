import Autograd

/// What a model computes for the positions after a prompt, recorded for each position once.
///
/// The texts that continue a prompt have the same graph, position by position. So the first text to reach a position records
/// it, and the next ones compute the same operations again with other tokens: their numbers take the place of the earlier
/// text's, and so do the keys and values that later positions read.
struct Continuation<Model: LanguageModel> {
  private let model: Model
  private var state: Model.State
  private var positions: [(start: Tape.Mark, token: Input, logits: Vector, end: Tape.Mark)] = []

  init(_ model: Model, after prompt: Model.State) {
    self.model = model
    state = model.fork(prompt)
  }

  func release() { model.release(state) }

  /// The logits after a token that stands `index` positions behind the prompt.
  ///
  /// The tokens before it must have been read already.
  mutating func logits(after token: Int, at index: Int) -> Vector {
    if index == positions.count {
      let start = model.tape.mark
      let input = model.tape.input(token)
      let logits = model.logits(after: input, state: &state)
      positions.append((start, input, logits, model.tape.mark))
      return logits
    }
    let position = positions[index]
    position.token.index = token
    model.tape.recompute(from: position.start, to: position.end)
    return position.logits
  }

  /// The logits after several tokens, the first of which stands right behind the prompt.
  ///
  /// - Parameter tokens: at least one.
  mutating func logits(after tokens: [Int]) -> Vector {
    for (index, token) in tokens.dropLast().enumerated() { _ = logits(after: token, at: index) }
    return logits(after: tokens[tokens.count - 1], at: tokens.count - 1)
  }
}
