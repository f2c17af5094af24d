import Training
import Transformer

extension ScaleTraining {
  /// How the runs are made.
  public struct Plan: Equatable, Sendable {
    /// The models' shape, but for the number of heads and the scale; the embedding's width is a multiple of every head width.
    public var shape = GPTShape(embeddingWidth: 64)
    /// The head widths that are compared.
    public var headWidths = [4, 16, 64]
    /// How training goes; what it holds out is not looked at.
    public var training = TrainingConfiguration()
    /// How many points there are after the first.
    public var pointCount = 20
    /// How many documents the figures are taken over.
    public var probeCount = 16

    /// Three head widths of one layer 64 wide, trained as microgpt is.
    public init() {}
  }
}

extension ScaleTraining.Plan {
  /// The shape of the models with heads of a width, which divides the embedding's.
  func shape(headWidth: Int) -> GPTShape {
    var shape = shape
    shape.headCount = shape.embeddingWidth / headWidth
    return shape
  }

  /// Whether there are models with heads of a width.
  public func allows(headWidth: Int) -> Bool {
    guard headWidth > 0, shape.embeddingWidth % headWidth == 0 else { return false }
    return (try? GPTConfiguration(vocabularySize: 1, shape: shape(headWidth: headWidth))) != nil
  }
}
