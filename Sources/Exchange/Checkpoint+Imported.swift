import Random
import Training
import Transformer

extension Checkpoint {
  /// The checkpoint of a model that was trained elsewhere: no steps made, moments of 0.
  ///
  /// - Parameters:
  ///   - configuration: the model's shape.
  ///   - parameters: its parameters; the rows of tokens are in the vocabulary's order.
  ///   - vocabulary: its tokens.
  ///   - source: the file that it comes from.
  /// - Throws: ``ImportError`` where model and vocabulary don't go together.
  package init(
    imported configuration: GPTConfiguration,
    parameters: [Double],
    vocabulary: ImportedTokenizer,
    source: DataSource
  ) throws(ImportError) {
    var training = TrainingConfiguration()
    training.unit = vocabulary.tokenizer.unit
    self.init(
      model: configuration,
      training: training,
      tokenizer: vocabulary.tokenizer,
      parameters: try vocabulary.ordered(parameters, of: configuration),
      state: TrainerState(
        parameterCount: configuration.parameterCount,
        generator: MersenneTwister(seed: training.seed)
      ),
      source: source
    )
  }
}
