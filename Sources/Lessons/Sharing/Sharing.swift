import Attention
import Autograd
import Random
import Transformer

/// The numbers of the lesson "sharing" that need no training: what a model with fewer stored heads has and computes.
public struct Sharing: Equatable, Sendable {
  /// The width of the counted model's embedding.
  public static let width = 512
  /// How many query heads it has.
  public static let headCount = 8
  /// How many stored heads: multi-head, grouped-query, multi-query.
  public static let storedHeadCounts = [8, 2, 1]

  /// What one layout has.
  public struct Counts: Equatable, Sendable {
    /// How many heads are stored.
    public let storedHeadCount: Int
    /// For each query head the stored one that it reads.
    public let readBy: [Int]
    /// How many parameters W_q has.
    public let query: Int
    /// How many parameters W_k has.
    public let key: Int
    /// How many parameters W_v has.
    public let value: Int
    /// How many parameters W_o has.
    public let output: Int
    /// How many parameters the block's feed-forward part has.
    public let feedForward: Int
    /// How many numbers are stored of each token.
    public let cached: Int

    /// W_k and W_v.
    public var keyValue: Int { key + value }
    /// W_q, W_k and W_v.
    public var projections: Int { query + keyValue }
    /// All four matrices of attention.
    public var attention: Int { projections + output }
    /// Attention and the feed-forward part.
    public var block: Int { attention + feedForward }
  }

  /// The counts of a model of width 512 with 8 query heads, layout by layout.
  public let counts: [Counts]

  /// How many multiplications one token takes.
  public struct Work: Equatable, Sendable {
    /// To make the key and the value that are stored.
    public let storing: Int
    /// To compute scores and weighted sums of all heads.
    public let attending: Int
  }

  /// How many positions the counted query sees.
  public static let visibleCount = 16
  /// The work for a token in a layer of width 64 with 8 query heads, layout by layout.
  public let work: [Work]
  /// The patterns of 4 query heads that share one stored head, each over the same 4 keys.
  public let patterns: [[Double]]

  /// Counts and computes them.
  ///
  /// - Throws: ``LessonError`` where no model has such a shape, which does not happen.
  public init() throws(LessonError) {
    var counts: [Counts] = []
    for storedHeadCount in Self.storedHeadCounts { counts.append(try Self.counts(storedHeadCount)) }
    self.counts = counts
    work = Self.storedHeadCounts.map(Self.work)
    patterns = Self.sharedPatterns
  }

  private static func counts(_ storedHeadCount: Int) throws(LessonError) -> Counts {
    var attention = AttentionChoices()
    attention.keyValueHeadCount = storedHeadCount
    let model: GPTConfiguration
    do {
      model = try GPTConfiguration(
        vocabularySize: 27,
        embeddingWidth: width,
        headCount: headCount,
        attention: attention
      )
    } catch { throw LessonError(error.description) }
    func count(_ name: String) -> Int {
      model.parameterShapes.reduce(0) { $0 + ($1.name == "layer0.\(name)" ? $1.count : 0) }
    }
    let layout = HeadLayout(
      headCount: headCount,
      keyValueHeadCount: storedHeadCount,
      headWidth: model.headWidth
    )
    return Counts(
      storedHeadCount: storedHeadCount,
      readBy: (0..<headCount).map { layout.keyValueHead(for: $0) },
      query: count("attn_wq"),
      key: count("attn_wk"),
      value: count("attn_wv"),
      output: count("attn_wo"),
      feedForward: count("mlp_fc1") + count("mlp_fc2"),
      cached: model.cachedNumberCount
    )
  }

  /// Reads random vectors on a tape, and counts its multiplications.
  private static func work(_ storedHeadCount: Int) -> Work {
    let width = 64
    let layout = HeadLayout(
      headCount: headCount,
      keyValueHeadCount: storedHeadCount,
      headWidth: width / headCount
    )
    let tape = Tape()
    var generator = MersenneTwister(seed: 1)
    func matrix(rows: Int) -> Matrix {
      tape.matrix(rows: rows, columns: width) { generator.gaussian(standardDeviation: 0.1) }
    }
    let projection = Projection.keysAndValues(
      layout: layout,
      query: matrix(rows: width),
      key: matrix(rows: layout.storedKeyWidth),
      value: matrix(rows: layout.storedValueWidth),
      output: matrix(rows: width)
    )
    let vectors = (0..<visibleCount).map { _ in
      tape.vector((0..<width).map { _ in generator.gaussian(standardDeviation: 1) })
    }
    let store = ListStore()
    for (position, vector) in vectors.enumerated() { store.append(projection.entry(vector, position)) }
    let stored = tape.multiplyAddCount
    let scale = tape.value(1)
    let queries = projection.query(vectors[visibleCount - 1], visibleCount - 1)
    let asked = tape.multiplyAddCount
    for head in 0..<headCount {
      let keyValueHead = layout.keyValueHead(for: head)
      _ = AttentionKernel.softmax.attend(
        queries[offsets: layout.querySlice(of: head)],
        store.positions.map { store[$0].key[offsets: layout.keySlice(of: keyValueHead)] },
        store.positions.map { store[$0].value[offsets: layout.valueSlice(of: keyValueHead)] },
        scale
      )
    }
    return Work(storing: stored / visibleCount, attending: tape.multiplyAddCount - asked)
  }

  /// Four queries of two elements.
  static let sharedQueries: [[Double]] = [[2, 0], [0, 2], [-2, 0], [0, 0]]
  /// One set of four keys for all of them.
  static let sharedKeys: [[Double]] = [[1, 0], [0, 1], [-1, 0], [1, 1]]

  /// Their patterns.
  private static var sharedPatterns: [[Double]] {
    WorkedAttention(queries: sharedQueries, keys: sharedKeys, values: sharedKeys).pattern.map {
      $0.map { $0 ?? 0 }
    }
  }
}

/// What training makes of the layouts: the part of the lesson "sharing" that takes time.
public struct TrainedSharing: Equatable, Sendable {
  /// How many stored heads the trained models have for their 4 query heads.
  public static let storedHeadCounts = [4, 2, 1]
  /// The seeds that each is trained from.
  public static let seeds: [UInt64] = [42, 43, 44]
  /// How many steps each is trained.
  public static let stepCount = 1000

  /// For each layout the loss of held-out texts, seed by seed, in nats per token.
  public let losses: [[Double]]

  /// How a layout is trained.
  public static func recipe(storedHeadCount: Int, seed: UInt64) -> Workbench.Recipe {
    var shape = GPTShape()
    shape.attention.keyValueHeadCount = storedHeadCount
    return Workbench.Recipe(on: .echoes, steps: stepCount, seed: seed, heldOut: 0.1, shape: shape)
  }

  /// Trains each layout from each seed.
  public init(on workbench: Workbench) throws(LessonError) {
    var losses: [[Double]] = []
    for storedHeadCount in Self.storedHeadCounts {
      losses.append(
        try workbench.heldOutLosses(
          Self.seeds.map { Self.recipe(storedHeadCount: storedHeadCount, seed: $0) }
        )
      )
    }
    self.losses = losses
  }

  /// The mean loss of each layout.
  public var means: [Double] { losses.map { $0.reduce(0, +) / Double($0.count) } }
  /// How far the mean losses of the models with 4 and with 2 stored heads lie apart.
  public var differenceOfMeans: Double { (means[0] - means[1]).magnitude }
  /// How far the losses of the seeds lie apart with 4 stored heads.
  public var spreadOfSeeds: Double { (losses[0].max() ?? 0) - (losses[0].min() ?? 0) }
}
