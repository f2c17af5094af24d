import Attention
import Autograd
import Transformer

/// What a model's loss is without several of its parts at once, beside what the gradient forecasts.
///
/// The forecast is the sum of those of the parts, Σ ∂L/∂a (a′ − a): a forecast of first order knows of no part that does
/// another's work. ``Ablation`` has each part alone.
public struct JointAblation: Equatable, Sendable {
  /// What is switched off.
  public let parts: [ModelPart]
  /// L, the loss of the whole model, in nats per token.
  public let loss: Double
  /// L′, the loss without the parts.
  public let ablatedLoss: Double
  /// The change that the gradient forecasts.
  public let forecast: Double

  /// L′ − L.
  public var change: Double { ablatedLoss - loss }
  /// How far the forecast is off: forecast − change.
  public var forecastError: Double { forecast - change }

  /// Switches off parts over texts: zeros stand in their place; nothing stays on the tape.
  ///
  /// - Parameters:
  ///   - model: whose parts are switched off.
  ///   - documents: at least one, of at least two tokens each; what lies beyond the context is not read.
  ///   - parts: parts of the model, each once.
  public init(_ model: GPT, documents: [[Int]], without parts: [ModelPart]) {
    precondition(!documents.isEmpty, "there is no loss over no texts")
    let mark = model.tape.mark
    defer { model.tape.rewind(to: mark) }
    let gated = AblationLoss(model, parts, .zero, documents).gated
    self.parts = parts
    loss = gated.loss
    ablatedLoss = gated.loss(Array(parts.indices))
    forecast = gated.slopes.reduce(0, +)
  }
}

extension GPT {
  /// The model without several parts, to be sampled, evaluated or looked at: zeros stand in their place.
  ///
  /// - Throws: ``/Transformer/InterventionError`` where the model has no such part.
  public func without(_ parts: [ModelPart]) throws(InterventionError) -> IntervenedGPT {
    try with(ModelPart.switchingOff(parts, on: tape))
  }
}
