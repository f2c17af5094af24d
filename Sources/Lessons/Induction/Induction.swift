import Inspection
import Training
import Transformer

/// Models of one layer and of two that are trained on echoes, and the heads of the second that copy.
public struct Induction: Equatable, Sendable {
  /// How many steps each model is trained.
  public static let steps = 3000
  /// After how many steps the growing model is looked at.
  public static let interval = 250

  /// The recipe of a model; its positions are rotary, so that keys know nothing of where they stand.
  public static func recipe(layerCount: Int, seed: UInt64 = 1) -> Workbench.Recipe {
    var shape = GPTShape(layerCount: layerCount)
    shape.attention.positions = .rotary(base: PositionChoice.standardBase)
    return Workbench.Recipe(
      on: .echoes,
      steps: steps,
      seed: seed,
      learningRate: 0.005,
      heldOut: 0.1,
      shape: shape
    )
  }

  /// A model while it is trained.
  public struct Moment: Equatable, Sendable {
    /// How many steps were made.
    public let step: Int
    /// The loss on the letters of a word that comes again, in nats per token.
    public let repeatedLoss: Double
    /// The largest induction score of a head.
    public let largestScore: Double
  }

  /// The model of two layers while it is trained.
  public struct Growth: Equatable, Sendable {
    /// The model at equal distances.
    public let moments: [Moment]

    /// Trains the model and looks at it meanwhile; afterwards it is on the workbench.
    public init(on workbench: Workbench, seed: UInt64 = 1) throws(LessonError) {
      var moments: [Moment] = []
      _ = try workbench.watch(recipe(layerCount: 2, seed: seed), every: interval) {
        (step, model, tokenizer) throws(LessonError) in
        let scores = try Induction.scores(model, tokenizer, wordCount: 20)
        moments.append(
          Moment(
            step: step,
            repeatedLoss: scores.repeatedLoss,
            largestScore: scores.heads.reduce(0) { max($0, $1.afterSame) }
          )
        )
      }
      self.moments = moments
    }
  }

  /// What the heads of the model of one layer attend to in words that come twice.
  public let shallow: InductionScores
  /// The same of the model of two layers.
  public let deep: InductionScores
  /// Where the heads of the model of two layers look, in words that come twice and in others.
  public let places: CopyProbe
  /// How the first layer of the model of two tells places.
  public let placeProbe: PlaceProbe
  /// The model of two layers without the head with the largest induction score of its second layer, without the second, without both.
  public let withoutInductive: [InductionScores]
  /// The same without each head of its first layer.
  public let withoutFirstLayer: [InductionScores]
  /// The loss of the held-out texts without each part of the model of two layers, and without each pair of its heads.
  public let ablation: Ablation

  /// How many of the held-out texts are read where parts are switched off.
  public static let probeCount = 100

  /// Looks at both models, and switches off parts of the second.
  public init(on workbench: Workbench, seed: UInt64 = 1) throws(LessonError) {
    let one = try workbench.model(Self.recipe(layerCount: 1, seed: seed))
    let two = try workbench.model(Self.recipe(layerCount: 2, seed: seed))
    shallow = try Self.scores(one.model, one.tokenizer)
    deep = try Self.scores(two.model, two.tokenizer)
    let point = try Self.point(of: two.tokenizer)
    places = CopyProbe(two.model, boundary: two.tokenizer.boundary, point: point)
    placeProbe = PlaceProbe(two.model, boundary: two.tokenizer.boundary, point: point)
    func without(_ heads: [ModelPart]) throws(LessonError) -> InductionScores {
      try Self.scores(two.model, two.tokenizer, without: heads)
    }
    let best = Self.inductive(deep).prefix(2).map { ModelPart.head($0.head, layer: $0.layer) }
    withoutInductive = [try without([best[0]]), try without([best[1]]), try without(best)]
    var withoutFirst: [InductionScores] = []
    for head in 0..<two.model.configuration.headCount {
      withoutFirst.append(try without([.head(head, layer: 0)]))
    }
    withoutFirstLayer = withoutFirst
    ablation = Ablation(
      two.model,
      documents: Array(two.dataset.validation.prefix(Self.probeCount)),
      isPairwise: true
    )
  }

  /// The heads of the second layer, that with the largest induction score first.
  public var inductive: [InductionScores.Head] { Self.inductive(deep) }

  private static func inductive(_ scores: InductionScores) -> [InductionScores.Head] {
    scores.heads.filter { $0.layer == 1 }.sorted { $0.afterSame > $1.afterSame }
  }

  /// The token of the point between a word and its copy.
  private static func point(of tokenizer: Tokenizer) throws(LessonError) -> Int {
    guard let point = tokenizer.vocabulary.firstIndex(of: [UInt8(ascii: ".")]) else {
      throw LessonError("the model knows no point")
    }
    return point
  }

  /// What a model's heads attend to in random words that come twice, with a point between.
  private static func scores(
    _ model: GPT,
    _ tokenizer: Tokenizer,
    wordCount: Int = 100,
    without parts: [ModelPart] = []
  ) throws(LessonError) -> InductionScores {
    let point = try point(of: tokenizer)
    do {
      return try InductionScores(
        model,
        boundary: tokenizer.boundary,
        separator: point,
        wordCount: wordCount,
        without: parts
      )
    } catch { throw LessonError(error.description) }
  }
}
