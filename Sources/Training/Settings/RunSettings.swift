import Transformer

/// All that one chooses about a run: the model's shape, and how it is trained.
///
/// The defaults are microgpt's.
public struct RunSettings: Equatable, Sendable {
  /// The model's shape, but for the vocabulary, which comes from the text.
  public var shape = GPTShape()
  /// How the model is trained.
  public var training = TrainingConfiguration()

  /// microgpt's settings.
  public init() {}

  /// The settings of a run that has been made.
  public init(of checkpoint: Checkpoint) {
    shape = checkpoint.model.shape
    training = checkpoint.training
  }
}
