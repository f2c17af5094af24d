import Attention
import Autograd

/// The numbers of the lesson "mask": which pairs masks show, what they cost, and where no gradient goes.
public struct Masking: Sendable {
  /// A mask with its name and what it shows.
  public struct Named: Sendable {
    /// What it is called on the command line, where it is an option there.
    public let name: String
    /// What a query sees.
    public let mask: Mask
  }

  /// How many positions the pictures have.
  public static let shortLength = 8
  /// How many positions the costs are counted for.
  public static let longLength = 256

  /// The causal mask.
  public static let causal = Named(name: "causal", mask: .causal)
  /// The masks that leave more out: the last 3 positions, every third, blocks of 4, a window with a global position, and
  /// two positions of padding at the end.
  public static let narrower = [
    Named(name: "window:3", mask: .slidingWindow(3)),
    Named(name: "strided:3", mask: .strided(3)),
    Named(name: "blocks:4", mask: .localBlocks(4)),
    Named(name: "window:3+global:1", mask: Mask.slidingWindow(3).union(.globalTokens(1))),
    Named(name: "causal with padding", mask: Mask.causal.intersection(.padding { $0 >= 6 })),
  ]

  /// For each query and key 1 where the mask shows the key, nil where it hides it.
  public static func cells(_ mask: Mask, length: Int = shortLength) -> [[Double?]] {
    (0..<length).map { query in
      (0..<length).map { mask.isVisible(from: query, to: $0) ? 1 : nil }
    }
  }

  /// How many scores are computed: one for each pair that is shown.
  public static func scoreCount(_ mask: Mask, length: Int) -> Int {
    (0..<length).reduce(0) { count, query in
      count + (0..<length).reduce(0) { $0 + (mask.isVisible(from: query, to: $1) ? 1 : 0) }
    }
  }

  /// Four words.
  public static let words = ["birds", "eat", "small", "seeds"]
  /// Their vectors; query, key and value of a word are its vector.
  public static let vectors: [[Double]] = [[1, 0, 1, 0], [2, 1, 0, 0], [0, 2, 1, 1], [1, 0, 0, 2]]
  /// The words under the causal mask.
  public let right: WorkedAttention
  /// The words under the mask that somebody has turned round: key ≥ query.
  public let wrong: WorkedAttention
  /// The words without a mask.
  public let full: WorkedAttention

  /// For each query the norm of the gradient that its output sends to each key, hidden keys included.
  public let keyGradients: [[Double]]
  /// For each query the norm of the gradient that its output sends to the query itself.
  public let queryGradients: [Double]
  /// How many numbers each query leaves on the tape, causal.
  public let causalValueCounts: [Int]
  /// How many numbers stand on the tape after all queries, causal.
  public var causalValueCount: Int { causalValueCounts.reduce(0, +) }
  /// How many numbers stand on the tape after all queries, without a mask.
  public let fullValueCount: Int
  /// softmax of a row of nothing but −∞, which some programs write where a key is hidden.
  public let softmaxOfNothing: [Double]

  /// Computes them.
  public init() {
    func attention(_ mask: Mask) -> WorkedAttention {
      WorkedAttention(queries: Self.vectors, keys: Self.vectors, values: Self.vectors, mask: mask)
    }
    right = attention(.causal)
    wrong = attention(Mask { query, key in key >= query })
    full = attention(.full)
    let causal = Gradients(.causal)
    keyGradients = causal.keys
    queryGradients = causal.queries
    causalValueCounts = causal.valueCounts
    fullValueCount = Gradients(.full).valueCounts.reduce(0, +)
    let tape = Tape()
    softmaxOfNothing = tape.vector([-Double.infinity, -Double.infinity]).softmax().data
  }
}

/// What the output of each query sends back.
private struct Gradients {
  var keys: [[Double]] = []
  var queries: [Double] = []
  var valueCounts: [Int] = []

  init(_ mask: Mask) {
    let tape = Tape()
    func leaves() -> [Vector] { Masking.vectors.map { tape.vector($0) } }
    let (queryVectors, keyVectors, valueVectors) = (leaves(), leaves(), leaves())
    let scale = tape.value(0.5)
    for (position, query) in queryVectors.enumerated() {
      let start = tape.valueCount
      let visible = keyVectors.indices.filter { mask.isVisible(from: position, to: $0) }
      let head = AttentionKernel.softmax.attend(
        query,
        visible.map { keyVectors[$0] },
        visible.map { valueVectors[$0] },
        scale
      )
      valueCounts.append(tape.valueCount - start)
      tape.clearGradients()
      head.output[1].backward()
      keys.append(keyVectors.map { Self.norm($0.grad) })
      queries.append(Self.norm(query.grad))
    }
  }

  private static func norm(_ numbers: [Double]) -> Double {
    numbers.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }
}
