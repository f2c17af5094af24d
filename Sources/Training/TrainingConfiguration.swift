import Transformer

/// How a model is trained, apart from its shape.
///
/// The defaults are microgpt's.
public struct TrainingConfiguration: Equatable, Sendable {
  /// How many steps there are in all.
  public var stepCount = 1000
  /// The seed of the generator from which everything random is drawn.
  public var seed: UInt64 = 42
  /// η₀, the learning rate of the first step.
  public var learningRate = 0.01
  /// How many documents each step averages over.
  public var batchSize = 1
  /// The largest norm of the gradient; a longer one is shortened to it.
  ///
  /// Nil for no limit.
  public var gradientClip: Double?
  /// The share of the documents that is held out to measure the loss on, from 0 (none) to below 1.
  public var validationShare = 0.0
  /// How a file becomes documents.
  public var layout = Corpus.Layout.lines
  /// What one token stands for.
  public var unit = Tokenizer.Unit.scalars

  /// microgpt's settings.
  public init() {}

  /// The learning rate of step `index`, counted from 0: η₀ (1 − index / steps), which falls to 0 after the last.
  public func learningRate(at index: Int) -> Double {
    learningRate * (1 - Double(index) / Double(stepCount))
  }

  /// How many steps pass between two measurements of the held-out loss: a tenth of all, and at least one.
  public var validationInterval: Int { max(1, stepCount / 10) }
}
