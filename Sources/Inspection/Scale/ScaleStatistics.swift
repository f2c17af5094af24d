import Attention
import Autograd
import Basics
import Random
import Training
import Transformer

/// What the scale does to attention whose queries and keys are random: independent components of mean 0 and variance 1.
///
/// The raw score q·k of heads of width d then has the standard deviation √d. Unscaled scores of wide heads push softmax to
/// where one weight is almost 1 and its derivatives vanish; 1/√d keeps them at 1 for every width; 1/d makes the pattern
/// flat.
///
/// Source: "Attention Is All You Need", Vaswani et al. 2017, section 3.2.1 and footnote 4.
public struct ScaleStatistics: Equatable, Sendable, Encodable {
  /// Number of keys per query.
  public let keyCount: Int
  /// How many queries were drawn for each width.
  public let queryCount: Int
  /// The seed of the generator.
  public let seed: UInt64
  /// For each head width, one for each rule.
  public let rows: [Row]

  /// The rules that are compared: 1, 1/√d and 1/d.
  public static let rules = [ScaleChoice.none, .inverseRoot, .inverse]

  /// The figures of one width and rule.
  public struct Row: Equatable, Sendable, Encodable {
    /// d, how many elements a query and a key have.
    public let headWidth: Int
    /// How the scale follows from the width.
    public let rule: ScaleChoice
    /// s, the factor of the raw scores.
    public let scale: Double
    /// The standard deviation of the raw scores q·k over all queries and keys; √d is expected.
    public let rawDeviation: Double
    /// √d, the standard deviation that raw scores should have.
    public let expectedRawDeviation: Double
    /// The standard deviation of the scaled scores; s √d is expected.
    public let scaledDeviation: Double
    /// The pattern's entropy in nats, a mean; ln(keys) for an even one.
    public let entropy: Double
    /// The pattern's largest weight, a mean; 1 where one key gets everything.
    public let largestWeight: Double
    /// The Frobenius norm of softmax's Jacobian diag(w) − w wᵀ, a mean.
    public let jacobianNorm: Double
    /// ‖∂L/∂score‖, a mean, where ∂L/∂w has independent components of variance 1.
    public let scoreGradientNorm: Double
  }

  /// The entropy of an even pattern, ln(keys) in nats.
  public var evenEntropy: Double { ElementaryFunctions.log(Double(keyCount)) }

  /// The head widths that are shown unless others are given: 1 to 256.
  public static let standardHeadWidths = (0...8).map { 1 << $0 }

  /// Draws queries and keys of every width, and lets the softmax kernel attend with each scale.
  ///
  /// The three rules see the same queries and keys; a width sees the same whatever the other widths are.
  ///
  /// - Parameters:
  ///   - headWidths: d, the widths, each at least 1.
  ///   - keyCount: how many keys each query attends to.
  ///   - queryCount: how many queries of each width are drawn.
  ///   - seed: the generator's.
  ///   - progress: is told how many queries of all widths together were drawn.
  public init(
    headWidths: [Int] = standardHeadWidths,
    keyCount: Int = 16,
    queryCount: Int = 1000,
    seed: UInt64 = 42,
    progress: (_ done: Int) -> Void = { _ in }
  ) {
    precondition(
      keyCount > 0 && queryCount > 0 && headWidths.allSatisfy { $0 > 0 },
      "there is nothing to draw for \(queryCount) queries, \(keyCount) keys and widths of \(headWidths)"
    )
    self.keyCount = keyCount
    self.queryCount = queryCount
    self.seed = seed
    var done = 0
    rows = headWidths.flatMap { headWidth in
      // Begun anew, the generator gives each width the same, whatever the others are.
      var generator = MersenneTwister(seed: seed)
      return Self.rows(headWidth, keyCount: keyCount, queryCount: queryCount, &generator) {
        done += 1
        progress(done)
      }
    }
  }

  private static func rows(
    _ headWidth: Int,
    keyCount: Int,
    queryCount: Int,
    _ generator: inout MersenneTwister,
    progress: () -> Void
  ) -> [Row] {
    let tape = Tape()
    let scales = ScaleStatistics.rules.map { tape.value($0.factor(headWidth: headWidth)) }
    var sums = ScaleStatistics.rules.map { _ in Sums() }
    let start = tape.mark
    func numbers(_ count: Int) -> Vector {
      tape.vector((0..<count).map { _ in generator.gaussian(standardDeviation: 1) })
    }
    for _ in 0..<queryCount {
      let query = numbers(headWidth)
      let keys = (0..<keyCount).map { _ in numbers(headWidth) }
      // With values of one element each, and ∂L/∂output = 1, the values are ∂L/∂w.
      let values = (0..<keyCount).map { _ in numbers(1) }
      for (index, scale) in scales.enumerated() {
        let result = AttentionKernel.softmax.attend(query, keys, values, scale)
        result.output[result.output.startIndex].backward()
        sums[index].add(result, scale: scale.data)
      }
      tape.rewind(to: start)
      progress()
    }
    return zip(ScaleStatistics.rules, sums).map { Row(headWidth, $0, $1, queryCount: queryCount) }
  }

  /// What is summed over the queries.
  fileprivate struct Sums {
    var rawScores = Moments()
    var entropy = 0.0
    var largestWeight = 0.0
    var jacobianNorm = 0.0
    var gradientNorm = 0.0

    mutating func add(_ result: HeadActivations, scale: Double) {
      guard let pattern = result.pattern?.data, let scores = result.scores else {
        preconditionFailure("the softmax kernel keeps its scores and its pattern")
      }
      for score in scores.data { rawScores.add(score / scale) }
      entropy += Inspection.entropy(pattern)
      largestWeight += pattern.max() ?? 0
      jacobianNorm += softmaxJacobianNorm(pattern)
      gradientNorm += norm(scores.grad)
    }
  }
}

extension ScaleStatistics.Row {
  fileprivate init(
    _ headWidth: Int,
    _ rule: ScaleChoice,
    _ sums: ScaleStatistics.Sums,
    queryCount: Int
  ) {
    self.headWidth = headWidth
    self.rule = rule
    scale = rule.factor(headWidth: headWidth)
    rawDeviation = sums.rawScores.standardDeviation
    expectedRawDeviation = Double(headWidth).squareRoot()
    scaledDeviation = scale * sums.rawScores.standardDeviation
    entropy = sums.entropy / Double(queryCount)
    largestWeight = sums.largestWeight / Double(queryCount)
    jacobianNorm = sums.jacobianNorm / Double(queryCount)
    scoreGradientNorm = sums.gradientNorm / Double(queryCount)
  }
}
