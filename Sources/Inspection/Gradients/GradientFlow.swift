import Attention
import Autograd
import Basics
import Transformer

/// Where the gradient of a text's loss goes: to which matrices from which positions, and through the cache.
public struct GradientFlow: Equatable, Sendable, Encodable {
  /// L, in nats per token.
  public let loss: Double
  /// For each position −ln p(the next token) in nats; their mean is ``loss``.
  public let losses: [Double]
  /// The parameter matrices in microgpt.py's order.
  public let matrices: [MatrixGradient]
  /// What was stored, layer by layer: keys, then values; or latents, which are both.
  public let caches: [CacheFlow]

  /// The gradient of one parameter matrix, beside that of the same model whose cache is detached.
  public struct MatrixGradient: Equatable, Sendable, Encodable {
    /// The matrix's name in microgpt.py, such as `layer0.attn_wq`.
    public let name: String
    /// ‖∂L/∂W‖, the root of the sum of squares.
    public let norm: Double
    /// For each position the norm of what the operations at that position contribute; the contributions sum to ∂L/∂W, their
    /// norms do not.
    public let normByPosition: [Double]
    /// ‖∂L/∂W‖ with the cache detached.
    public let detachedNorm: Double
    /// ‖∂L/∂W − the same detached‖ / ‖∂L/∂W‖: what comes through the cache, over 1 where the two parts cancel; 0 for a zero
    /// gradient.
    public let lostShare: Double
    /// The cosine of the angle between the two; nil where one of them is zero.
    @ExplicitNull public private(set) var cosine: Double?
  }

  /// The gradient that what one layer stores receives.
  public struct CacheFlow: Equatable, Sendable, Encodable {
    /// The layer, counted from 0.
    public let layer: Int
    /// Whether keys, values or latents are stored.
    public let content: Content
    /// For each position p that reads, for each stored position t the norm of p's contribution to the gradient of what is
    /// stored of t; nil where p does not see t.
    public let norms: [[Double?]]
    /// For each stored position the norm of its whole gradient: that of the sum of the contributions.
    public let totals: [Double]
    /// For each stored position the norm of what later positions contribute: what is lost with a detached cache.
    public let fromLater: [Double]

    /// What can be stored.
    public enum Content: String, CaseIterable, Sendable, Encodable {
      /// The keys of all stored heads.
      case keys
      /// The values of all stored heads.
      case values
      /// Latents, with the rotary key if there is one.
      case latents
    }
  }

  /// Follows the gradient of a document's loss.
  ///
  /// - Parameters:
  ///   - model: whose gradient is followed.
  ///   - tokens: at least two.
  ///   - parts: those that the model was made with, where they are not those of its configuration.
  public init(_ model: GPT, tokens: [Int], parts: AttentionParts? = nil) {
    let detachedGradients = Self.detachedGradients(of: model, tokens: tokens, parts: parts)
    self = model.withForwardPass(over: tokens) { GradientFlow($0, detachedGradients) }
  }

  /// The gradients of all matrices, in their order, in a model with the same parameters whose cache is detached.
  static func detachedGradients(of model: GPT, tokens: [Int], parts: AttentionParts?) -> [[Double]] {
    let tape = Tape()
    var detachedParts = parts ?? AttentionParts(model.configuration.attention)
    let makeStore = detachedParts.makeStore
    detachedParts.makeStore = { DetachedStore(makeStore(), on: tape) }
    var parameters = model.parameterVector.data[...]
    let detached = GPT(model.configuration, on: tape, parts: detachedParts) { parameters.removeFirst() }
    detached.attentionScale.data = model.attentionScale.data
    return detached.withForwardPass(over: tokens) { _ in
      detached.namedParameters.map { $0.matrix.elements.grad }
    }
  }

  private init(_ pass: ForwardPass, _ detachedGradients: [[Double]]) {
    let named = pass.model.namedParameters
    var matrixNorms = named.map { _ in [Double]() }
    var caches = (0..<pass.model.configuration.layerCount).flatMap { CacheGradients.all(layer: $0, pass) }
    Contributions.forEachPosition(
      of: pass,
      to: [pass.model.parameterVector.extent] + caches.flatMap { $0.runs.map { $0.extent } }
    ) { contributions in
      for (index, named) in named.enumerated() {
        matrixNorms[index].append(norm(contributions(to: named.matrix.elements.extent)))
      }
      for index in caches.indices { caches[index].add(contributions, pass) }
    }
    loss = pass.loss.data
    losses = pass.positions.map { $0.loss.data }
    matrices = named.indices.map { index in
      MatrixGradient(
        name: named[index].name,
        gradient: named[index].matrix.elements.grad,
        detached: detachedGradients[index],
        normByPosition: matrixNorms[index]
      )
    }
    self.caches = caches.map { $0.flow }
  }
}

extension GradientFlow.MatrixGradient {
  fileprivate init(name: String, gradient: [Double], detached: [Double], normByPosition: [Double]) {
    self.name = name
    self.normByPosition = normByPosition
    norm = Basics.norm(gradient)
    detachedNorm = Basics.norm(detached)
    let lost = Basics.norm(zip(gradient, detached).map { $0 - $1 })
    lostShare = norm == 0 ? 0 : lost / norm
    // Of unit vectors, whose products neither overflow nor vanish; rounding must not lead beyond 1.
    let (norm, detachedNorm) = (norm, detachedNorm)
    cosine =
      norm == 0 || detachedNorm == 0
      ? nil
      : max(-1, min(1, innerProduct(gradient.map { $0 / norm }, detached.map { $0 / detachedNorm })))
  }
}

/// What one layer's store receives, gathered from one reader after the other.
private struct CacheGradients {
  let layer: Int
  let content: GradientFlow.CacheFlow.Content
  /// What is stored of each position.
  let runs: [Vector]
  private var norms: [[Double?]] = []
  /// For each stored position the sum of what later positions contribute.
  private var fromLater: [[Double]]

  private init(layer: Int, _ content: GradientFlow.CacheFlow.Content, _ runs: [Vector]) {
    self.layer = layer
    self.content = content
    self.runs = runs
    fromLater = runs.map { Array(repeating: 0, count: $0.count) }
  }

  /// Keys and values, or latents.
  static func all(layer: Int, _ pass: ForwardPass) -> [CacheGradients] {
    let stored = pass.positions.map { $0.stored[layer] }
    // A value that is part of its key is a latent.
    return stored[0].numberCount == stored[0].key.count
      ? [CacheGradients(layer: layer, .latents, stored.map { $0.key })]
      : [
        CacheGradients(layer: layer, .keys, stored.map { $0.key }),
        CacheGradients(layer: layer, .values, stored.map { $0.value }),
      ]
  }

  mutating func add(_ contributions: Contributions, _ pass: ForwardPass) {
    let reader = contributions.position
    let visible = Set(pass.visiblePositions(layer: layer, position: reader))
    norms.append(
      runs.indices.map { stored in
        visible.contains(stored) ? norm(contributions(to: runs[stored].extent)) : nil
      }
    )
    for stored in 0..<reader {
      for (index, number) in contributions(to: runs[stored].extent).enumerated() {
        fromLater[stored][index] += number
      }
    }
  }

  var flow: GradientFlow.CacheFlow {
    GradientFlow.CacheFlow(
      layer: layer,
      content: content,
      norms: norms,
      totals: runs.map { norm($0.grad) },
      fromLater: fromLater.map { norm($0) }
    )
  }
}
