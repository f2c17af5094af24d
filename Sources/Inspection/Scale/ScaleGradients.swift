import Attention
import Autograd
import Replay
import Transformer

/// The gradient of the attention scale s for every layer, head and position, in four ways that must agree.
///
/// For a query q with raw scores aₜ = q·kₜ, pattern w = softmax(s a) and gₜ = ∂L/∂wₜ:
///
/// 1. backpropagation to s as a leaf;
/// 2. the closed form ∂L/∂s = Σₜ wₜ (gₜ − ḡ) aₜ = Cov_w(g, a), ḡ = Σₜ wₜ gₜ;
/// 3. the central difference (L(s + h) − L(s − h)) / 2h;
/// 4. the identity s ∂L/∂s = q·∂L/∂q, for s and q meet only in s q·kₜ.
///
/// It is 0 where one key is visible: the pattern is then 1 whatever the score. L is the mean loss of the text in nats per
/// token, so the entries of all layers, heads and positions sum to the gradient of the model's own scale.
public struct ScaleGradients: Equatable, Sendable, Encodable {
  /// s, the factor of the raw scores.
  public let scale: Double
  /// L, in nats per token.
  public let loss: Double
  /// Σ ∂L/∂s over all entries: the gradient of the model's own scale.
  public let gradient: Double
  /// One for each position, head and layer: the layers in order, in each its heads, in each the positions.
  public let entries: [Entry]
  /// The largest ``Entry/disagreement``, a relative error; some 10⁻¹⁶ where all is well.
  public let worstDisagreement: Double
  /// The largest ``Entry/differenceDisagreement``, a relative error; some 10⁻⁸ where all is well.
  public let worstDifferenceDisagreement: Double

  /// The gradient of one layer's, head's and position's scale.
  public struct Entry: Equatable, Sendable, Encodable {
    /// The layer, counted from 0.
    public let layer: Int
    /// The head, counted from 0.
    public let head: Int
    /// The position of the query, counted from 0.
    public let position: Int
    /// How many keys the query saw.
    public let visibleCount: Int
    /// ∂L/∂s by backpropagation, in nats per token.
    public let backpropagated: Double
    /// Cov_w(g, a), the closed form, in nats per token.
    public let covariance: Double
    /// The central difference, in nats per token.
    public let difference: Double
    /// q·∂L/∂q / s; nil where s is 0, and q·∂L/∂q with it.
    @ExplicitNull public private(set) var throughQuery: Double?
    /// How far the first, the second and the fourth way are apart, relative to Σₜ wₜ (|gₜ| + |ḡ|) |aₜ|, the size of the terms
    /// before they cancel.
    public let disagreement: Double
    /// |b − d| / max(|b|, |d|, 10⁻³) for backpropagation b and difference d: below 10⁻³ it counts absolutely, because the
    /// rounding of L does.
    public let differenceDisagreement: Double
  }

  /// Differentiates the scale on a text, with two forward computations for each entry.
  public init(_ pass: ForwardPass) {
    let configuration = pass.model.configuration
    let differences = Self.differences(pass)
    var entries: [Entry] = []
    for layer in 0..<configuration.layerCount {
      for head in 0..<configuration.headCount {
        for position in 0..<pass.count {
          entries.append(
            Entry(
              layer: layer,
              head: head,
              position: position,
              pass.head(head, layer: layer, position: position),
              difference: differences[position][layer][head]
            )
          )
        }
      }
    }
    scale = pass.model.attentionScale.data
    loss = pass.loss.data
    gradient = Self.total(pass)
    self.entries = entries
    worstDisagreement = largest(entries.map { $0.disagreement })
    worstDifferenceDisagreement = largest(entries.map { $0.differenceDisagreement })
  }

  /// Σ ∂L/∂s by backpropagation over all layers, heads and positions.
  static func total(_ pass: ForwardPass) -> Double {
    pass.positions.reduce(0) { total, position in
      position.activations.blocks.reduce(total) { total, block in
        block.attention.heads.reduce(total) { $0 + $1.scale.grad }
      }
    }
  }

  /// The central difference for each position, layer and head, by replaying the pass with other scales.
  private static func differences(_ pass: ForwardPass) -> [[[Double]]] {
    let program = pass.program()
    let inputs = program.recordedInputs
    return pass.positions.map { position in
      position.activations.blocks.map { block in
        block.attention.heads.map { head in
          GradientCheck.difference(head.scale, step: GradientCheck.step(at: head.scale.data)) {
            program.replay(inputs)
            return program.result(0)
          }
        }
      }
    }
  }
}

extension ScaleGradients.Entry {
  /// Σₜ wₜ (|gₜ| + |ḡ|) |aₜ|.
  private static func size(of activations: HeadActivations) -> Double {
    let pattern = activations.patternNumbers
    let gradient = activations.patternGradient
    let mean = innerProduct(pattern, gradient)
    return zip(zip(pattern, gradient), activations.rawScores).reduce(0) { sum, term in
      sum + term.0.0 * (term.0.1.magnitude + mean.magnitude) * term.1.magnitude
    }
  }

  fileprivate init(
    layer: Int,
    head: Int,
    position: Int,
    _ activations: HeadActivations,
    difference: Double
  ) {
    let raw = activations.rawScores
    let covariance = innerProduct(activations.scoreGradient, raw)
    self.layer = layer
    self.head = head
    self.position = position
    visibleCount = raw.count
    let backpropagated = activations.scale.grad
    self.backpropagated = backpropagated
    self.covariance = covariance
    self.difference = difference
    let product = innerProduct(activations.query.data, activations.query.grad)
    let scale = activations.scale.data
    let throughQuery = scale == 0 ? nil : product / scale
    let apart = max(
      (backpropagated - covariance).magnitude,
      throughQuery.map { (backpropagated - $0).magnitude } ?? product.magnitude
    )
    self.throughQuery = throughQuery
    disagreement = apart == 0 ? 0 : apart / Self.size(of: activations)
    differenceDisagreement =
      (backpropagated - difference).magnitude / max(backpropagated.magnitude, difference.magnitude, 1e-3)
  }
}
