import Autograd
import Basics
import Random

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
  /// θ, by which the logits of tokens that have been read are made smaller; 1 leaves them alone.
  public let repetitionPenalty: Double

  /// A sampler that chooses in the given way.
  ///
  /// The temperature must be positive and finite, k at least 1, and p above 0 and at most 1. The repetition penalty must be
  /// positive and finite.
  public init(_ choice: Choice, repetitionPenalty: Double = 1) {
    require(
      repetitionPenalty > 0 && repetitionPenalty.isFinite,
      "no sampling with a repetition penalty of \(repetitionPenalty)"
    )
    self.repetitionPenalty = repetitionPenalty
    if case .random(let temperature, let topK, let topP) = choice {
      require(temperature > 0 && temperature.isFinite, "no sampling at temperature \(temperature)")
      require(topK ?? 1 >= 1, "no sampling from the \(topK ?? 0) likeliest tokens")
      require(topP ?? 1 > 0 && topP ?? 1 <= 1, "no sampling from a share of \(topP ?? 0)")
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
  /// Before all of that comes the repetition penalty θ. The logit x of each token that has been read, once or often, becomes
  ///
  ///     x / θ  where x > 0,   x θ  where x < 0
  ///
  /// so above 1 it makes these tokens less likely; what would be infinite is the largest finite number. The paper divides
  /// every such logit, which would make a token with a negative
  /// one likelier; to multiply those is the transformers library's rule (`RepetitionPenaltyLogitsProcessor`).
  ///
  /// Sources: of top-p, "The Curious Case of Neural Text Degeneration", Holtzman et al. 2020, section 3.1; of the penalty,
  /// "CTRL: A Conditional Transformer Language Model for Controllable Generation", Keskar et al. 2019, section 4.1.
  ///
  /// - Parameters:
  ///   - logits: a number for each token of the vocabulary.
  ///   - read: the tokens that have been read, of which only the repetition penalty takes note.
  public func probabilities(of logits: [Double], after read: [Int] = []) -> [Double] {
    var probabilities = logits
    turnIntoProbabilities(&probabilities, after: read)
    return probabilities
  }

  /// Puts ``probabilities(of:after:)`` in the place of the logits, without allocating memory.
  func turnIntoProbabilities(_ logits: inout [Double], after read: [Int]) {
    if repetitionPenalty != 1 { penalize(read, in: &logits) }
    guard case .random(let temperature, let topK, let topP) = choice else {
      softmax(&logits, temperature: 1)
      return
    }
    softmax(&logits, temperature: temperature)
    if topK != nil || topP != nil { restrict(&logits, topK: topK ?? logits.count, topP: topP ?? 1) }
  }

  /// Draws one token: the first whose cumulative probability exceeds a uniform number times the total.
  ///
  /// With CPython's generator this is CPython's `random.choices`. Greedy choice takes the likeliest token, the first of
  /// several equally likely ones, and draws no random number.
  ///
  /// - Parameters:
  ///   - probabilities: finite, none negative and not all zero; they need not add up to 1.
  ///   - generator: what the uniform number is drawn from.
  public func draw(
    from probabilities: [Double],
    using generator: inout some RandomNumberGenerator
  ) -> Int {
    let total = probabilities.reduce(0, +)
    require(
      total > 0 && total.isFinite && probabilities.allSatisfy { $0 >= 0 },
      "a token can't be drawn with probabilities that are \(Self.defect(of: probabilities))"
    )
    if choice == .greedy {
      return probabilities.indices.reduce(0) { probabilities[$1] > probabilities[$0] ? $1 : $0 }
    }
    return generator.index(weightedBy: probabilities)
  }

  /// What is wrong with probabilities from which nothing can be drawn.
  private static func defect(of probabilities: [Double]) -> String {
    if probabilities.isEmpty { return "none at all" }
    if let wrong = probabilities.first(where: { !$0.isFinite || $0 < 0 }) {
      return wrong.isNaN ? "not numbers" : wrong < 0 ? "negative" : "infinite"
    }
    return probabilities.allSatisfy { $0 == 0 } ? "all zero" : "too large to be added up"
  }

  private func penalize(_ read: [Int], in logits: inout [Double]) {
    withUnsafeTemporaryAllocation(of: Bool.self, capacity: logits.count) { isRead in
      isRead.initialize(repeating: false)
      for token in read { isRead[token] = true }
      for token in logits.indices where isRead[token] {
        let logit = logits[token]
        let penalized = logit < 0 ? logit * repetitionPenalty : logit / repetitionPenalty
        // Infinity minus infinity is no number, and the largest logit is about to be subtracted from all.
        logits[token] = min(max(penalized, -.greatestFiniteMagnitude), .greatestFiniteMagnitude)
      }
    }
  }

  private func softmax(_ numbers: inout [Double], temperature: Double) {
    let largest = numbers.max() ?? 0
    var total = 0.0
    for index in numbers.indices {
      // The largest is subtracted first, so that no temperature makes it infinite.
      numbers[index] = ElementaryFunctions.exp((numbers[index] - largest) / temperature)
      total += numbers[index]
    }
    let inverse = 1 / total
    for index in numbers.indices { numbers[index] *= inverse }
  }

  private func restrict(_ probabilities: inout [Double], topK: Int, topP: Double) {
    withUnsafeTemporaryAllocation(of: (token: Int, probability: Double).self, capacity: probabilities.count) {
      ranked in
      for (token, probability) in probabilities.enumerated() {
        ranked.initializeElement(at: token, to: (token, probability))
      }
      var ranked = ranked
      ranked.sort {
        $0.probability > $1.probability || ($0.probability == $1.probability && $0.token < $1.token)
      }
      let candidates = ranked.prefix(topK)
      let candidateTotal = candidates.reduce(0) { $0 + $1.probability }
      var kept = 0.0
      for token in probabilities.indices { probabilities[token] = 0 }
      for candidate in candidates {
        probabilities[candidate.token] = candidate.probability
        kept += candidate.probability
        if kept >= topP * candidateTotal { break }
      }
      for token in probabilities.indices { probabilities[token] /= kept }
    }
  }
}
