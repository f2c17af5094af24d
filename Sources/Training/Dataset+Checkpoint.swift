import Random
import Transformer

extension Dataset {
  /// The data set of a run, divided as when it was trained.
  ///
  /// - Parameters:
  ///   - checkpoint: the run's.
  ///   - corpus: what it was trained on.
  /// - Throws: ``DatasetError`` where the corpus is another, and can't be divided so.
  public init(of checkpoint: Checkpoint, on corpus: Corpus) throws(DatasetError) {
    var generator = MersenneTwister(seed: checkpoint.training.seed)
    try self.init(
      corpus,
      tokenizer: checkpoint.tokenizer,
      contextLength: checkpoint.model.contextLength,
      validationShare: checkpoint.training.validationShare,
      dropsDuplicates: checkpoint.training.dropsDuplicates,
      using: &generator
    )
  }
}
