import Basics

/// How well a model predicted one token of a text.
public struct TokenScore: Equatable, Sendable {
  /// The token that came.
  public let token: Int
  /// p, the probability that the model gave it: softmax(logits)[token].
  public let probability: Double
  /// Its place among all tokens by probability: 1 for the likeliest, and one more for each token with a larger logit.
  public let rank: Int
  /// −ln p, in nats; also where p itself is too small for a number.
  public let loss: Double

  /// Scores a token by the logits before it.
  ///
  /// - Parameters:
  ///   - token: the token that came, from 0 to below the number of logits.
  ///   - logits: a number for each token of the vocabulary; where one is not finite, so is the loss, or it is no number.
  public init(_ token: Int, logits: [Double]) {
    require(logits.indices.contains(token), "there is no token \(token) among \(logits.count) logits")
    let largest = logits.max() ?? 0
    let total = logits.reduce(0) { $0 + ElementaryFunctions.exp($1 - largest) }
    self.token = token
    loss = ElementaryFunctions.log(total) - (logits[token] - largest)
    probability = ElementaryFunctions.exp(logits[token] - largest) / total
    rank = 1 + logits.count { $0 > logits[token] }
  }
}
