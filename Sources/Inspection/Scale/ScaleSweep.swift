import Autograd
import Transformer

/// The loss of a text as a function of the attention scale, everything else left as it is: a curve whose slope at the
/// model's own scale is the gradient that training would see.
public struct ScaleSweep: Equatable, Sendable, Encodable {
  /// The scales s at which the loss is computed, ascending.
  public let scales: [Double]
  /// The loss at each, in nats per token.
  public let losses: [Double]

  /// Computes the loss at multiples of the model's own scale, or of 1/√d where that is 0.
  public init(_ model: GPT, tokens: [Int], multiples: [Double] = (0...32).map { Double($0) / 8 }) {
    let scale = model.attentionScale.data
    defer { model.attentionScale.data = scale }
    let unit = scale == 0 ? 1 / Double(model.configuration.keyWidth).squareRoot() : scale
    scales = multiples.map { $0 * unit }.sorted()
    losses = scales.map { candidate in
      model.attentionScale.data = candidate
      let mark = model.tape.mark
      defer { model.tape.rewind(to: mark) }
      return model.tape.withoutRecording { model.loss(of: tokens).data }
    }
  }
}
