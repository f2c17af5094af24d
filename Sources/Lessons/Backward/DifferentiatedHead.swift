import Autograd

/// A head, the loss of the next token, and every gradient, as the tape computes them.
///
///     a = q·k,   scores = s a,   w = softmax(scores),   o = Σ w v,   L = −ln softmax(o)[next token]
public struct DifferentiatedHead: Equatable, Sendable {
  /// Numbers, and the derivative of the loss with respect to each.
  public struct Numbers: Equatable, Sendable {
    /// The numbers.
    public let data: [Double]
    /// ∂L/∂ each of them.
    public let gradient: [Double]

    fileprivate init(_ vector: Vector) {
      data = vector.data
      gradient = vector.grad
    }
  }

  /// The query.
  public let query: Numbers
  /// The key of each position.
  public let keys: [Numbers]
  /// The value of each position.
  public let values: [[Double]]
  /// s.
  public let scale: Double
  /// ∂L/∂s.
  public let scaleGradient: Double
  /// q·k for each key.
  public let products: Numbers
  /// s q·k for each key.
  public let scores: Numbers
  /// The weight of each key.
  public let pattern: Numbers
  /// The output, whose elements are taken as logits.
  public let output: Numbers
  /// The probability of each token.
  public let probabilities: [Double]
  /// −ln p(the next token), in nats.
  public let loss: Double
  /// Which token comes next.
  public let target: Int
  /// ∂L/∂ each element of the query, each of the keys and the scale, by central differences.
  public let differences: [Double]
  /// ∂L/∂ each score by central differences.
  public let scoreDifferences: [Double]

  /// Computes a head and goes backward.
  ///
  /// - Parameters:
  ///   - query: q.
  ///   - keys: one for each position, as wide as the query.
  ///   - values: one for each position, an element for each token.
  ///   - target: the token that comes next; its place among a value's elements.
  ///   - scale: s; 1/√d unless another is given.
  public init(query: [Double], keys: [[Double]], values: [[Double]], target: Int = 0, scale: Double? = nil) {
    let tape = Tape()
    let q = tape.vector(query)
    let k = keys.map { tape.vector($0) }
    let v = values.map { tape.vector($0) }
    let s = tape.value(scale ?? 1 / Double(query.count).squareRoot())
    let next = tape.input(target)
    let leaves = Array(q) + k.flatMap { Array($0) } + [s]
    differences = tape.checkGradients(of: leaves) {
      weightedSum((dots(q, k) * s).softmax(), v).negativeLogProbability(of: next)
    }.comparisons.map { $0.difference }
    let products = dots(q, k)
    let scores = products * s
    let pattern = scores.softmax()
    let output = weightedSum(pattern, v)
    let loss = output.negativeLogProbability(of: next)
    loss.backward()
    self.query = Numbers(q)
    self.keys = k.map { Numbers($0) }
    self.values = values
    self.scale = s.data
    scaleGradient = s.grad
    self.products = Numbers(products)
    self.scores = Numbers(scores)
    self.pattern = Numbers(pattern)
    self.output = Numbers(output)
    self.loss = loss.data
    self.target = target
    probabilities = WorkedSoftmax(of: output.data).weights
    scoreDifferences = Self.differences(ofScores: scores.data, values, target)
  }

  private static func differences(ofScores scores: [Double], _ values: [[Double]], _ target: Int) -> [Double]
  {
    let tape = Tape()
    let leaves = tape.vector(scores)
    let v = values.map { tape.vector($0) }
    let next = tape.input(target)
    return tape.checkGradients(of: leaves) {
      weightedSum(leaves.softmax(), v).negativeLogProbability(of: next)
    }.comparisons.map { $0.difference }
  }

  /// The same head with another query.
  public func with(query: [Double]) -> DifferentiatedHead {
    DifferentiatedHead(
      query: query,
      keys: keys.map { $0.data },
      values: values,
      target: target,
      scale: scale
    )
  }
}
