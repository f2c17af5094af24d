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
}
