import Attention
import Autograd
import Training
import Transformer

/// One model trained with different scales at several head widths, and what becomes of its attention meanwhile.
///
/// The embedding keeps its width, so narrower heads are more heads and every run has the same parameters at the start: only
/// how they are divided and the scale differ.
public struct ScaleTraining: Equatable, Sendable, Encodable {
  /// The embedding's width.
  public let embeddingWidth: Int
  /// How many steps each run makes.
  public let stepCount: Int
  /// How many documents the figures of a point are taken over: the same for all.
  public let probeCount: Int
  /// One for each head width and rule.
  public let runs: [Run]

  /// The training of one model.
  public struct Run: Equatable, Sendable, Encodable {
    /// d.
    public let headWidth: Int
    /// How many heads share the embedding.
    public let headCount: Int
    /// How the scale follows from the width.
    public let rule: ScaleStatistics.Rule
    /// s.
    public let scale: Double
    /// The state at the beginning, and then at equal distances.
    public let points: [Point]
    /// What ended the training before its last step, or nil.
    @ExplicitNull public private(set) var failure: String?
  }

  /// The state of a model after some steps, on the lines that come last in the order of training, or on windows of a stream.
  public struct Point: Equatable, Sendable, Encodable {
    /// Steps made.
    public let step: Int
    /// The loss, in nats per token.
    public let loss: Double
    /// ‖∂L/∂W_q‖ over all layers.
    public let queryGradientNorm: Double
    /// ‖∂L/∂W_k‖ over all layers.
    public let keyGradientNorm: Double
    /// The standard deviation of the scaled scores.
    public let scoreDeviation: Double
    /// The mean of entropy / ln n over all patterns of n > 1 keys: 1 where they are even, 0 where one key gets all.
    public let evenness: Double
  }

  /// How the runs are made.
  public struct Plan: Equatable, Sendable {
    /// How many layers there are.
    public var layerCount = 1
    /// The embedding's width, a multiple of every head width.
    public var embeddingWidth = 64
    /// How many tokens are read.
    public var contextLength = 16
    /// The variant of attention, but for its scale.
    public var attention = AttentionChoices()
    /// The head widths that are compared.
    public var headWidths = [4, 16, 64]
    /// How training goes; what it holds out is not looked at.
    public var training = TrainingConfiguration()
    /// How many points there are after the first.
    public var pointCount = 20
    /// How many documents the figures are taken over.
    public var probeCount = 16

    /// Three head widths of one layer 64 wide, trained as microgpt is.
    public init() {}
  }

  /// Trains the models of a plan.
  ///
  /// - Parameter progress: is told which of how many runs is about to begin.
  /// - Throws: ``Training/SessionError`` where a model of the plan can't be made.
  public init(
    _ corpus: Corpus,
    plan: Plan = Plan(),
    progress: (_ run: Int, _ count: Int) -> Void = { _, _ in }
  ) throws(SessionError) {
    embeddingWidth = plan.embeddingWidth
    stepCount = plan.training.stepCount
    var runs: [Run] = []
    var probeCount = 0
    for headWidth in plan.headWidths {
      precondition(
        plan.embeddingWidth % headWidth == 0,
        "heads of width \(headWidth) can't share an embedding of \(plan.embeddingWidth) evenly"
      )
      for rule in ScaleStatistics.Rule.allCases {
        progress(runs.count, plan.headWidths.count * ScaleStatistics.Rule.allCases.count)
        runs.append(try Self.run(corpus, plan, headWidth, rule, &probeCount))
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
    _ rule: ScaleStatistics.Rule,
    _ probeCount: inout Int
  ) throws(SessionError) -> Run {
    let headCount = plan.embeddingWidth / headWidth
    var attention = plan.attention
    attention.scale = .number(rule.factor(headWidth: plan.keyWidth(headWidth: headWidth)))
    var session = try Session(
      corpus,
      configuration: plan.training,
      layerCount: plan.layerCount,
      embeddingWidth: plan.embeddingWidth,
      headCount: headCount,
      contextLength: plan.contextLength,
      attention: attention
    )
    // A generator of its own: looking must not change what training draws.
    var generator = MersenneTwister(seed: plan.training.seed)
    let probe = probe(session.trainer.dataset, plan.probeCount, &generator)
    probeCount = probe.count
    var points = [Point(session.model, probe, step: 0)]
    var failure: String?
    do {
      while let step = try session.trainer.next() {
        let pointsDue = step.number * plan.pointCount / plan.training.stepCount
        if pointsDue >= points.count { points.append(Point(session.model, probe, step: step.number)) }
      }
    } catch {
      failure = "\(error)"
    }
    return Run(
      headWidth: headWidth,
      headCount: headCount,
      rule: rule,
      scale: session.model.attentionScale.data,
      points: points,
      failure: failure
    )
  }
}

extension ScaleTraining.Plan {
  /// The shape of the models with heads of a width, for any vocabulary; nil where there is none.
  private func shape(headWidth: Int) -> GPTConfiguration? {
    guard headWidth > 0, embeddingWidth % headWidth == 0 else { return nil }
    return try? GPTConfiguration(
      vocabularySize: 1,
      layerCount: layerCount,
      embeddingWidth: embeddingWidth,
      headCount: embeddingWidth / headWidth,
      contextLength: contextLength,
      attention: attention
    )
  }

  /// Whether there are models with heads of a width.
  public func allows(headWidth: Int) -> Bool { shape(headWidth: headWidth) != nil }

  /// How many elements of a query meet a key's: with latents and rotary positions more than the heads' width.
  fileprivate func keyWidth(headWidth: Int) -> Int {
    // What has no shape is refused where its model is made.
    shape(headWidth: headWidth)?.keyWidth ?? headWidth
  }
}

extension ScaleTraining.Point {
  /// Reads every document, and takes the means.
  fileprivate init(_ model: GPT, _ documents: [[Int]], step: Int) {
    var loss = 0.0
    var scores = Moments()
    var evenness = Moments()
    var gradients = ProjectionGradients()
    for document in documents {
      model.withForwardPass(over: document) { pass in
        loss += pass.loss.data / Double(documents.count)
        gradients.add(pass.model, share: 1 / Double(documents.count))
        for position in pass.positions {
          for head in position.activations.blocks.flatMap(\.attention.heads) {
            for score in head.scores { scores.add(score) }
            let pattern = head.pattern
            if pattern.count > 1 {
              evenness.add(entropy(pattern) / ElementaryFunctions.log(Double(pattern.count)))
            }
          }
        }
      }
    }
    self.step = step
    self.loss = loss
    queryGradientNorm = norm(gradients.queries)
    keyGradientNorm = norm(gradients.keys)
    scoreDeviation = scores.standardDeviation
    self.evenness = evenness.mean
  }
}

/// The gradients of all layers' query and key projections, a mean over documents.
private struct ProjectionGradients {
  private(set) var queries: [Double] = []
  private(set) var keys: [Double] = []

  mutating func add(_ model: GPT, share: Double) {
    Self.add(model, "attn_wq", share, to: &queries)
    Self.add(model, "attn_wk", share, to: &keys)
  }

  private static func add(_ model: GPT, _ name: String, _ share: Double, to sum: inout [Double]) {
    let gradient = model.namedParameters.filter { $0.name.hasSuffix("." + name) }.flatMap {
      $0.matrix.elements.grad
    }
    if sum.isEmpty { sum = Array(repeating: 0, count: gradient.count) }
    for index in gradient.indices { sum[index] += share * gradient[index] }
  }
}
