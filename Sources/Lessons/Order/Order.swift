import Attention

/// The numbers of the lesson "order": the same words in another order, with and without positions and a mask.
public struct Order: Equatable, Sendable {
  /// Three words.
  public static let words = ["dog", "bites", "man"]
  /// What they mean; query, key and value of a word are its vector.
  public static let vectors: [[Double]] = [[1, 0], [0, 2], [1, 1]]
  /// What is added at each position.
  public static let positions: [[Double]] = [[0, 0], [0.5, 0], [1, 0]]

  /// *dog bites man*.
  public static let forward = [0, 1, 2]
  /// *man bites dog*.
  public static let turned = [2, 1, 0]
  /// *bites dog man*: the last word stays.
  public static let swapped = [1, 0, 2]

  /// Attention over the words in two orders.
  public struct Pair: Equatable, Sendable {
    /// Over *dog bites man*.
    public let forward: WorkedAttention
    /// Over the words in the other order.
    public let other: WorkedAttention

    /// The output of a word in both sentences.
    ///
    /// - Parameters:
    ///   - word: which word, in the order of ``Order/words``.
    ///   - order: the second sentence.
    public func outputs(of word: Int, order: [Int]) -> (forward: [Double], other: [Double]) {
      (forward.outputs[word], other.outputs[order.firstIndex(of: word) ?? 0])
    }
  }

  /// Without positions and mask, *man bites dog* beside it.
  public let plain: Pair
  /// With positions.
  public let positioned: Pair
  /// With a causal mask.
  public let masked: Pair
  /// With a causal mask, *bites dog man* beside it.
  public let lastWord: Pair
  /// The same once more over what the first time gave: a second layer.
  public let lastWordInSecondLayer: Pair

  /// Computes them.
  public init() {
    plain = Pair(forward: Self.attend(Self.forward), other: Self.attend(Self.turned))
    positioned = Pair(
      forward: Self.attend(Self.forward, positions: Self.positions),
      other: Self.attend(Self.turned, positions: Self.positions)
    )
    masked = Pair(
      forward: Self.attend(Self.forward, mask: .causal),
      other: Self.attend(Self.turned, mask: .causal)
    )
    lastWord = Pair(forward: masked.forward, other: Self.attend(Self.swapped, mask: .causal))
    lastWordInSecondLayer = Pair(
      forward: Self.attend(vectors: lastWord.forward.outputs, mask: .causal),
      other: Self.attend(vectors: lastWord.other.outputs, mask: .causal)
    )
  }

  private static func attend(_ order: [Int], positions: [[Double]]? = nil, mask: Mask = .full)
    -> WorkedAttention
  {
    var vectors = order.map { Self.vectors[$0] }
    if let positions {
      vectors = zip(vectors, positions).map { vector, position in zip(vector, position).map { $0 + $1 } }
    }
    return attend(vectors: vectors, mask: mask)
  }

  private static func attend(vectors: [[Double]], mask: Mask) -> WorkedAttention {
    WorkedAttention(queries: vectors, keys: vectors, values: vectors, mask: mask)
  }
}
