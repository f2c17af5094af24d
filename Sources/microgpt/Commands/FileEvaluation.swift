import Inspection
import Transformer

/// What a run's model makes of a whole text.
struct FileEvaluation {
  let evaluation: Evaluation
  /// The losses where every query sees only itself.
  let seeingOnlyItself: Evaluation.Losses

  /// - Parameter bigrams: what was counted in another part of the text; nil to count in these documents.
  /// - Throws: ``Failure`` where the model computes no numbers.
  init(
    _ model: GPT,
    of run: String,
    _ tokenizer: Tokenizer,
    _ documents: [[Int]],
    bigrams: BigramCounts? = nil
  ) throws(Failure) {
    evaluation = Evaluation(model, tokenizer: tokenizer, documents: documents, bigrams: bigrams) {
      SignsOfLife.progress($0, of: documents.count, "document")
    }
    if let failure = NonFiniteModel.failure(model, of: run, documents, loss: evaluation.loss) {
      throw failure
    }
    seeingOnlyItself = Evaluation.lossesSeeingOnlyItself(model, documents: documents)
  }
}
