import Autograd
import Transformer

/// How much a head's query at one position asks for the key at another, whatever the tokens are: the QK tables of ``Circuits``
/// for all pairs of positions, each as the mean and the deviation of its numbers.
///
/// A score is the sum of its mean over all pairs of tokens and of what the pair adds. Where means differ much within a row and
/// deviations are small, the head goes by position or distance; where it is the other way, by content. With rotary positions
/// the numbers depend on the distance alone. Every token counts alike, however common it is.
public struct PositionScores: Equatable, Sendable, Encodable {
  /// How many positions there are.
  public let positionCount: Int
  /// The layers in order, in each its heads.
  public private(set) var heads: [Head]

  /// One head's figures: a row for each query's position, in it a number for each key's, nil for keys after the query.
  public struct Head: Equatable, Sendable, Encodable {
    /// The layer, counted from 0.
    public let layer: Int
    /// The head, counted from 0.
    public let head: Int
    /// The mean scaled score over all pairs of tokens.
    public let means: [[Double?]]
    /// The standard deviation over all pairs of tokens.
    public let deviations: [[Double?]]
    /// What a text's scores have and these have not.
    public let leavesOut: [Circuits.Omission]
  }

  /// The figures without the heads that a test rules out.
  public func filter(_ isIncluded: (Head) -> Bool) -> PositionScores {
    var scores = self
    scores.heads.removeAll { !isIncluded($0) }
    return scores
  }

  /// The figures of all heads.
  ///
  /// - Parameters:
  ///   - model: whose matrices are read.
  ///   - positionCount: how many positions, at least one; nil for the model's context.
  public init(_ model: GPT, positionCount: Int? = nil) {
    let count = positionCount ?? model.contextLength
    precondition(
      (1...model.contextLength).contains(count),
      "a model that reads \(model.contextLength) positions has no scores for \(count)"
    )
    self.positionCount = count
    heads = (0..<model.configuration.layerCount).flatMap { layer in
      let factors = (0..<count).map { CircuitFactors(model, layer: layer, query: $0, key: $0) }
      return (0..<model.configuration.headCount).map { head in
        Head(
          queries: factors.map { TokenMoments(of: $0.queries(of: head)) },
          keys: factors.map { TokenMoments(of: $0.keys(of: head)) },
          layer: layer,
          head: head
        )
      }
    }
  }
}

extension PositionScores.Head {
  fileprivate init(queries: [TokenMoments], keys: [TokenMoments], layer: Int, head: Int) {
    func cells(_ number: (TokenMoments, TokenMoments) -> Double) -> [[Double?]] {
      queries.enumerated().map { position, query in
        keys.enumerated().map { $0 <= position ? number(query, $1) : nil }
      }
    }
    self.layer = layer
    self.head = head
    means = cells { innerProduct($0.mean, $1.mean) }
    deviations = cells { $0.productVariance(with: $1).squareRoot() }
    leavesOut = Circuits.Omission.ofInput(layer: layer)
  }
}

/// Mean and covariance of vectors, one for each token.
private struct TokenMoments {
  let mean: [Double]
  let covariance: [[Double]]

  init(of vectors: [[Double]]) {
    let mean = vectors[0].indices.map { index in Inspection.mean(vectors.map { $0[index] }) }
    let rest = vectors.map { vector in zip(vector, mean).map { $0 - $1 } }
    self.mean = mean
    covariance = mean.indices.map { row in
      mean.indices.map { column in Inspection.mean(rest.map { $0[row] * $0[column] }) }
    }
  }

  /// The variance of x·y over all pairs of an x of these and a y of the others.
  ///
  ///     x̄ᵀ C_y x̄ + ȳᵀ C_x ȳ + tr(C_x C_y)
  func productVariance(with other: TokenMoments) -> Double {
    func form(_ covariance: [[Double]], _ vector: [Double]) -> Double {
      innerProduct(covariance.map { innerProduct($0, vector) }, vector)
    }
    let both = zip(covariance, other.covariance).reduce(0) { $0 + innerProduct($1.0, $1.1) }
    return max(0, form(other.covariance, mean) + form(covariance, other.mean) + both)
  }
}
