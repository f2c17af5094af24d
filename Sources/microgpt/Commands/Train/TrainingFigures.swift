import Inspection
import Training
import Transformer

/// What `train --json` prints at its end.
struct TrainingFigures: Encodable {
  private let settings: SettingsFigures
  private let parameterCount, vocabularySize: Int
  private let layout: String
  private let trainingCount, heldOutCount, truncatedCount, droppedCount, sharedCount: Int
  private let firstStep: Int
  private let seconds: Double
  private let endedBy: TrainingEnd
  private let smoothedLoss: Double
  @ExplicitNull private var best: BestFigures?
  private let samples: [String]

  /// - Parameters:
  ///   - firstStep: how many steps had been made before.
  ///   - seconds: how long the others took.
  ///   - samples: new texts, each in one line.
  init(
    _ session: TrainingSession,
    firstStep: Int,
    seconds: Double,
    endedBy: TrainingEnd,
    samples: [String]
  ) {
    let trainer = session.trainer
    let dataset = trainer.dataset
    let model = session.model.configuration
    var settings = RunSettings()
    settings.shape = model.shape
    settings.training = trainer.configuration
    self.settings = SettingsFigures(settings)
    parameterCount = model.parameterCount
    vocabularySize = model.vocabularySize
    layout = dataset.layout.rawValue
    (trainingCount, heldOutCount) = dataset.counts
    truncatedCount = dataset.truncatedCount
    droppedCount = dataset.droppedCount
    sharedCount = dataset.sharedCount
    self.firstStep = firstStep
    self.seconds = seconds
    self.endedBy = endedBy
    smoothedLoss = trainer.state.smoothedLoss
    best = trainer.state.best.map(BestFigures.init)
    self.samples = samples
  }
}

extension Dataset {
  /// How many documents are trained and measured on; of a stream, how many tokens.
  var counts: (training: Int, heldOut: Int) {
    switch layout {
    case .lines: (training.count, validation.count)
    case .stream: (training.ranges[0].count, validation.reduce(0) { $0 + $1.count - 1 })
    }
  }
}
