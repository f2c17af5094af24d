/// One token drawn while generating, with the distribution it was drawn from.
public struct GeneratedToken: Sendable {
  /// Which of the texts it belongs to, counted from 0.
  public let text: Int
  /// How many tokens were read before it.
  public let position: Int
  /// The token drawn, perhaps the boundary.
  public let token: Int
  /// The probability of each token, as ``Sampler/probabilities(of:)`` gives them.
  public let probabilities: [Double]
  /// Whether the text ends with it.
  public let isLast: Bool
}
