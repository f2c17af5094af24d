/// The gradients of a head from the loss to the query, keys and scale, by the formulas that one writes on paper.
///
///     ∂L/∂oᵢ = pᵢ − [i is the next token]        gⱼ = ∂L/∂wⱼ = Σᵢ ∂L/∂oᵢ vⱼᵢ
///     ∂L/∂scoreᵢ = Σⱼ gⱼ wⱼ (δᵢⱼ − wᵢ)           ∂L/∂aᵢ = s ∂L/∂scoreᵢ
///     ∂L/∂s = Σᵢ ∂L/∂scoreᵢ aᵢ,   ∂L/∂q = Σᵢ ∂L/∂aᵢ kᵢ,   ∂L/∂kᵢ = ∂L/∂aᵢ q
public struct HandGradients: Equatable, Sendable {
  /// ∂L/∂ each logit.
  public let output: [Double]
  /// gⱼ = ∂L/∂wⱼ.
  public let pattern: [Double]
  /// ∂wⱼ/∂scoreᵢ = wⱼ (δᵢⱼ − wᵢ): a row for each score i, in it a number for each weight j.
  public let softmax: [[Double]]
  /// ∂L/∂ each score.
  public let scores: [Double]
  /// ∂L/∂(q·k) for each key.
  public let products: [Double]
  /// What each product hands on to the query.
  public let queryTerms: [[Double]]
  /// ∂L/∂q, the sum of these.
  public let query: [Double]
  /// ∂L/∂k for each key.
  public let keys: [[Double]]
  /// What each score hands on to the scale.
  public let scaleTerms: [Double]
  /// ∂L/∂s, the sum of these.
  public let scale: Double

  /// Goes backward from the numbers of a head; its gradients are not looked at.
  public init(_ head: DifferentiatedHead) {
    let weights = head.pattern.data
    let output = head.probabilities.enumerated().map { $0.element - ($0.offset == head.target ? 1 : 0) }
    let pattern = head.values.map { Self.sum(zip(output, $0).map { $0 * $1 }) }
    let softmax = weights.indices.map { i in
      weights.indices.map { j in weights[j] * ((i == j ? 1 : 0) - weights[i]) }
    }
    let scores = softmax.map { row in Self.sum(zip(pattern, row).map { $0 * $1 }) }
    let products = scores.map { head.scale * $0 }
    let queryTerms = zip(products, head.keys).map { gradient, key in key.data.map { gradient * $0 } }
    let scaleTerms = zip(scores, head.products.data).map { $0 * $1 }
    self.output = output
    self.pattern = pattern
    self.softmax = softmax
    self.scores = scores
    self.products = products
    self.queryTerms = queryTerms
    query = head.query.data.indices.map { index in Self.sum(queryTerms.map { $0[index] }) }
    keys = products.map { gradient in head.query.data.map { gradient * $0 } }
    self.scaleTerms = scaleTerms
    scale = Self.sum(scaleTerms)
  }

  private static func sum(_ terms: [Double]) -> Double { terms.reduce(0, +) }
}
