import Autograd
import Inspection
import Training
import Transformer

/// One head against four, with as many parameters, on palindromes, and what each of the four does.
public struct HeadWork: Equatable, Sendable {
  /// How many heads share an embedding of width 16.
  public static let headCounts = [1, 4]
  /// The seeds that are compared.
  public static let seeds: [UInt64] = [1, 2, 3]
  /// The seed of the model whose heads are looked at.
  public static let shownSeed: UInt64 = 1
  /// How many of the held-out texts roles and losses are taken over.
  public static let probeCount = 200

  /// The recipe of one model.
  public static func recipe(headCount: Int, seed: UInt64) -> Workbench.Recipe {
    Workbench.Recipe(
      on: .palindromes,
      steps: 5000,
      seed: seed,
      heldOut: 0.1,
      shape: GPTShape(headCount: headCount)
    )
  }

  /// Models that differ in how many heads they have, and nothing else.
  public struct Comparison: Equatable, Sendable {
    /// For each count of heads the held-out loss for each seed, in nats per token.
    public let losses: [[Double]]
    /// How many parameters a model of each count has.
    public let parameterCounts: [Int]

    /// Trains the models, or takes them from the workbench.
    public init(on workbench: Workbench, seeds: [UInt64] = HeadWork.seeds) throws(LessonError) {
      var losses: [[Double]] = []
      var parameterCounts: [Int] = []
      for headCount in headCounts {
        losses.append(
          try workbench.heldOutLosses(seeds.map { recipe(headCount: headCount, seed: $0) })
        )
        let shown = try workbench.model(recipe(headCount: headCount, seed: seeds[0]))
        parameterCounts.append(shown.model.parameterVector.count)
      }
      self.losses = losses
      self.parameterCounts = parameterCounts
    }
  }

  /// What each head mostly does.
  public let roles: HeadRoles
  /// The loss without each head, beside the forecast.
  public let ablation: Ablation

  /// Looks at the heads of the model with four.
  public init(on workbench: Workbench, seed: UInt64 = shownSeed) throws(LessonError) {
    let trained = try workbench.model(Self.recipe(headCount: 4, seed: seed))
    let documents = Array(trained.dataset.validation.prefix(Self.probeCount))
    roles = HeadRoles(trained.model, documents: documents)
    ablation = Ablation(trained.model, documents: documents)
  }
}
