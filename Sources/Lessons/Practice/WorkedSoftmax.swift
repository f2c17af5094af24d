import Autograd

/// A softmax with what is computed on the way, by the engine and as it is written on paper.
///
///     weights = exp(scores / T) / Σ exp(scores / T)
public struct WorkedSoftmax: Equatable, Sendable {
  /// exp(score / T) of each score.
  public let exponentials: [Double]
  /// Their sum.
  public let sum: Double
  /// The exponentials divided by their sum.
  public let weights: [Double]

  /// The softmax of scores.
  ///
  /// - Parameters:
  ///   - scores: small ones; beyond 700 an exponential is no number any more.
  ///   - temperature: T, what the scores are divided by.
  public init(of scores: [Double], temperature: Double = 1) {
    let tape = Tape()
    let exponentials = scores.map { (tape.value($0) / temperature).exp() }
    let sum = exponentials.dropFirst().reduce(exponentials[0]) { $0 + $1 }
    self.exponentials = exponentials.map { $0.data }
    self.sum = sum.data
    weights = exponentials.map { ($0 / sum).data }
  }
}
