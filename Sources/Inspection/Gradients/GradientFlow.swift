import Attention
import Autograd
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
    /// The matrix's name.
    public let name: String
    /// ‖∂L/∂W‖, the root of the sum of squares.
    public let norm: Double
    /// For each position the norm of what the operations at that position contribute; the contributions sum to ∂L/∂W, their
    /// norms do not.
    public let normByPosition: [Double]
    /// ‖∂L/∂W‖ with the cache detached.
    public let detachedNorm: Double
    /// ‖∂L/∂W − the same detached‖ / ‖∂L/∂W‖: how much of the gradient comes through the cache; 0 for a zero gradient.
    public let lostShare: Double
    /// The cosine of the angle between the two; nil where one of them is zero.
    @ExplicitNull public private(set) var cosine: Double?
  }

  /// The gradient that what one layer stores receives.
  public struct CacheFlow: Equatable, Sendable, Encodable {
    /// The layer, counted from 0.
    public let layer: Int
    /// What is stored.
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
  ///   - tokens: at least two.
  ///   - parts: those that the model was made with, where they are not those of its configuration.
  public init(_ model: GPT, tokens: [Int], parts: AttentionParts? = nil) {
    let tape = Tape()
    var detachedParts = parts ?? AttentionParts(model.configuration.attention)
    let makeStores = detachedParts.makeStores
    detachedParts.makeStores = {
      let makeStore = makeStores()
      return { AnyKeyValueStore(DetachedStore(makeStore(), on: tape)) }
    }
    var parameters = model.parameterVector.data[...]
    let detached = GPT(model.configuration, on: tape, parts: detachedParts) { parameters.removeFirst() }
    detached.attentionScale.data = model.attentionScale.data
    let detachedGradients = detached.withForwardPass(over: tokens) { _ in
      detached.namedParameters.map { $0.matrix.elements.grad }
    }
    self = model.withForwardPass(over: tokens) { GradientFlow($0, detachedGradients) }
  }

  private init(_ pass: ForwardPass, _ detachedGradients: [[Double]]) {
    let named = pass.model.namedParameters
    let stored = pass.positions.map { $0.activations.blocks.map { $0.stored } }
    let contributions = Contributions(
      pass,
      to: [pass.model.parameterVector.extent]
        + stored.flatMap { $0.flatMap { [$0.key.extent, $0.value.extent] } }
    )
    loss = pass.loss.data
    losses = pass.positions.map { $0.loss.data }
    matrices = zip(named, detachedGradients).map { named, detached in
      MatrixGradient(
        name: named.name,
        gradient: named.matrix.elements.grad,
        detached: detached,
        normByPosition: (0..<pass.count).map {
          norm(contributions.from($0, to: named.matrix.elements.extent))
        }
      )
    }
    caches = (0..<pass.model.configuration.layerCount).flatMap { layer in
      let stored = stored.map { $0[layer] }
      func flow(_ content: CacheFlow.Content, _ run: (StoredPosition) -> Vector) -> CacheFlow {
        CacheFlow(layer: layer, content: content, stored.map(run), pass, contributions)
      }
      // A value that is part of its key is a latent.
      return stored[0].numberCount == stored[0].key.count
        ? [flow(.latents) { $0.key }] : [flow(.keys) { $0.key }, flow(.values) { $0.value }]
    }
  }
}

extension GradientFlow.MatrixGradient {
  fileprivate init(name: String, gradient: [Double], detached: [Double], normByPosition: [Double]) {
    self.name = name
    self.normByPosition = normByPosition
    norm = Inspection.norm(gradient)
    detachedNorm = Inspection.norm(detached)
    let lost = Inspection.norm(zip(gradient, detached).map { $0 - $1 })
    lostShare = norm == 0 ? 0 : lost / norm
    let product = zip(gradient, detached).reduce(0) { $0 + $1.0 * $1.1 }
    cosine = norm == 0 || detachedNorm == 0 ? nil : product / norm / detachedNorm
  }
}

extension GradientFlow.CacheFlow {
  fileprivate init(
    layer: Int,
    content: Content,
    _ runs: [Vector],
    _ pass: ForwardPass,
    _ contributions: Contributions
  ) {
    self.layer = layer
    self.content = content
    norms = (0..<pass.count).map { reader in
      let visible = Set(pass.visiblePositions(layer: layer, position: reader))
      return runs.enumerated().map { stored, run in
        visible.contains(stored) ? norm(contributions.from(reader, to: run.extent)) : nil
      }
    }
    totals = runs.map { norm($0.grad) }
    fromLater = runs.enumerated().map { stored, run in
      var sum = [Double](repeating: 0, count: run.count)
      for reader in pass.positions.indices.dropFirst(stored + 1) {
        for (index, number) in contributions.from(reader, to: run.extent).enumerated() {
          sum[index] += number
        }
      }
      return norm(sum)
    }
  }
}
