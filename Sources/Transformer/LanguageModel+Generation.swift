import Autograd

/// One token drawn while generating, with the distribution it was drawn from.
public struct GeneratedToken: Sendable {
  /// Which of the texts it belongs to, counted from 0.
  public let text: Int
  /// How many tokens were read before it.
  public let position: Int
  /// The token.
  public let token: Int
  /// The probability of each token, as ``Sampler/probabilities(of:)`` gives them.
  public let probabilities: [Double]
  /// Whether the text ends with it.
  public let isLast: Bool
}

extension LanguageModel {
  /// Generates texts, token by token: each token drawn is read again to draw the next.
  ///
  /// A text ends where the model draws `boundary`, or after as many tokens as the model can read. Nothing is recorded, and
  /// the prompt is read once for all texts.
  ///
  /// - Parameters:
  ///   - count: how many texts.
  ///   - prompt: the tokens that every text continues, the first one `boundary` for a text from its beginning; at least
  ///     one, and no more than the context length.
  ///   - boundary: the token that ends a text.
  ///   - observe: is shown each token as it is drawn, the boundary too.
  /// - Returns: the tokens drawn after the prompt, without the boundary.
  public func generate(
    _ count: Int,
    continuing prompt: [Int],
    until boundary: Int,
    sampler: Sampler,
    using generator: inout some RandomNumberGenerator,
    observe: (GeneratedToken) -> Void = { _ in }
  ) -> [[Int]] {
    precondition(
      !prompt.isEmpty && prompt.count <= contextLength,
      "a prompt of \(prompt.count) tokens does not fit a model that reads 1 to \(contextLength)"
    )
    let start = tape.mark
    defer { tape.rewind(to: start) }
    return tape.withoutRecording {
      var promptState = initialState()
      var promptLogits: [Double] = []
      for token in prompt { promptLogits = logits(after: tape.input(token), state: &promptState).data }

      defer { release(promptState) }
      let afterPrompt = tape.mark
      return (0..<count).map { text in
        defer { tape.rewind(to: afterPrompt) }
        var state = fork(promptState)
        defer { release(state) }
        var logits = promptLogits
        var tokens: [Int] = []
        while true {
          let probabilities = sampler.probabilities(of: logits)
          let token = sampler.draw(from: probabilities, using: &generator)
          let position = prompt.count + tokens.count
          let isLast = token == boundary || position >= contextLength
          if token != boundary { tokens.append(token) }
          observe(
            GeneratedToken(
              text: text,
              position: position,
              token: token,
              probabilities: probabilities,
              isLast: isLast
            )
          )
          if isLast { break }
          logits = self.logits(after: tape.input(token), state: &state).data
        }
        return tokens
      }
    }
  }
}
