import Attention
import Autograd
import Foundation
import Transformer

/// A small model of two layers with one variant of attention or of another part, and which keys a query sees in it.
public struct Variant: Sendable, CustomStringConvertible {
  /// What the variant is called in the output of tests.
  public let description: String
  /// The model's shape.
  public let shape: GPTShape
  /// Its choices of attention.
  public var choices: AttentionChoices { shape.attention }
  /// Whether latents are attended themselves.
  public let absorbsLatents: Bool
  /// Which keys a query sees.
  public let isVisible: @Sendable (_ query: Int, _ key: Int) -> Bool

  /// A variant whose choices of attention differ from microgpt's by a change.
  public init(
    _ description: String,
    absorbsLatents: Bool = true,
    isVisible: @escaping @Sendable (_ query: Int, _ key: Int) -> Bool = { $1 <= $0 },
    _ change: (inout AttentionChoices) -> Void
  ) {
    var choices = AttentionChoices()
    change(&choices)
    self.init(description, Self.shape(choices), absorbsLatents: absorbsLatents, isVisible: isVisible)
  }

  /// A variant whose shape differs from microgpt's by a change, its attention included.
  public init(_ description: String, changing change: (inout GPTShape) throws -> Void) rethrows {
    var shape = Self.shape(AttentionChoices())
    try change(&shape)
    self.init(description, shape, absorbsLatents: true, isVisible: { $1 <= $0 })
  }

  /// The variant with other choices of attention.
  public func changed(_ description: String, _ change: (inout AttentionChoices) -> Void) -> Variant {
    var shape = shape
    change(&shape.attention)
    return Variant(description, shape, absorbsLatents: absorbsLatents, isVisible: isVisible)
  }

  private init(
    _ description: String,
    _ shape: GPTShape,
    absorbsLatents: Bool,
    isVisible: @escaping @Sendable (_ query: Int, _ key: Int) -> Bool
  ) {
    self.description = description
    self.shape = shape
    self.absorbsLatents = absorbsLatents
    self.isVisible = isVisible
  }

  /// One with a mask, by its text.
  public static func masked(_ text: String, isVisible: @escaping @Sendable (Int, Int) -> Bool) -> Variant {
    Variant("mask \(text)", isVisible: isVisible) { $0.mask = MaskChoice(text) ?? .causal }
  }

  /// A document as long as the context and its end.
  public static let document = [2, 0, 1, 1, 0, 2, 1]

  /// The shape of the models, with the given choices.
  private static func shape(_ choices: AttentionChoices) -> GPTShape {
    GPTShape(layerCount: 2, embeddingWidth: 8, headCount: 4, contextLength: 6, attention: choices)
  }

  /// The configuration of the models, with the given choices.
  public static func configuration(_ choices: AttentionChoices) throws(GPTConfigurationError)
    -> GPTConfiguration
  {
    try GPTConfiguration(vocabularySize: 3, shape: shape(choices))
  }

  /// The configuration of the model.
  public var configuration: GPTConfiguration {
    get throws(GPTConfigurationError) { try GPTConfiguration(vocabularySize: 3, shape: shape) }
  }

  /// The model, its parameters numbers without a pattern between −1/2 and 1/2, those of norms between 1/2 and 3/2, the same
  /// for the same shape.
  public func model(parts: AttentionParts? = nil) throws -> GPT {
    var parts = parts ?? AttentionParts(choices)
    parts.absorbsLatents = absorbsLatents
    return Self.model(try configuration, parts: parts)
  }

  /// A model of any shape with such parameters, those of norms around 1.
  public static func model(_ configuration: GPTConfiguration, parts: AttentionParts? = nil) -> GPT {
    let centers = configuration.parameterShapes.flatMap { shape in
      Array(repeating: shape.isNormWeight ? 1.0 : 0, count: shape.count)
    }
    var index = 0
    return GPT(configuration, on: Tape(), parts: parts) {
      index += 1
      return centers[index - 1] + 0.5 * sin(Double(index * index) * 0.37)
    }
  }

  /// The loss of the document, and its gradients: of all parameters, and of the scale.
  public func lossAndGradients(parts: AttentionParts? = nil) throws -> (loss: Double, gradients: [Double]) {
    let model = try model(parts: parts)
    let loss = model.loss(of: Self.document)
    loss.backward()
    return (loss.data, model.parameterVector.grad + [model.attentionScale.grad])
  }

  /// One of everything, and some together.
  public static let all: [Variant] = [
    Variant("microgpt's") { _ in },
    Variant("grouped-query") { $0.keyValueHeadCount = 2 },
    Variant("multi-query") { $0.keyValueHeadCount = 1 },
    Variant("as many stored heads") { $0.keyValueHeadCount = 4 },
    Variant("latent") { $0.latentWidth = 3 },
    Variant("latent, expanded", absorbsLatents: false) { $0.latentWidth = 3 },
    Variant("latent, rotary") {
      $0.latentWidth = 3
      $0.positions = .rotary(base: 100)
    },
    Variant("latent, rotary, expanded", absorbsLatents: false) {
      $0.latentWidth = 3
      $0.positions = .rotary(base: 100)
    },
    .masked("window:2") { $1 <= $0 && $1 > $0 - 2 },
    .masked("strided:2") { $1 <= $0 && ($0 - $1).isMultiple(of: 2) },
    .masked("blocks:4") { $1 <= $0 && ($0 < 4) == ($1 < 4) },
    .masked("global:2") { $1 <= $0 && $1 < 2 },
    .masked("window:1+global:1") { $1 == $0 || $1 == 0 },
    Variant("rolling", isVisible: { $1 <= $0 && $1 > $0 - 3 }) { $0.store = .rolling(size: 3) },
    Variant("paged") { $0.store = .paged(pageSize: 4) },
    Variant("flash") { $0.kernel = .flash(tileSize: 2) },
    Variant("rotary") { $0.positions = .rotary(base: 10_000) },
    Variant("no scale") { $0.scale = .none },
    Variant("scale 1/d") { $0.scale = .inverse },
    Variant("a negative scale") { $0.scale = .number(-2.5) },
    Variant("grouped-query, rotary, flash, paged") {
      $0.keyValueHeadCount = 2
      $0.positions = .rotary(base: 10)
      $0.kernel = .flash(tileSize: 3)
      $0.store = .paged(pageSize: 2)
    },
    Variant("latent, rotary, flash, rolling", isVisible: { $1 <= $0 && $1 > $0 - 4 }) {
      $0.latentWidth = 5
      $0.positions = .rotary(base: 10)
      $0.kernel = .flash(tileSize: 1)
      $0.store = .rolling(size: 4)
    },
    Variant("multi-query, masked, rolling", isVisible: { $1 <= $0 && $1 > $0 - 3 && ($0 - $1) != 1 }) {
      $0.keyValueHeadCount = 1
      $0.mask = MaskChoice("strided:2") ?? .causal
      $0.store = .rolling(size: 3)
      $0.scale = .number(0.3)
    },
    Variant(
      "squared rectifier, a final and a query–key norm",
      changing: {
        $0.feedForward = .relu2
        $0.hasFinalNorm = true
        $0.attention.normalizesQueriesAndKeys = true
      }
    ),
    Variant(
      "SwiGLU, weighted norms",
      changing: {
        $0.feedForward = .swiglu
        $0.norm = .weighted
      }
    ),
    Variant(
      "MiniMind's: grouped-query, rotary, SwiGLU, weighted norms, a final and a query–key norm",
      changing: {
        $0.feedForward = .swiglu
        $0.hiddenWidth = 5
        $0.norm = .weighted
        $0.hasFinalNorm = true
        $0.attention.keyValueHeadCount = 2
        $0.attention.positions = .rotary(base: 10)
        $0.attention.normalizesQueriesAndKeys = true
      }
    ),
    Variant(
      "weighted norms, a final and a query–key norm, flash, paged",
      changing: {
        $0.norm = .weighted
        $0.hasFinalNorm = true
        $0.attention.normalizesQueriesAndKeys = true
        $0.attention.kernel = .flash(tileSize: 3)
        $0.attention.store = .paged(pageSize: 2)
      }
    ),
  ]
}
