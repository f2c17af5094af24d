import Attention
import Autograd
import Transformer

/// A part of a model that can be switched off.
public enum ModelPart: Equatable, Sendable {
  /// A head: its output, before the output projection.
  case head(Int, layer: Int)
  /// A layer's feed-forward part: what it adds to the residual stream.
  case feedForward(layer: Int)
  /// A layer: what its attention and its feed-forward part add.
  case layer(Int)

  /// The parts of a model: the layers in order, of each its heads, its feed-forward part and the whole.
  public static func all(in model: GPTConfiguration) -> [ModelPart] {
    (0..<model.layerCount).flatMap { layer in
      (0..<model.headCount).map { .head($0, layer: layer) } + [.feedForward(layer: layer), .layer(layer)]
    }
  }

  /// The layer, counted from 0.
  public var layer: Int {
    switch self {
    case .head(_, let layer), .feedForward(let layer), .layer(let layer): layer
    }
  }

  /// The head, counted from 0, where the part is one.
  public var head: Int? { if case .head(let head, _) = self { head } else { nil } }

  /// What is replaced where the part is switched off.
  var activations: [ActivationName] {
    switch self {
    case .head: [.z]
    case .feedForward: [.feedForwardOutput]
    case .layer: [.attentionOutput, .feedForwardOutput]
    }
  }

  /// Zeros in place of several parts.
  static func switchingOff(_ parts: [ModelPart], on tape: Tape) -> Intervention {
    parts.reduce(Intervention()) { $0.followed(by: $1.intervention(.constant(0, on: tape))) }
  }

  /// The part's activations replaced.
  func intervention(_ replacement: Replacement) -> Intervention {
    activations.reduce(Intervention()) {
      $0.followed(by: Intervention($1, layer: layer, head: head, replacement))
    }
  }
}

extension GPT {
  /// The model without a part, to be sampled or evaluated.
  ///
  /// - Parameters:
  ///   - part: what is switched off.
  ///   - substitute: what takes its place.
  ///   - documents: over which the mean is taken, where the substitute is one.
  /// - Throws: ``/Transformer/InterventionError`` where the model has no such part.
  public func without(
    _ part: ModelPart,
    substitute: Substitute = .zero,
    documents: [[Int]] = []
  ) throws(InterventionError) -> IntervenedGPT {
    try check(part.intervention(.constant(0, on: tape)))
    let numbers = SubstituteNumbers(self, substitute, documents: documents)
    return try with(part.intervention(.numbers(on: tape) { numbers[$0.name, $0.layer, $0.head] }))
  }
}

/// The numbers that a substitute stands for.
struct SubstituteNumbers {
  private let means: MeanActivations?
  private let number: Double
  private let width: (ActivationName) -> Int

  init(_ model: GPT, _ substitute: Substitute, documents: [[Int]]) {
    switch substitute {
    case .zero: (means, number) = (nil, 0)
    case .number(let constant): (means, number) = (nil, constant)
    case .mean:
      means = MeanActivations(model, of: [.z, .attentionOutput, .feedForwardOutput], documents: documents)
      number = 0
    }
    let widths = model.activationWidths
    width = { widths[$0] ?? 0 }
  }

  subscript(name: ActivationName, layer: Int?, head: Int?) -> [Double] {
    means?[name, layer: layer, head: head] ?? Array(repeating: number, count: width(name))
  }
}
