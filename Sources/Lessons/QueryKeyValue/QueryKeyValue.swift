import Autograd

/// The numbers of the lesson "qkv": four tokens, and three small matrices that make queries, keys and values of them.
public struct QueryKeyValue: Equatable, Sendable {
  /// The tokens of *The cat sat on the mat*, without *the*.
  public static let words = ["cat", "sat", "on", "mat"]
  /// What the elements of a token's vector stand for.
  public static let features = ["living", "lifeless", "action", "relation", "size"]
  /// x: the vector of each token.
  public static let vectors: [[Double]] = [
    [1, 0, 0, 0, 1], [0, 0, 1, 0, 0], [0, 0, 0, 1, 0], [0, 1, 0, 0, 2],
  ]
  /// The same, but for a cat of the size 5.
  public static let vectorsOfLargeCat: [[Double]] = [[1, 0, 0, 0, 5]] + vectors.dropFirst()

  /// W_q: an action looks for a living thing, a relation for a lifeless one.
  public static let queryMatrix: [[Double]] = [[0, 0, 2, 0, 0], [0, 0, 0, 2, 0]]
  /// W_k: what is living offers one, what is lifeless the other.
  public static let keyMatrix: [[Double]] = [[2, 0, 0, 0, 0], [0, 2, 0, 0, 0]]
  /// W_v: the size, and whether it is a thing at all.
  public static let valueMatrix: [[Double]] = [[0, 0, 0, 0, 1], [1, 1, 0, 0, 0]]
  /// One matrix for queries and keys: of a living thing and of an action, of a lifeless thing and of a relation.
  public static let sharedMatrix: [[Double]] = [[2, 0, 1, 0, 0], [0, 2, 0, 1, 0]]

  /// Which projections there are.
  private enum Projections {
    /// W_q, W_k and W_v.
    case three
    /// One matrix for queries and keys, and W_v.
    case sharedQueryAndKey
    /// None: query, key and value are the token's vector.
    case none
  }

  /// The query of each token.
  public let queries: [[Double]]
  /// The key of each token.
  public let keys: [[Double]]
  /// The value of each token.
  public let values: [[Double]]
  /// Attention with the three projections.
  public let attention: WorkedAttention
  /// The same with a large cat.
  public let largeCat: WorkedAttention
  /// Attention with one matrix for queries and keys.
  public let shared: WorkedAttention
  /// What that matrix makes of each token: its query and its key.
  public let sharedVectors: [[Double]]
  /// The same with a large cat.
  public let sharedOfLargeCat: WorkedAttention
  /// Attention without projections.
  public let bare: WorkedAttention
  /// The same with a large cat.
  public let bareOfLargeCat: WorkedAttention

  /// Computes them.
  public init() {
    queries = Self.project(Self.vectors, by: Self.queryMatrix)
    keys = Self.project(Self.vectors, by: Self.keyMatrix)
    values = Self.project(Self.vectors, by: Self.valueMatrix)
    attention = Self.attend(Self.vectors, .three)
    largeCat = Self.attend(Self.vectorsOfLargeCat, .three)
    shared = Self.attend(Self.vectors, .sharedQueryAndKey)
    sharedVectors = Self.project(Self.vectors, by: Self.sharedMatrix)
    sharedOfLargeCat = Self.attend(Self.vectorsOfLargeCat, .sharedQueryAndKey)
    bare = Self.attend(Self.vectors, .none)
    bareOfLargeCat = Self.attend(Self.vectorsOfLargeCat, .none)
  }

  /// Every token attends to all four.
  private static func attend(_ vectors: [[Double]], _ projections: Projections) -> WorkedAttention {
    switch projections {
    case .three:
      WorkedAttention(
        queries: project(vectors, by: queryMatrix),
        keys: project(vectors, by: keyMatrix),
        values: project(vectors, by: valueMatrix)
      )
    case .sharedQueryAndKey:
      WorkedAttention(
        queries: project(vectors, by: sharedMatrix),
        keys: project(vectors, by: sharedMatrix),
        values: project(vectors, by: valueMatrix)
      )
    case .none: WorkedAttention(queries: vectors, keys: vectors, values: vectors)
    }
  }

  /// W·x for each vector.
  private static func project(_ vectors: [[Double]], by matrix: [[Double]]) -> [[Double]] {
    let tape = Tape()
    let rows = matrix.map { tape.vector($0) }
    return vectors.map { vector in
      let x = tape.vector(vector)
      return rows.map { dot($0, x).data }
    }
  }
}
