import Autograd
import Training
import Transformer

/// A second model that trains with the future uncovered, from the same parameters on the same documents in the same order.
final class UncoveredTraining {
  /// The model, told the answers while it trains.
  let model: UncoveredGPT
  private var trainer: Trainer<UncoveredGPT>
  /// The losses so far.
  private(set) var history = LossHistory()
  /// Why it can't go on, nil where it can.
  private(set) var failure: String?

  /// Begins where a session began.
  init(_ session: TrainingSession) {
    model = UncoveredGPT(session.model)
    trainer = Trainer(
      model,
      on: session.trainer.dataset,
      configuration: session.trainer.configuration,
      state: session.trainer.state
    )
  }

  /// How many steps have been made.
  var stepsDone: Int { trainer.state.stepsDone }

  /// Makes up to so many steps; how many it has made.
  func train(_ count: Int) -> Int {
    for made in 0..<count where !makeStep() { return made }
    return count
  }

  private func makeStep() -> Bool {
    guard failure == nil else { return false }
    do {
      guard let step = try trainer.next() else { return false }
      history.append(.init(step: step.number, loss: step.loss, smoothedLoss: step.smoothedLoss))
      return true
    } catch {
      failure = "\(error)"
      return false
    }
  }
}
