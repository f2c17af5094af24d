import Inspection
import Pictures
import Training
import Transformer

/// What `info --json` prints of a run.
struct InfoFigures: Encodable {
  private struct Matrix: Encodable {
    let name: String
    let rows, columns: Int
  }

  private struct Origin: Encodable {
    let run: String
    let step, newTokenCount: Int
    let data: DataFigures

    init(_ origin: Checkpoint.Origin) {
      run = origin.run
      step = origin.step
      newTokenCount = origin.newTokenCount
      data = DataFigures(origin.source)
    }
  }

  private let settings: SettingsFigures
  private let parameterCount: Int
  private let matrices: [Matrix]
  private let cachedNumberCount: Int
  private let vocabulary: [String]
  @ExplicitNull private var smoothedLoss: Double?
  @ExplicitNull private var endedBy: TrainingEnd?
  @ExplicitNull private var best: BestFigures?
  private let snapshots: [Int]
  private let data: DataFigures
  @ExplicitNull private var origin: Origin?

  /// - Parameters:
  ///   - checkpoint: the one that is looked at.
  ///   - best: what the run's last one says of the lowest held-out loss.
  ///   - snapshots: after which steps there are snapshots.
  init(_ checkpoint: Checkpoint, best: BestModel?, snapshots: [Int]) {
    let model = checkpoint.model
    let tokenizer = checkpoint.tokenizer
    settings = SettingsFigures(of: checkpoint)
    parameterCount = model.parameterCount
    matrices = model.parameterShapes.map { Matrix(name: $0.name, rows: $0.rows, columns: $0.columns) }
    cachedNumberCount = model.cachedNumberCount
    vocabulary = (0..<tokenizer.vocabularySize).map { tokenizer.label($0) }
    smoothedLoss = checkpoint.state.stepsDone > 0 ? checkpoint.state.smoothedLoss : nil
    endedBy = TrainingEnd(of: checkpoint)
    self.best = best.map(BestFigures.init)
    self.snapshots = snapshots
    data = DataFigures(checkpoint.source)
    origin = checkpoint.origin.map(Origin.init)
  }
}
