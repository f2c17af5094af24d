import Attention
import Autograd
import Transformer

/// What a model makes of one text, in figures that can stand beside those of another model.
///
/// Two models with different scales s have ∂L/∂s in different units: where s is 8 times as large, a change by 1 is an 8 times
/// smaller part of it. s ∂L/∂s = ∂L/∂ln s has one unit for all: nats per token for a change of s in proportion.
///
/// Heads of models from different seeds have the same numbers and nothing else in common: what one head 0 does, another's
/// head 2 may do. What is summed over the heads of a layer can be compared.
public struct TextReading: Equatable, Sendable, Encodable {
  /// How many tokens were read.
  public let positionCount: Int
  /// L, the mean over the positions, in nats per token.
  public let loss: Double
  /// s, the factor of the raw scores.
  public let scale: Double
  /// ∂L/∂s, the sum over all layers, heads and positions, in nats per token.
  public let scaleGradient: Double
  /// s ∂L/∂s for each layer, the sum over its heads and positions, in nats per token.
  public let relativeScaleGradients: [Double]
  /// The layers in order, in each its heads.
  public let heads: [Head]

  /// What one head does in the text.
  public struct Head: Equatable, Sendable, Encodable {
    /// The layer, counted from 0.
    public let layer: Int
    /// The head, counted from 0.
    public let head: Int
    /// What the head mostly does.
    public let role: HeadRole
    /// ∂L/∂s of this head, the sum over the positions, in nats per token.
    public let scaleGradient: Double
    /// softmax(scores): a row for each query, in it a number for each key, nil where the key is hidden.
    public let pattern: [[Double?]]
  }

  /// Reads off what a pass has computed.
  public init(_ pass: ForwardPass) {
    let configuration = pass.model.configuration
    let heads = (0..<configuration.layerCount).flatMap { layer in
      (0..<configuration.headCount).map { head in
        let pattern = pass.cells(layer: layer, head: head) { $0.patternNumbers }
        return Head(
          layer: layer,
          head: head,
          role: HeadRole(of: pattern, tokens: pass.tokens),
          scaleGradient: (0..<pass.count).reduce(0) {
            $0 + pass.head(head, layer: layer, position: $1).scale.grad
          },
          pattern: pattern
        )
      }
    }
    let scale = pass.model.attentionScale.data
    positionCount = pass.count
    loss = pass.loss.data
    self.scale = scale
    scaleGradient = ScaleGradients.total(pass)
    relativeScaleGradients = (0..<configuration.layerCount).map { layer in
      heads.reduce(0) { $1.layer == layer ? $0 + scale * $1.scaleGradient : $0 }
    }
    self.heads = heads
  }

  /// s ∂L/∂s, the sum over all layers, heads and positions: by how many nats per token the loss grows when the scale grows in
  /// proportion.
  public var relativeScaleGradient: Double { scale * scaleGradient }
}
