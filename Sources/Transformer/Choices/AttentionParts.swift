import Attention

/// What a model's choices of attention mean: the parts that its one attention loop is put together from.
///
/// A part of one's own takes the place of any of them:
///
///     var parts = AttentionParts(configuration.attention)
///     parts.mask = Mask { query, key in key <= query && key % 3 != 1 }
///     let model = GPT(configuration, on: tape, parts: parts) { … }
public struct AttentionParts {
  /// Which stored positions a query may read.
  public var mask: Mask
  /// How it reads them.
  public var kernel: AttentionKernel
  /// Makes an empty store for one layer; the stores of its sequences are forks of it.
  public var makeStore: () -> any KeyValueStore
  /// Whether latents are attended themselves, or keys and values rebuilt from them first; the result is the same.
  public var absorbsLatents = true

  /// The parts for the given choices.
  public init(_ choices: AttentionChoices) {
    mask = choices.mask.mask
    kernel = choices.kernel.kernel
    makeStore = choices.store.makeStore
  }
}
