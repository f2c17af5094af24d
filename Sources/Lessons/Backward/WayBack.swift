import Attention
import Autograd
import Inspection
import Random
import Transformer

/// The numbers of the lesson "backward".
public struct WayBack: Equatable, Sendable {
  /// The head that is gone through by hand: a query, three keys, and values whose elements are logits of two tokens.
  public let head: DifferentiatedHead
  /// Its gradients by hand.
  public let hand: HandGradients
  /// How far the query is moved against its gradient.
  public static let rates: [Double] = [0.1, 1, 10, 100]
  /// The loss after each move.
  public let movedLosses: [Double]
  /// The head with keys ten times as long and a query a tenth as long: the same scores.
  public let rescaled: DifferentiatedHead
  /// A head whose scores have the gradient 0.
  public let flat: DifferentiatedHead
  /// Its losses where the first score is 2 lower and 2 higher.
  public let flatLosses: [Double]
  /// The way back in a whole model.
  public let model: BackwardSteps
  /// The standard deviation of that model's parameters.
  static let modelDeviation = 0.5
  /// The weight of the key whose score it leads to.
  public let modelWeight: Double

  /// Computes them.
  ///
  /// - Throws: ``LessonError`` where a model has no such score, which does not happen.
  public init() throws(LessonError) {
    let head = DifferentiatedHead(
      query: [2, 1],
      keys: [[1, 0], [1, 2], [-1, 2]],
      values: [[1, 0], [2, 0], [0, 2]]
    )
    let gradient = head.query.gradient
    self.head = head
    hand = HandGradients(head)
    movedLosses = Self.rates.map { rate in
      head.with(query: zip(head.query.data, gradient).map { $0 - rate * $1 }).loss
    }
    rescaled = DifferentiatedHead(
      query: head.query.data.map { $0 / 10 },
      keys: head.keys.map { $0.data.map { 10 * $0 } },
      values: head.values
    )
    flat = Self.flat(0)
    flatLosses = [-2, 2].map { Self.flat($0).loss }
    (model, modelWeight) = try Self.stepsInModel()
  }

  /// Two keys that pull the logits of two wrong tokens in opposite directions; `score` is that of the first.
  private static func flat(_ score: Double) -> DifferentiatedHead {
    DifferentiatedHead(query: [score], keys: [[1], [0]], values: [[0, 1, -1], [0, -1, 1]], scale: 1)
  }

  /// What moving the query by `rate` against its gradient should change, were the loss a straight line.
  public func forecast(_ rate: Double) -> Double {
    -rate * head.query.gradient.reduce(0) { $0 + $1 * $1 }
  }

  private static func stepsInModel() throws(LessonError) -> (BackwardSteps, weight: Double) {
    let configuration: GPTConfiguration
    do {
      configuration = try GPTConfiguration(vocabularySize: 5, embeddingWidth: 8, headCount: 2)
    } catch { throw LessonError(error.description) }
    var generator = MersenneTwister(seed: 42)
    let model = GPT(configuration, on: Tape()) { generator.gaussian(standardDeviation: modelDeviation) }
    do {
      return try model.withForwardPass(over: [0, 1, 2, 3, 0]) { pass throws(SubgraphError) in
        let steps = try BackwardSteps(pass, to: .score(mostRead: pass, layer: 0, position: pass.count - 1))
        let pattern = pass.head(steps.head, layer: 0, position: steps.position).pattern
        return (steps, weight: pattern?.data[steps.key] ?? 0)
      }
    } catch { throw LessonError(error.description) }
  }
}
