/// One token drawn while generating, with the distribution it was drawn from.
public struct GeneratedToken: Sendable {
  /// Which of the texts it belongs to, counted from 0.
  public let text: Int
  /// How many tokens stand before it in its text, the first one of the prompt among them.
  public let position: Int
  /// How many of them, behind the first, are beyond the window of the context and were not read for it.
  public let forgottenCount: Int
  /// The token drawn, perhaps the boundary.
  public let token: Int
  /// The probability of each token, as ``Sampler/probabilities(of:after:)`` gives them.
  public let probabilities: [Double]
  /// Whether the text ends with it.
  public let isLast: Bool
}
