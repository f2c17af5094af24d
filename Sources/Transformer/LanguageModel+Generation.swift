import Autograd
import Basics

extension LanguageModel {
  /// Generates texts, token by token: each token drawn is read again to draw the next.
  ///
  /// A text ends where the model draws `boundary`, or after as many tokens as the model can read. Nothing stays on the
  /// tape, and the prompt is read once for all texts.
  ///
  /// - Parameters:
  ///   - count: how many texts.
  ///   - prompt: the tokens that every text continues, the first one `boundary` for a text from its beginning; at least
  ///     one, and no more than the context length.
  ///   - boundary: the token that ends a text.
  ///   - sampler: how a token is chosen.
  ///   - generator: what random numbers are drawn from.
  ///   - observe: is shown each token as it is drawn, the boundary too.
  /// - Returns: the tokens drawn after the prompt, without the boundary.
  /// - Throws: ``NonFiniteResult`` where a logit, or what it is computed from, is infinite or no number.
  public func generate(
    _ count: Int,
    continuing prompt: [Int],
    until boundary: Int,
    sampler: Sampler,
    using generator: inout some RandomNumberGenerator,
    observe: (GeneratedToken) -> Void = { _ in }
  ) throws(NonFiniteResult) -> [[Int]] {
    require(
      !prompt.isEmpty && prompt.count <= contextLength,
      "a prompt of \(prompt.count) tokens does not fit a model that reads 1 to \(contextLength)"
    )
    require(tape.isRecording, "texts can't be generated with recording off")
    let start = tape.mark
    defer { tape.rewind(to: start) }
    var promptState = initialState()
    defer { release(promptState) }
    var numbers: [Double] = []
    for token in prompt {
      logits(after: tape.input(token), state: &promptState).copyData(into: &numbers)
    }
    let promptLogits = numbers

    var continuation = Continuation(self, after: promptState)
    defer { continuation.release() }
    let mayOverflow = mayOverflow
    var texts: [[Int]] = []
    for text in 0..<count {
      numbers = promptLogits
      var tokens: [Int] = []
      while true {
        try check(numbers, mayOverflow, after: prompt, tokens)
        sampler.turnIntoProbabilities(&numbers)
        let token = sampler.draw(from: numbers, using: &generator)
        let position = prompt.count + tokens.count
        let isLast = token == boundary || position >= contextLength
        if token != boundary { tokens.append(token) }
        observe(
          GeneratedToken(text: text, position: position, token: token, probabilities: numbers, isLast: isLast)
        )
        if isLast { break }
        continuation.logits(after: token, at: tokens.count - 1).copyData(into: &numbers)
      }
      texts.append(tokens)
    }
    return texts
  }

  /// Makes sure that logits are numbers, and where parameters are so large that others may not be, all that led to them.
  private func check(
    _ logits: [Double],
    _ mayOverflow: Bool,
    after prompt: [Int],
    _ tokens: [Int]
  ) throws(NonFiniteResult) {
    let isFinite = logits.allSatisfy { $0.isFinite }
    guard !isFinite || mayOverflow else { return }
    if let result = firstNonFiniteResult(reading: prompt + tokens, readsLast: true) { throw result }
    require(isFinite, "the model computes other logits when it reads the same tokens again")
  }
}
