import Attention
import Autograd
import Inspection
import Training
import Transformer

/// The gradient of a trained model's scale on one text, and the loss as a function of the scale.
public struct TrainedScale: Equatable, Sendable {
  /// The text that is read.
  public static let text = "bfd.bfd"

  /// Over how many texts the mean of the gradient is taken.
  public static let textCount = 100

  /// The tokens that are read, as they are shown.
  public let labels: [String]
  /// ∂L/∂s for each query of the model's one head, in four ways.
  public let gradients: ScaleGradients
  /// The mean of ∂L/∂s over ``textCount`` of the texts that the model was trained on.
  public let meanGradient: Double
  /// The loss for scales from 0 to four times the model's own.
  public let sweep: ScaleSweep

  /// Reads the text with a model of one head that is as wide as the embedding.
  public init(on workbench: Workbench) throws(LessonError) {
    let trained = try workbench.model(ScaleComparison.recipe(headCount: 1, rule: .inverseRoot))
    let tokens = try trained.tokens(of: Self.text)
    labels = trained.labels(of: tokens)
    gradients = trained.model.withForwardPass(over: tokens) { ScaleGradients($0) }
    let texts = trained.dataset.training.prefix(Self.textCount)
    meanGradient = texts.reduce(0) { sum, text in
      sum + trained.model.withForwardPass(over: text) { Self.gradient($0) } / Double(texts.count)
    }
    sweep = ScaleSweep(trained.model, tokens: tokens)
  }

  /// ∂L/∂s of the model's scale: the sum over layers, heads and positions.
  private static func gradient(_ pass: ForwardPass) -> Double {
    pass.positions.flatMap { $0.activations.blocks }.flatMap { $0.attention.heads }
      .reduce(0) { $0 + $1.scale.grad }
  }

  /// What the tangent at the model's own scale gives for another one.
  public func tangent(at scale: Double) -> Double {
    gradients.loss + gradients.gradient * (scale - gradients.scale)
  }
}
