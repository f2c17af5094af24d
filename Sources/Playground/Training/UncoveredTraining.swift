import Autograd
import Training
import Transformer

/// A second model that trains with the future uncovered, from the same parameters on the same documents in the same order.
final class UncoveredTraining {
  /// The model, told the answers while it trains.
  let model: UncoveredGPT
  private var trainer: Trainer<UncoveredGPT>
  private var progress = SteppedTraining()
  /// The losses so far.
  var history: LossHistory { progress.history }
  /// Why it can't go on, nil where it can.
  var failure: String? { progress.failure }

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

  /// Makes up to so many steps with a scale, which the model keeps; how many it has made.
  func train(_ count: Int, scale: Double) -> Int {
    model.model.attentionScale.data = scale
    for made in 0..<count where !progress.makeStep(of: &trainer) { return made }
    return count
  }
}
