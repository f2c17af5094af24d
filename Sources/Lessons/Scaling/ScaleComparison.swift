import Inspection
import Training
import Transformer

/// One narrow and one wide division into heads, trained with each scale on echoes.
public struct ScaleComparison: Equatable, Sendable {
  /// The embedding's width.
  public static let width = 32
  /// How many heads share it: heads of width 4, and one of width 32.
  public static let headCounts = [8, 1]
  /// How many steps each model is trained.
  public static let steps = 1000
  /// η₀, the rate of the first step.
  public static let learningRate = 0.005
  /// The seeds that are compared.
  public static let seeds: [UInt64] = [1, 2]
  /// How many of the held-out texts the scores are taken from.
  public static let probeCount = 30

  /// The recipe of one model.
  public static func recipe(headCount: Int, rule: ScaleChoice, seed: UInt64 = 1) -> Workbench.Recipe {
    var shape = GPTShape(embeddingWidth: width, headCount: headCount)
    shape.attention.scale = rule
    return Workbench.Recipe(
      on: .echoes,
      steps: steps,
      seed: seed,
      learningRate: learningRate,
      heldOut: 0.1,
      shape: shape
    )
  }

  /// One trained model.
  public struct Row: Equatable, Sendable {
    /// How many heads it has.
    public let headCount: Int
    /// How its scale follows from the width of a head.
    public let rule: ScaleChoice
    /// The loss of the held-out texts, in nats per token.
    public let loss: Double
    /// The standard deviation of the scaled scores after training.
    public let scoreDeviation: Double
    /// The largest weight of a query's pattern, a mean over queries that see at least three keys.
    public let largestWeight: Double

    /// d, how wide a head is.
    public var headWidth: Int { width / headCount }
  }

  /// The division into narrow heads with each rule, then the wide head with each.
  public let rows: [Row]

  /// Trains the models, or takes them from the workbench.
  public init(on workbench: Workbench, seed: UInt64 = 1) throws(LessonError) {
    var rows: [Row] = []
    for headCount in Self.headCounts {
      for rule in ScaleStatistics.rules {
        rows.append(
          Row(headCount, rule, try workbench.model(Self.recipe(headCount: headCount, rule: rule, seed: seed)))
        )
      }
    }
    self.rows = rows
  }

  /// The row of a division and a rule.
  public func row(headCount: Int, _ rule: ScaleChoice) -> Row? {
    rows.first { $0.headCount == headCount && $0.rule == rule }
  }
}

extension ScaleComparison.Row {
  fileprivate init(_ headCount: Int, _ rule: ScaleChoice, _ trained: Workbench.TrainedModel) {
    self.headCount = headCount
    self.rule = rule
    loss = trained.heldOutLoss ?? .nan
    var scores: [Double] = []
    var largest: [Double] = []
    for document in trained.dataset.validation.prefix(ScaleComparison.probeCount) {
      for head in trained.model.withForwardPass(over: document, { AttentionMaps($0) }).heads {
        scores += head.scores.joined().compactMap { $0 }
        largest += head.pattern.dropFirst(2).map { row in row.compactMap { $0 }.max() ?? 0 }
      }
    }
    let mean = scores.reduce(0, +) / Double(scores.count)
    scoreDeviation =
      (scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(scores.count)).squareRoot()
    largestWeight = largest.reduce(0, +) / Double(largest.count)
  }
}
