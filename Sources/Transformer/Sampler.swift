import Autograd

/// How the next token is drawn from the model's logits.
public struct Sampler: Equatable, Sendable {
  /// Which tokens may be drawn, and how likely each is.
  public enum Choice: Equatable, Sendable {
    /// Always the likeliest token; the first of several equally likely ones.
    case greedy
    /// A random one. `topK` keeps only the k likeliest; `topP` keeps the likeliest until their probabilities reach p.
    case random(temperature: Double, topK: Int? = nil, topP: Double? = nil)
  }

  /// The way of choosing.
  public let choice: Choice

  /// A sampler that chooses in the given way.
  ///
  /// The temperature must be positive and finite, k at least 1, and p above 0 and at most 1.
  public init(_ choice: Choice) {
    if case .random(let temperature, let topK, let topP) = choice {
      precondition(temperature > 0 && temperature.isFinite, "no sampling at temperature \(temperature)")
      precondition(topK ?? 1 >= 1, "no sampling from the \(topK ?? 0) likeliest tokens")
      precondition(topP ?? 1 > 0 && topP ?? 1 <= 1, "no sampling from a share of \(topP ?? 0)")
    }
    self.choice = choice
  }

  /// The probability with which each token is drawn; under greedy choice the model's own, at temperature 1.
  ///
  ///     pᵢ = softmax(logits / temperature)ᵢ
  ///
  /// restricted to the tokens that top-k and then top-p keep, and normalized again. Of equally likely tokens the one with
  /// the smaller number counts as likelier. Top-p keeps the token that crosses the threshold, so always at least one.
  ///
  /// Source of top-p: "The Curious Case of Neural Text Degeneration", Holtzman et al. 2020, section 3.1.
  public func probabilities(of logits: [Double]) -> [Double] {
    guard case .random(let temperature, let topK, let topP) = choice else {
      return softmax(logits, temperature: 1)
    }
    let probabilities = softmax(logits, temperature: temperature)
    guard topK != nil || topP != nil else { return probabilities }
    return restrict(probabilities, topK: topK ?? probabilities.count, topP: topP ?? 1)
  }

  /// Draws one token: the first whose cumulative probability exceeds a uniform number times the total.
  ///
  /// With CPython's generator this is CPython's `random.choices`. Greedy choice takes the likeliest token, the first of
  /// several equally likely ones, and draws no random number.
  public func draw(
    from probabilities: [Double],
    using generator: inout some RandomNumberGenerator
  ) -> Int {
    if choice == .greedy {
      return probabilities.indices.reduce(0) { probabilities[$1] > probabilities[$0] ? $1 : $0 }
    }
    var cumulative: [Double] = []
    cumulative.reserveCapacity(probabilities.count)
    var total = 0.0
    for probability in probabilities {
      total += probability
      cumulative.append(total)
    }
    let threshold = generator.nextUnit() * total
    return cumulative.firstIndex { threshold < $0 } ?? probabilities.count - 1
  }

  private func softmax(_ logits: [Double], temperature: Double) -> [Double] {
    let largest = logits.max() ?? 0
    // The largest is subtracted first, so that no temperature makes it infinite.
    let exponentials = logits.map { ElementaryFunctions.exp(($0 - largest) / temperature) }
    let total = exponentials.reduce(0, +)
    return exponentials.map { $0 * (1 / total) }
  }

  private func restrict(_ probabilities: [Double], topK: Int, topP: Double) -> [Double] {
    let ranked = probabilities.indices.sorted {
      probabilities[$0] > probabilities[$1] || (probabilities[$0] == probabilities[$1] && $0 < $1)
    }
    var restricted = [Double](repeating: 0, count: probabilities.count)
    let candidates = ranked.prefix(topK)
    let candidateTotal = candidates.reduce(0) { $0 + probabilities[$1] }
    var kept = 0.0
    for token in candidates {
      restricted[token] = probabilities[token]
      kept += probabilities[token]
      if kept >= topP * candidateTotal { break }
    }
    return restricted.map { $0 / kept }
  }
}
