import Attention
import Autograd
import Transformer

/// The way of the gradient from the loss of a text back to the query and the key of one score, an operation a step, in the order
/// in which backward() comes to them.
///
///     handed on to an operand = Σ over the results y of ∂L/∂y · ∂y/∂operand
///     ∂L/∂operand = Σ over all the steps that read it of what they hand on
///
/// On the way is what is computed from the score and leads to the loss. What else an operation reads is summed up in a box.
public struct BackwardSteps: Equatable, Sendable, Encodable {
  /// The score's layer.
  public let layer: Int
  /// The score's head.
  public let head: Int
  /// The position of the query.
  public let position: Int
  /// The position of the key.
  public let key: Int
  /// L, the mean over the positions, in nats per token.
  public let loss: Double
  /// The scaled score s · q·k, with ∂L/∂score.
  public let score: Number
  /// The steps from the loss to the query and the key; a step's number is its place, counted from 1.
  public let steps: [Step]
  /// q, an operand for each dimension of the head: what arrives through this score, and what else does.
  public let queryGradient: [Operand]
  /// k, in the same way.
  public let keyGradient: [Operand]
  /// s, in the same way.
  public let scaleGradient: Operand

  /// A number on the tape.
  public struct Number: Equatable, Sendable, Encodable {
    /// Where it stands on the tape.
    public let position: Int
    /// Its name in the model; empty for what has none.
    public let name: String
    /// The number.
    public let data: Double
    /// ∂L/∂(the number).
    public let gradient: Double
  }

  /// An operation, and what it does to the gradient.
  public struct Step: Equatable, Sendable, Encodable {
    /// What is computed, such as `exp`.
    public let operation: String
    /// The same as a formula for y.
    public let formula: String
    /// The derivatives of y with respect to operands.
    public let derivatives: String
    /// c in the formula; nil for operations without.
    @ExplicitNull public private(set) var constant: Double?
    /// The named list that the results are in or, where they have no name, are computed for.
    public let list: String
    /// The results on the way, with the gradient that has arrived.
    public let results: [Number]
    /// The operands on the way.
    public let operands: [Operand]
    /// The operands that are not on the way.
    public let others: Box
  }

  /// An operand on the way, and where its gradient comes from.
  public struct Operand: Equatable, Sendable, Encodable {
    /// The operand, with its whole gradient.
    public let number: Number
    /// The step that computed it, which comes later; nil for where the way ends.
    @ExplicitNull public private(set) var producedInStep: Int?
    /// One for each result of this step that was computed from it.
    public let terms: [Term]
    /// The sum of the terms.
    public let handedOn: Double
    /// The sum of what all other operations hand on to it.
    public let elsewhere: Double
    /// Which other steps do.
    public let otherSteps: [Int]
    /// How many results off the way were computed from it.
    public let resultsOffTheWay: Int
  }

  /// ∂L/∂y · ∂y/∂operand.
  public struct Term: Equatable, Sendable, Encodable {
    /// Where y stands on the tape.
    public let result: Int
    /// ∂L/∂y.
    public let gradient: Double
    /// ∂y/∂operand.
    public let derivative: Double
    /// What is handed on: the product of the two.
    public let product: Double

    init(result: Int, gradient: Double, derivative: Double) {
      self.result = result
      self.gradient = gradient
      self.derivative = derivative
      product = gradient * derivative
    }
  }

  /// Operands that are not on the way, summed up.
  public struct Box: Equatable, Sendable, Encodable {
    /// The lists that they are in; those of no list are left out.
    public let lists: [String]
    /// How many they are.
    public let count: Int
    /// Their Euclidean norm.
    public let norm: Double
  }

  /// Goes back from the loss of a pass to one of its scores.
  ///
  /// Time: O(multiplications of the forward pass).
  ///
  /// - Parameters:
  ///   - pass: a pass that the score is in.
  ///   - target: the score; a loss is none.
  ///   - limit: how many steps there may be.
  /// - Throws: ``SubgraphError`` where there is no such score, or there would be more steps.
  public init(_ pass: ForwardPass, to target: Subgraph.Target, limit: Int = .max) throws(SubgraphError) {
    guard case .score(let layer, let head, let position, let key) = target else { throw .noScores }
    let score = try target.value(in: pass)
    let activations = pass.head(head, layer: layer, position: position)
    guard let index = pass.visiblePositions(layer: layer, position: position).firstIndex(of: key) else {
      throw .noScores
    }
    let way = BackwardWay(
      pass,
      score: score,
      ends: Array(activations.query) + Array(activations.keys[index]) + [activations.scale]
    )
    guard way.operations.count <= limit else { throw .tooManySteps(way.operations.count, limit: limit) }
    self.layer = layer
    self.head = head
    self.position = position
    self.key = key
    loss = pass.loss.data
    self.score = way.number(score)
    steps = way.steps
    queryGradient = activations.query.map { way.operand($0.position, in: way.lastStep(reading: $0)) }
    keyGradient = activations.keys[index].map { way.operand($0.position, in: way.lastStep(reading: $0)) }
    scaleGradient = way.operand(activations.scale.position, in: way.lastStep(reading: activations.scale))
  }
}

extension BackwardSteps {
  /// The score.
  public var target: Subgraph.Target { .score(layer: layer, head: head, position: position, key: key) }
}
