import Training
import Transformer

extension ScaleTraining {
  /// How the runs are made.
  public struct Plan: Equatable, Sendable {
    /// How many layers there are.
    public var layerCount = 1
    /// The embedding's width, a multiple of every head width.
    public var embeddingWidth = 64
    /// How many tokens are read.
    public var contextLength = 16
    /// The variant of attention, but for its scale.
    public var attention = AttentionChoices()
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
  /// The shape of the models with heads of a width, for any vocabulary; nil where there is none.
  private func shape(headWidth: Int) -> GPTConfiguration? {
    guard headWidth > 0, embeddingWidth % headWidth == 0 else { return nil }
    return try? GPTConfiguration(
      vocabularySize: 1,
      layerCount: layerCount,
      embeddingWidth: embeddingWidth,
      headCount: embeddingWidth / headWidth,
      contextLength: contextLength,
      attention: attention
    )
  }

  /// Whether there are models with heads of a width.
  public func allows(headWidth: Int) -> Bool { shape(headWidth: headWidth) != nil }
}
