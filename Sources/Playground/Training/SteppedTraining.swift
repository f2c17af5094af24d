import Training
import Transformer
import VisibleText

/// What a training has come to: its losses, and why it can't go on.
struct SteppedTraining {
  /// The losses so far.
  private(set) var history = LossHistory()
  /// Why training can't go on, nil where it can.
  private(set) var failure: String?

  /// Makes a step where there is one to make: whether it did.
  mutating func makeStep<Model: TrainableModel>(of trainer: inout Trainer<Model>) -> Bool {
    guard failure == nil else { return false }
    do {
      guard let step = try trainer.next() else { return false }
      history.append(.init(step: step.number, loss: step.loss, smoothedLoss: step.smoothedLoss))
      return true
    } catch {
      failure = "\(Message("\(error)"))"
      return false
    }
  }
}
