import Autograd
import Drawing
import Training
import Transformer
import VisibleText

/// What is compared of a run: its settings, its losses, its samples, and where a text is read its parameters.
struct ComparedRun {
  let folder: RunFolder
  let settings: RunSettings
  let tokenizer: Tokenizer
  let source: Checkpoint.DataSource
  /// The run whose weights it began with.
  let origin: Checkpoint.Origin?
  let stepsDone: Int
  /// The running mean of the loss at the last step; nan before the first.
  let smoothedLoss: Double
  /// The running mean at up to 300 steps of equal distance.
  let curve: [Point]
  /// The held-out loss wherever it was measured, as a mean over documents.
  let heldOut: [Point]
  /// The texts sampled at the end, as UTF-8.
  let samples: [[UInt8]]
  /// The process that trains the run at present.
  let trainer: Int32?
  /// Whether it made all its steps, or as many as its patience let it.
  let isComplete: Bool
  /// Whether it was gone on with to another end, so that its learning rate jumped on the way.
  let wasExtended: Bool
  private let model: GPTConfiguration
  private let parameters: [Double]

  /// A loss at a step.
  struct Point: Equatable {
    let step: Int
    let loss: Double
  }

  /// How many points a curve has at most, its ends aside.
  static let curveLength = 300

  /// Reads a run, as it was when its checkpoint was saved.
  ///
  /// - Parameters:
  ///   - checkpoint: the run's last, or one of its snapshots.
  ///   - isSnapshot: whether it is a snapshot: the run's samples are not of it.
  ///   - keepsParameters: whether a model is to be made of it.
  /// - Throws: ``Failure`` where what the run tells of its steps can't be read.
  init(_ folder: RunFolder, _ checkpoint: Checkpoint, isSnapshot: Bool, keepsParameters: Bool) throws(Failure)
  {
    let record = try RunRecord(folder, checkpoint)
    if let omission = record.omission {
      Terminal.error.line("note: '\(record.metricsPath)': \(omission); left out")
    }
    let stepsDone = checkpoint.state.stepsDone
    // Figures of later steps are of a model that was not saved.
    let steps = record.steps.prefix { $0.step <= stepsDone }
    self.folder = folder
    self.stepsDone = stepsDone
    settings = RunSettings(of: checkpoint)
    model = checkpoint.model
    tokenizer = checkpoint.tokenizer
    source = checkpoint.source
    origin = checkpoint.origin
    smoothedLoss = checkpoint.state.smoothedLoss
    let endedEarly = checkpoint.training.stopsEarly(checkpoint.state)
    isComplete = endedEarly || stepsDone == checkpoint.training.stepCount
    // Runs that patience ended elsewhere share their steps with those that went on.
    curve = Self.curve(of: steps, stepsDone: endedEarly ? checkpoint.training.stepCount : stepsDone)
    heldOut = steps.compactMap { step in
      step.validationLossPerDocument.map { Point(step: step.step, loss: $0) }
    }
    samples = isSnapshot ? [] : record.samples
    trainer = (try? Platform.Folder(folder.path))?.holder
    wasExtended = checkpoint.training.wasExtended(over: steps)
    parameters = keepsParameters ? checkpoint.parameters : []
  }

  /// The figures at the steps that all runs of a length share.
  private static func curve(of steps: ArraySlice<StepFigures>, stepsDone: Int) -> [Point] {
    let stride = max(1, (stepsDone + curveLength - 1) / curveLength)
    return steps.filter { $0.step == 1 || $0.step == steps.last?.step || $0.step % stride == 0 }
      .map { Point(step: $0.step, loss: $0.smoothedLoss) }
  }

  var contextLength: Int { model.contextLength }
  var headCount: Int { model.layerCount * model.headCount }

  /// The model on a tape of its own; only where the parameters were kept.
  func makeModel() -> GPT {
    var rest = parameters[...]
    return GPT(model, on: Tape()) { rest.removeFirst() }
  }

  /// The lowest held-out loss, of the first step that has it.
  var lowestHeldOut: Point? { heldOut.min { $0.loss < $1.loss } }

  /// The last held-out loss, where it was measured when the training ended or was saved.
  var heldOutLoss: Double? { heldOut.last.flatMap { $0.step == stepsDone ? $0.loss : nil } }

  /// How many steps were made: `3,000`, or `1,200 of 3,000`.
  var progress: String {
    let stepCount = settings.training.stepCount
    let done = NumberFormat.grouped(stepsDone)
    return stepsDone == stepCount ? done : "\(done) of \(NumberFormat.grouped(stepCount))"
  }

  /// The folder's name in a table.
  var name: String { excerpt(folder.path, limit: 32) }
}
