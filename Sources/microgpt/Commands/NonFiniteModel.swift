import Transformer

/// What is said of a run whose model computes no numbers.
enum NonFiniteModel {
  /// Why the loss over documents, and what stands beside it, means nothing; or nil.
  static func failure(
    _ model: GPT,
    of run: String,
    _ documents: [[Int]],
    loss: Double
  ) -> Failure? {
    guard !loss.isFinite || model.mayOverflow else { return nil }
    for (index, document) in documents.enumerated() {
      if let result = model.firstNonFiniteResult(reading: document) {
        return failure(of: run, reading: "document \(index + 1)", result)
      }
    }
    // Sums whose terms come in another order may be too large, though these are not.
    return loss.isFinite
      ? nil : Failure("the model of '\(run)' has losses that are too large for a number")
  }

  /// What is not finite while a run's model reads something.
  static func failure(of run: String, reading text: String, _ result: NonFiniteResult) -> Failure {
    Failure("the model of '\(run)' computes no numbers from \(text): \(result)")
  }
}
