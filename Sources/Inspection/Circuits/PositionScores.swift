import Autograd
import Transformer

/// How much a head's query at one position asks for the key at another, whatever the tokens are: the QK tables of ``Circuits``
/// for all pairs of positions, each as the mean and the deviation of its numbers.
///
/// A score is the sum of its mean over all pairs of tokens and of what the pair adds. Where means differ much within a row and
/// deviations are small, the head goes by position or distance; where it is the other way, by content. With rotary positions
/// the numbers depend on the distance alone. A query and a key at one position are of one token, so there the mean is over
/// tokens and not over pairs. Every token counts alike, however common it is.
public struct PositionScores: Equatable, Sendable, Encodable {
  /// How many positions there are.
  public let positionCount: Int
  /// The layers in order, in each its heads.
  public private(set) var heads: [Head]

  /// One head's figures: a row for each query's position, in it a number for each key's, nil for keys that the query can't see.
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
    let isVisible = model.configuration.attention.visibility
    heads = (0..<model.configuration.layerCount).flatMap { layer in
      let factors = (0..<count).map { CircuitFactors(model, layer: layer, query: $0, key: $0) }
      return (0..<model.configuration.headCount).map { head in
        Head(
          queries: factors.map { $0.queries(of: head) },
          keys: factors.map { $0.keys(of: head) },
          layer: layer,
          head: head,
          isVisible: isVisible
        )
      }
    }
  }
}

extension PositionScores.Head {
  /// - Parameters:
  ///   - queries: for each position the query of each token.
  ///   - keys: for each position the key of each token.
  fileprivate init(
    queries: [[[Double]]],
    keys: [[[Double]]],
    layer: Int,
    head: Int,
    isVisible: (_ query: Int, _ key: Int) -> Bool
  ) {
    let (queryMoments, keyMoments) = (queries.map(TokenMoments.init), keys.map(TokenMoments.init))
    func cells(
      _ ofPair: (TokenMoments, TokenMoments) -> Double,
      itself: ([Double]) -> Double
    ) -> [[Double?]] {
      queries.indices.map { query in
        keys.indices.map { key in
          guard isVisible(query, key) else { return nil }
          // A query and a key at one position are of one token.
          if query == key { return itself(zip(queries[query], keys[key]).map { innerProduct($0, $1) }) }
          return ofPair(queryMoments[query], keyMoments[key])
        }
      }
    }
    self.layer = layer
    self.head = head
    means = cells({ innerProduct($0.mean, $1.mean) }, itself: { mean($0) })
    deviations = cells(
      { $0.productVariance(with: $1).squareRoot() },
      itself: { scores in
        let mean = mean(scores)
        return Inspection.mean(scores.map { ($0 - mean) * ($0 - mean) }).squareRoot()
      }
    )
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
