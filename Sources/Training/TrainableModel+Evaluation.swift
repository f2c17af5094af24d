import Autograd
import Basics
import Transformer

/// What a model's prediction of documents costs in nats per token, as two means of the same losses.
///
/// They differ where documents differ in length: of a document of one token and one of fifteen, the second counts as much as
/// the first in the one mean and fifteen times as much in the other.
public struct MeanLoss: Equatable, Sendable {
  /// (1/N) Σ over the N documents of each one's mean over its tokens: what training minimises.
  public let perDocument: Double
  /// The mean over all tokens of all documents: what perplexity and bits per character follow from.
  public let perToken: Double

  /// Two means of the same losses.
  public init(perDocument: Double, perToken: Double) {
    self.perDocument = perDocument
    self.perToken = perToken
  }
}

extension TrainableModel {
  /// The mean negative log-probability of the tokens predicted in `documents`, over documents and over tokens.
  ///
  /// Nothing stays on the tape.
  ///
  /// - Parameter documents: at least one, of at least two tokens each.
  public func meanLoss(of documents: some Sequence<[Int]>) -> MeanLoss {
    meanLoss(of: documents, by: ReplayedGradients(self))
  }

  /// The same by way of what computes the losses of a batch of the model's.
  func meanLoss(of documents: some Sequence<[Int]>, by gradients: any BatchGradients) -> MeanLoss {
    var documentTotal = 0.0
    var documentCount = 0
    var total = 0.0
    var count = 0
    var batch: [[Int]] = []
    func evaluateBatch() {
      for (document, loss) in zip(batch, gradients.losses(of: batch)) {
        let positions = min(document.count - 1, contextLength)
        documentTotal += loss
        documentCount += 1
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
    require(documentCount > 0, "no documents have no mean loss")
    return MeanLoss(
      perDocument: documentTotal / Double(documentCount),
      perToken: total / Double(count)
    )
  }
}
