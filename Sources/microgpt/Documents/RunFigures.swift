import Inspection
import Pictures
import Training
import Transformer

/// Where the held-out loss was lowest.
struct BestFigures: Encodable {
  let step: Int
  let validationLoss: Double

  init(_ best: BestModel) {
    step = best.step
    validationLoss = best.validationLoss
  }
}

/// The text of a run.
struct DataFigures: Encodable {
  let file: String
  let fingerprint: String

  init(_ source: Checkpoint.DataSource) {
    file = source.name
    fingerprint = "\(source.fingerprint)"
  }
}

/// Why a training ended.
enum TrainingEnd: String, CaseIterable, Encodable {
  case steps, patience, signal

  /// How the run of a checkpoint has ended, nil where it has not.
  init?(of checkpoint: Checkpoint) {
    let (training, state) = (checkpoint.training, checkpoint.state)
    if training.stopsEarly(state) {
      self = .patience
    } else if state.stepsDone > 0, state.stepsDone >= training.stepCount {
      self = .steps
    } else {
      return nil
    }
  }
}
