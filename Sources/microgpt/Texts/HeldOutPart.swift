import Inspection
import Training
import Transformer

/// What a run held out of its text, and the bigrams of what it was trained on.
struct HeldOutPart {
  /// All documents that were held out, in the order of the shuffled text.
  let documents: [[Int]]
  /// Pairs of tokens in the training's part, as far into its documents as the model reads.
  let bigrams: BigramCounts

  /// - Throws: ``Failure`` where the text can't be divided as in training.
  init(of checkpoint: Checkpoint, in text: TextFile) throws(Failure) {
    let dataset: Dataset
    do { dataset = try Dataset(of: checkpoint, on: text.corpus) } catch {
      throw Failure("can't use \(InputFile.phrase(text.path)): \(error)")
    }
    documents = dataset.heldOut
    let limit = dataset.layout == .lines ? checkpoint.model.contextLength + 1 : Int.max
    bigrams = BigramCounts(
      of: dataset.training.map { $0.prefix(limit) },
      vocabularySize: checkpoint.tokenizer.vocabularySize
    )
  }
}
