import Attention
import Autograd
import Basics
import Transformer

/// One row of one head's attention, worked out number by number: from the query and the keys to the head's output.
///
///     aₜ = Σᵢ qᵢ kₜᵢ,   eₜ = exp(s aₜ − m),   wₜ = eₜ / Σ e,   z = Σₜ wₜ vₜ
///
/// m is the largest of the scores s aₜ, so that exp can't overflow: softmax is the same without it. Whatever the variant keeps
/// on its tape, the row is computed here step by step from q, k, v and s.
///
///     let row = model.withForwardPass(over: tokens) { AttentionRow($0, layer: 0, head: 2, position: 3) }
///     print(row.query, row.keys[0].products, row.keys[0].weight, row.weightedSum)
public struct AttentionRow: Equatable, Sendable, Encodable {
  /// The layer, counted from 0.
  public let layer: Int
  /// The head, counted from 0.
  public let head: Int
  /// The stored head that it reads, counted from 0; nil where latents are stored, which belong to no head.
  @ExplicitNull public private(set) var storedHead: Int?
  /// The query's position, counted from 0: the row of the pattern.
  public let position: Int
  /// q; with rotary positions after its rotation.
  public let query: [Double]
  /// s, the factor of the raw scores.
  public let scale: Double
  /// What keys and values are.
  public let origin: Origin
  /// Whether query and keys are turned by their positions' angles.
  public let isRotated: Bool
  /// The positions up to the query's own that it can't see: hidden by the mask, or forgotten by the store.
  public let hiddenPositions: [Int]
  /// What is read of each visible position, in order.
  public let keys: [Key]
  /// m, the largest scaled score.
  public let largestScore: Double
  /// Σ e, by which each e is divided.
  public let total: Double
  /// z = Σₜ wₜ vₜ, as wide as a value: with ``Origin/latent`` it is a latent, too.
  public let weightedSum: [Double]
  /// The head's output as it is added to the residual stream: z times the head's columns of W_o, as wide as the embedding.
  ///
  /// From a latent W_UV makes the head's value first.
  public let addition: [Double]
  /// Whether the model's kernel keeps scores and a pattern; FlashAttention computes them tile by tile and keeps neither.
  public let isPatternKept: Bool
  /// The largest difference between an element of ``weightedSum`` and of what the model itself computed.
  public let deviation: Double

  /// What a head's keys and values are.
  public enum Origin: String, CaseIterable, Sendable, Encodable {
    /// Those that were stored: W_k x and W_v x.
    case stored
    /// The stored latents themselves, the same for all heads; the query has been taken to their space by W_UK.
    case latent
    /// Rebuilt from the stored latents by W_UK and W_UV.
    case rebuilt
  }

  /// What a query does with one visible position.
  public struct Key: Equatable, Sendable, Encodable {
    /// The position that is read, counted from 0.
    public let position: Int
    /// k, as wide as the query; with rotary positions after its rotation.
    public let key: [Double]
    /// qᵢ kᵢ for each dimension i.
    public let products: [Double]
    /// a = q·k, the sum of the products.
    public let rawScore: Double
    /// s a.
    public let score: Double
    /// e = exp(s a − m).
    public let exponential: Double
    /// The sum of the exponentials of this position and of those before it.
    public let runningSum: Double
    /// w = e / Σ e.
    public let weight: Double
    /// v.
    public let value: [Double]
    /// w v.
    public let weightedValue: [Double]
  }

  /// The row of a pass.
  ///
  /// - Parameters:
  ///   - pass: the text, read, with nothing changed on the way.
  ///   - layer: counted from 0.
  ///   - head: counted from 0.
  ///   - position: the query's, counted from 0 and below the pass's `count`.
  public init(_ pass: ForwardPass, layer: Int, head: Int, position: Int) {
    let configuration = pass.model.configuration
    let activations = pass.head(head, layer: layer, position: position)
    let visible = pass.visiblePositions(layer: layer, position: position)
    self.layer = layer
    self.head = head
    self.position = position
    storedHead = configuration.headLayout?.keyValueHead(for: head)
    origin =
      configuration.attention.latentWidth == nil
      ? .stored : pass.absorbsLatents(layer: layer, position) ? .latent : .rebuilt
    isRotated = configuration.attention.positions != .learned
    isPatternKept = activations.pattern != nil
    hiddenPositions = (0...position).filter { !visible.contains($0) }
    query = activations.query.data
    scale = activations.scale.data
    keys = Self.keys(activations, at: visible)
    largestScore = keys.map { $0.score }.max() ?? 0
    total = keys.last?.runningSum ?? 0
    weightedSum = Self.sum(keys.map { $0.weightedValue })
    addition = pass.headAdditions(layer: layer, position: position)[head]
    deviation = largest(zip(weightedSum, activations.output.data).map { ($0 - $1).magnitude })
  }

  private static func keys(_ activations: HeadActivations, at positions: [Int]) -> [Key] {
    let (query, scale) = (activations.query.data, activations.scale.data)
    let vectors = activations.keys.map { $0.data }
    let products = vectors.map { key in zip(query, key).map { $0 * $1 } }
    let rawScores = products.map { $0.reduce(0, +) }
    let scores = rawScores.map { scale * $0 }
    let largest = scores.max() ?? 0
    let exponentials = scores.map { ElementaryFunctions.exp($0 - largest) }
    let total = exponentials.reduce(0, +)
    var sum = 0.0
    return positions.indices.map { index in
      sum += exponentials[index]
      let weight = exponentials[index] / total
      let value = activations.values[index].data
      return Key(
        position: positions[index],
        key: vectors[index],
        products: products[index],
        rawScore: rawScores[index],
        score: scores[index],
        exponential: exponentials[index],
        runningSum: sum,
        weight: weight,
        value: value,
        weightedValue: value.map { weight * $0 }
      )
    }
  }

  private static func sum(_ vectors: [[Double]]) -> [Double] {
    vectors.dropFirst().reduce(vectors.first ?? []) { sum, vector in zip(sum, vector).map { $0 + $1 } }
  }
}
