import Autograd
import Transformer

extension LanguageModel {
  /// The mean negative log-probability of every token predicted in `documents`, in nats per token.
  ///
  /// Each token counts the same, so a long document weighs more than a short one. Nothing is recorded.
  public func meanTokenLoss(of documents: some Sequence<[Int]>) -> Double {
    var total = 0.0
    var count = 0
    for document in documents {
      let losses = tokenLossData(of: document)
      total += losses.reduce(0, +)
      count += losses.count
    }
    return total / Double(count)
  }

  /// The negative log-probability of each token predicted in a document, in nats, without recording.
  public func tokenLossData(of document: [Int]) -> [Double] {
    let mark = tape.mark
    defer { tape.rewind(to: mark) }
    return tape.withoutRecording { tokenLosses(of: document).map { $0.data } }
  }
}
