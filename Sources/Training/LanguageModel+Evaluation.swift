import Transformer

extension LanguageModel {
  /// The mean negative log-probability of every token predicted in `documents`, in nats per token.
  ///
  /// Each token counts the same, so a long document weighs more than a short one. Nothing stays on the tape.
  public func meanTokenLoss(of documents: some Sequence<[Int]>) -> Double {
    BatchReplay(self).meanTokenLoss(of: documents)
  }
}

extension BatchReplay {
  /// The mean negative log-probability of every token predicted in `documents`, in nats per token.
  func meanTokenLoss(of documents: some Sequence<[Int]>) -> Double {
    var total = 0.0
    var count = 0
    var batch: [[Int]] = []
    func evaluateBatch() {
      evaluate(batch)
      for (loss, positions) in zip(losses, positions) {
        total += loss * Double(positions)
        count += positions
      }
      batch.removeAll(keepingCapacity: true)
    }
    for document in documents {
      batch.append(document)
      if batch.count == 256 { evaluateBatch() }
    }
    evaluateBatch()
    return total / Double(count)
  }
}
