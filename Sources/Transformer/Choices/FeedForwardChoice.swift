import Attention
import Autograd

/// What a feed-forward part computes between its matrices, as it is written.
///
/// | text | output | matrices |
/// |---|---|---|
/// | `relu` | W₂ max(W₁ x, 0) | 2 |
/// | `relu2` | W₂ max(W₁ x, 0)² | 2 |
/// | `swiglu` | W₂ (silu(W_g x) ⊙ W₁ x), silu(a) = a / (1 + e⁻ᵃ) | 3 |
///
/// The hidden layer is as wide for all of them, so `swiglu` has half as many parameters again; two thirds of the width give as
/// many as the others have.
///
/// Sources: "Primer: Searching for Efficient Transformers for Language Modeling", So et al. 2021, section 4 (the squared
/// rectifier); "GLU Variants Improve Transformer", Shazeer 2020, equation 6 (SwiGLU).
public enum FeedForwardChoice: String, CaseIterable, Sendable {
  /// The rectifier, microgpt's.
  case relu
  /// The square of the rectifier.
  case relu2
  /// A linear layer, gated by another through silu.
  case swiglu

  /// Whether there is a third matrix, whose result is what is activated.
  public var isGated: Bool { self == .swiglu }

  /// f of the hidden layer, or of the gate, element by element.
  func activation(_ x: Vector) -> Vector {
    switch self {
    case .relu: return x.relu()
    case .relu2:
      let rectified = x.relu()
      return rectified * rectified
    case .swiglu: return x * x.sigmoid()
    }
  }

  /// The name of the activations that the second matrix is given.
  public var activationName: ActivationName { self == .relu ? .rectified : .activated }

  /// What the second matrix is given as a formula of the activations before it.
  public var formula: String {
    switch self {
    case .relu: "max(hidden, 0)"
    case .relu2: "max(hidden, 0)²"
    case .swiglu: "silu(gate) ⊙ hidden"
    }
  }

  /// How many numbers it leaves on the tape for each element of the hidden layer.
  var valuesPerElement: Int {
    switch self {
    case .relu: 2
    case .relu2: 3
    case .swiglu: 5
    }
  }
}
