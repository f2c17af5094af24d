import Autograd
import Basics

extension LanguageModel {
  /// Generates texts, token by token: each token drawn is read again to draw the next.
  ///
  /// A text ends where the model draws `boundary`, or where it is as long as asked for. Nothing stays on the tape, and the
  /// prompt is read once for all texts.
  ///
  /// Beyond the context length the window slides. The model then reads the first token of the prompt and the
  /// `contextLength` − 1 tokens written last, at positions numbered anew from 0, and nothing before them. So the next token
  /// is drawn as it would be after a prompt of these tokens. Each such token costs `contextLength` readings instead of one.
  ///
  /// - Parameters:
  ///   - count: how many texts.
  ///   - prompt: the tokens that every text continues, the first one `boundary` for a text from its beginning; at least
  ///     one, and no more than `length`.
  ///   - boundary: the token that ends a text.
  ///   - length: how many tokens a text has at most, those of the prompt behind its first among them; the context length
  ///     if nothing else is said.
  ///   - sampler: how a token is chosen.
  ///   - generator: what random numbers are drawn from.
  ///   - observe: is shown each token as it is drawn, the boundary too.
  /// - Returns: the tokens drawn after the prompt, without the boundary.
  /// - Throws: ``NonFiniteResult`` where a logit, or what it is computed from, is infinite or no number.
  public func generate(
    _ count: Int,
    continuing prompt: [Int],
    until boundary: Int,
    length: Int? = nil,
    sampler: Sampler,
    using generator: inout some RandomNumberGenerator,
    observe: (GeneratedToken) -> Void = { _ in }
  ) throws(NonFiniteResult) -> [[Int]] {
    let length = length ?? contextLength
    require(
      !prompt.isEmpty && prompt.count <= length,
      "a prompt of \(prompt.count) tokens does not fit texts of 1 to \(length)"
    )
    require(tape.isRecording, "texts can't be generated with recording off")
    let start = tape.mark
    defer { tape.rewind(to: start) }
    let beginning = ContextWindow(of: prompt, size: contextLength)
    var promptState = initialState()
    defer { release(promptState) }
    var numbers: [Double] = []
    for token in beginning.tokens {
      logits(after: tape.input(token), state: &promptState).copyData(into: &numbers)
    }
    let promptLogits = numbers

    var continuation = Continuation(self, after: promptState)
    defer { continuation.release() }
    let emptyState = initialState()
    defer { release(emptyState) }
    var slid = Continuation(self, after: emptyState)
    defer { slid.release() }
    let mayOverflow = mayOverflow
    var texts: [[Int]] = []
    for text in 0..<count {
      numbers = promptLogits
      var tokens: [Int] = []
      var window = beginning
      while true {
        try check(numbers, mayOverflow, after: window.tokens)
        sampler.turnIntoProbabilities(&numbers, after: window.tokens)
        let token = sampler.draw(from: numbers, using: &generator)
        let position = prompt.count + tokens.count
        let isLast = token == boundary || position >= length
        if token != boundary { tokens.append(token) }
        observe(
          GeneratedToken(
            text: text,
            position: position,
            forgottenCount: window.forgottenCount,
            token: token,
            probabilities: numbers,
            isLast: isLast
          )
        )
        if isLast { break }
        window.append(token)
        if window.forgottenCount > 0 {
          slid.logits(after: window.tokens).copyData(into: &numbers)
        } else {
          continuation.logits(after: token, at: tokens.count - 1).copyData(into: &numbers)
        }
      }
      texts.append(tokens)
    }
    return texts
  }

  /// Makes sure that logits are numbers, and where parameters are so large that others may not be, all that led to them.
  private func check(
    _ logits: [Double],
    _ mayOverflow: Bool,
    after tokens: [Int]
  ) throws(NonFiniteResult) {
    let isFinite = logits.allSatisfy { $0.isFinite }
    guard !isFinite || mayOverflow else { return }
    if let result = firstNonFiniteResult(reading: tokens, readsLast: true) { throw result }
    require(isFinite, "the model computes other logits when it reads the same tokens again")
  }
}
