import Autograd
import Transformer

/// The gradients of a batch by the book: each document's loss is recorded anew on the tape and differentiated.
public final class RecordedGradients<Model: TrainableModel>: BatchGradients {
  private let model: Model

  /// The gradients of a model's parameters.
  public init(_ model: Model) { self.model = model }

  /// Adds the gradient of the mean loss to that of the parameters, one document after the other, and all in each process.
  public func differentiate(_ documents: [[Int]], workers: Workers, processes: Processes) -> [Double] {
    documents.map { document in
      let mark = model.tape.mark
      defer { model.tape.rewind(to: mark) }
      let loss = model.loss(of: document)
      loss.backward(seed: 1 / Double(documents.count))
      return loss.data
    }
  }

  /// The loss of each document, computed without recording.
  public func losses(of documents: [[Int]]) -> [Double] {
    documents.map { document in
      let mark = model.tape.mark
      defer { model.tape.rewind(to: mark) }
      return model.tape.withoutRecording { model.loss(of: document).data }
    }
  }

  /// One: the documents share a tape.
  public func usefulWorkerCount(positions: Int) -> Int { 1 }
}
