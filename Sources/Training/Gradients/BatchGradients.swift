/// What computes the losses and gradients of a batch of documents, for one model.
///
///     L = (1/N) Σ over the N documents of their loss
///
/// There are two, held equal up to rounding by a test: ``RecordedGradients`` records each document and goes backward, a
/// few lines; ``ReplayedGradients`` computes the same many times faster, and can be left unread.
public protocol BatchGradients: AnyObject {
  /// Adds ∂L/∂θ to the gradient of every parameter θ.
  ///
  /// - Parameters:
  ///   - documents: at least one, of at least two tokens each.
  ///   - workers: may share the work; the result does not depend on them.
  ///   - processes: may share the work, too, and all must come with the same documents; nor does it depend on them.
  /// - Returns: the loss of each document, in nats per token.
  func differentiate(_ documents: [[Int]], workers: Workers, processes: Processes) -> [Double]

  /// The loss of each document, in nats per token; no gradient changes.
  func losses(of documents: [[Int]]) -> [Double]

  /// How many workers have something to do while a batch with so many tokens to predict is differentiated.
  func usefulWorkerCount(positions: Int) -> Int
}

extension BatchGradients {
  /// The same in this process alone.
  public func differentiate(_ documents: [[Int]], workers: Workers) -> [Double] {
    differentiate(documents, workers: workers, processes: .one)
  }
}
