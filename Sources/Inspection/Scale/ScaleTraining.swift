import Autograd
import Random
import Training
import Transformer

/// One model trained with different scales at several head widths, and what becomes of its attention meanwhile.
///
/// The embedding keeps its width, so narrower heads are more heads and every run has the same parameters at the start: only
/// how they are divided and the scale differ.
public struct ScaleTraining: Equatable, Sendable, Encodable {
  /// The embedding's width, which a head's width divides.
  public let embeddingWidth: Int
  /// How many steps each run makes.
  public let stepCount: Int
  /// How many documents the figures of a point are taken over: the same for all.
  public let probeCount: Int
  /// One for each head width and rule.
  public let runs: [Run]

  /// The training of one model.
  public struct Run: Equatable, Sendable, Encodable {
    /// d, how many elements a head's query has.
    public let headWidth: Int
    /// How many heads share the embedding.
    public let headCount: Int
    /// How the scale follows from the width of a key: that of a head, or more with latents and rotary positions.
    public let rule: ScaleChoice
    /// s, the factor of the raw scores.
    public let scale: Double
    /// The state at the beginning, and then at equal distances.
    public let points: [Point]
    /// What ended the training before its last step, or nil.
    @ExplicitNull public private(set) var failure: String?
  }

  /// The state of a model after some steps, on the lines that come last in the order of training, or on windows of a stream.
  public struct Point: Equatable, Sendable, Encodable {
    /// How many steps have been made, from 0.
    public let step: Int
    /// The mean over the documents of each one's mean loss, in nats per token: what training minimises.
    public let loss: Double
    /// ‖∂L/∂W_q‖ over all layers.
    public let queryGradientNorm: Double
    /// ‖∂L/∂W_k‖ over all layers; with latents that of W_UK and W_KR, which make the keys.
    public let keyGradientNorm: Double
    /// The standard deviation of the scaled scores.
    public let scoreDeviation: Double
    /// The mean of entropy / ln n over all patterns of n > 1 keys: 1 where they are even, 0 where one key gets all.
    public let evenness: Double
  }

  /// Trains the models of a plan.
  ///
  /// - Parameters:
  ///   - corpus: what they are trained on.
  ///   - plan: which widths and scales.
  ///   - progress: is told which of how many runs is about to begin.
  ///   - step: is told which step a run has made.
  /// - Throws: ``/Training/TrainingSessionError`` where a model of the plan can't be made.
  public init(
    _ corpus: Corpus,
    plan: Plan = Plan(),
    progress: (_ run: Int, _ count: Int) -> Void = { _, _ in },
    step: (_ number: Int) -> Void = { _ in }
  ) throws(TrainingSessionError) {
    embeddingWidth = plan.shape.embeddingWidth
    stepCount = plan.training.stepCount
    var runs: [Run] = []
    var probeCount = 0
    for headWidth in plan.headWidths {
      precondition(
        plan.shape.embeddingWidth % headWidth == 0,
        "heads of width \(headWidth) can't share an embedding of \(plan.shape.embeddingWidth) evenly"
      )
      for rule in ScaleStatistics.rules {
        progress(runs.count, plan.headWidths.count * ScaleStatistics.rules.count)
        runs.append(try Self.run(corpus, plan, headWidth, rule, &probeCount, step))
      }
    }
    self.runs = runs
    self.probeCount = probeCount
  }

  /// The lines that come last in the order of training, so that most runs never see them; of a stream, windows at random.
  static func probe(_ dataset: Dataset, _ count: Int, _ generator: inout MersenneTwister) -> [[Int]] {
    switch dataset.layout {
    case .lines: Array(dataset.training.suffix(count))
    case .stream: dataset.batch(step: 0, size: count, using: &generator)
    }
  }

  private static func run(
    _ corpus: Corpus,
    _ plan: Plan,
    _ headWidth: Int,
    _ rule: ScaleChoice,
    _ probeCount: inout Int,
    _ progress: (_ step: Int) -> Void
  ) throws(TrainingSessionError) -> Run {
    var shape = plan.shape(headWidth: headWidth)
    shape.attention.scale = rule
    var session = try TrainingSession(corpus, configuration: plan.training, shape: shape)
    // A generator of its own: looking must not change what training draws.
    var generator = MersenneTwister(seed: plan.training.seed)
    let probe = probe(session.trainer.dataset, plan.probeCount, &generator)
    probeCount = probe.count
    var points = [Point(session.model, probe, step: 0)]
    var failure: String?
    do {
      while let step = try session.trainer.next() {
        progress(step.number)
        let pointsDue = step.number * plan.pointCount / plan.training.stepCount
        if pointsDue >= points.count { points.append(Point(session.model, probe, step: step.number)) }
      }
    } catch {
      failure = "\(error)"
    }
    return Run(
      headWidth: headWidth,
      headCount: shape.headCount,
      rule: rule,
      scale: session.model.attentionScale.data,
      points: points,
      failure: failure
    )
  }
}
