import Attention
import Autograd
import Basics
import Transformer

/// What each head does to tokens, read off its matrices without any text: two tables of vocabulary × vocabulary.
///
///     QK:  s · (W_q u(a)) · (W_k u(b))         how much the token a attends to the token b
///     OV:  lm_head W_o,h W_v u(a)              how much the token a, attended to, raises each token's logit
///
/// u(t) is the input of the first layer's attention where the token t stands: its embedding, with that of the position where
/// those are learned, normalized twice, the second time with the weights of the layer's norm where norms have weights. In the first layer that is what a head is given in every text, so the QK table holds
/// the scores of every text. With learned positions it depends on both positions; with rotary ones, which turn queries and
/// keys, on their distance alone. So a table is for a ``Place``. In later layers the same u(t) stands for an input of which it
/// is only a part; each table says in ``TokenTable/leavesOut`` what is missing.
///
/// A norm of queries and keys is part of both, so W_q u(a) is norm(W_q u(a)) with one. The weights of a final norm are part of
/// lm_head; what it divides by is not known without a text.
///
/// With grouped queries, heads that share a stored one have different QK tables; their OV tables differ by W_o alone. With
/// latents, keys and values are W_UK and W_UV times the latent.
///
/// Source: "A Mathematical Framework for Transformer Circuits", Elhage et al. 2021.
public struct Circuits: Equatable, Sendable, Encodable {
  /// How many positions the key is before the query.
  public let distance: Int
  /// The query's position where positions are learned, counted from 0; else nil.
  @ExplicitNull public private(set) var query: Int?
  /// The key's position where positions are learned; else nil.
  @ExplicitNull public private(set) var key: Int?
  /// The layers in order, in each its heads.
  public private(set) var heads: [Head]

  /// Where a query and a key stand.
  public enum Place: Equatable, Sendable {
    /// The key is so many positions before the query; for rotary positions, of which nothing else matters.
    case distance(Int)
    /// Both positions, counted from 0.
    case positions(query: Int, key: Int)
  }

  /// One head's tables.
  public struct Head: Equatable, Sendable, Encodable {
    /// The layer, counted from 0.
    public let layer: Int
    /// The head, counted from 0.
    public let head: Int
    /// QK: a row for each token as the query, in it the scaled score with each token as the key.
    public let queryKey: TokenTable
    /// OV: a row for each token attended to with a weight of 1, in it what the head then adds to each token's logit.
    public let outputValue: TokenTable
  }

  /// A table of vocabulary × vocabulary.
  public struct TokenTable: Equatable, Sendable, Encodable {
    /// The numbers, row by row.
    public let numbers: [[Double]]
    /// The Frobenius norm √Σ x², which is √Σ σ².
    public let norm: Double
    /// σ, the largest first: as many as a head has elements, or tokens where those are fewer; the others are 0.
    public let singularValues: [Double]
    /// What a text has and the table has not; empty where the table is exact.
    public let leavesOut: [Omission]
  }

  /// What a table leaves out.
  public enum Omission: String, CaseIterable, Sendable, Encodable {
    /// RMSNorm divides by the length of the whole residual stream, and the table by that of the embedding.
    case normalization
    /// The final norm divides by the length of what the last layer gives, and the table does not.
    case finalNorm = "final_norm"
    /// What earlier parts add to the residual stream, which the head reads too.
    case earlierParts = "earlier_parts"
    /// What later parts make of what the head adds.
    case laterParts = "later_parts"
  }

  /// The circuits without the heads that a test rules out.
  public func filter(_ isIncluded: (Head) -> Bool) -> Circuits {
    var circuits = self
    circuits.heads.removeAll { !isIncluded($0) }
    return circuits
  }

  /// Whether some query of such a model attends to a key at this place.
  package func isSeen(in configuration: GPTConfiguration) -> Bool {
    let isVisible = configuration.attention.visibility
    guard let query, let key else {
      return (distance..<configuration.contextLength).contains { isVisible($0, $0 - distance) }
    }
    return isVisible(query, key)
  }

  /// The tables of all heads of a model.
  ///
  /// Complexity: V² d multiplications for each table of a vocabulary of V and heads of width d, and d² V for each sweep of its
  /// singular values.
  ///
  /// - Parameters:
  ///   - model: whose matrices are read.
  ///   - place: where query and key stand.
  /// - Throws: ``PlaceError`` where there is no such table.
  public init(_ model: GPT, at place: Place) throws(PlaceError) {
    let (query, key) = try place.positions(in: model.configuration)
    let isLearned = model.configuration.attention.positions == .learned
    distance = query - key
    self.query = isLearned ? query : nil
    self.key = isLearned ? key : nil
    heads = (0..<model.configuration.layerCount).flatMap { layer in
      let factors = CircuitFactors(model, layer: layer, query: query, key: key)
      let readouts = CircuitReadouts(model, layer: layer)
      return (0..<model.configuration.headCount).map { Head(factors, readouts, layer: layer, head: $0) }
    }
  }
}

extension Circuits.Omission {
  /// What a table leaves out of a layer's input.
  static func ofInput(layer: Int) -> [Circuits.Omission] {
    layer == 0 ? [] : [.normalization, .earlierParts]
  }
}

extension Circuits.Head {
  fileprivate init(_ factors: CircuitFactors, _ readouts: CircuitReadouts, layer: Int, head: Int) {
    self.layer = layer
    self.head = head
    let input = Circuits.Omission.ofInput(layer: layer)
    queryKey = Circuits.TokenTable(factors.queries(of: head), factors.keys(of: head), leavesOut: input)
    outputValue = Circuits.TokenTable(
      factors.values(of: head),
      readouts(of: head),
      leavesOut: input + (readouts.areNormalizedLater ? [.finalNorm] : []) + [.laterParts]
    )
  }
}

extension Circuits.TokenTable {
  /// The table of the products of each row of `left` with each row of `right`.
  fileprivate init(_ left: [[Double]], _ right: [[Double]], leavesOut: [Circuits.Omission]) {
    numbers = left.map { row in right.map { innerProduct(row, $0) } }
    norm = Basics.norm(numbers.joined())
    singularValues = Inspection.singularValues(ofProduct: left, right)
    self.leavesOut = leavesOut
  }
}
