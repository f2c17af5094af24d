import Training
import Transformer
import VisibleText

/// A session that is trained into a folder: figures are written as they come, checkpoints as often as asked.
struct TrainingRun {
  private(set) var session: TrainingSession
  /// The processes that make the same steps.
  let team: Team
  /// What is written; nil in all of several processes but the first.
  let files: Files?
  let source: Checkpoint.DataSource
  /// Steps between two checkpoints; 0 for one at the end only.
  let saveInterval: Int
  /// How many seconds the steps took.
  private(set) var seconds = 0.0
  /// The step of the last checkpoint that was saved.
  private var savedStep: Int?

  /// The files of a run while it is trained.
  final class Files {
    let output: RunOutput
    var metrics: MetricsFile

    init(output: RunOutput, metrics: MetricsFile) {
      self.output = output
      self.metrics = metrics
    }
  }

  init(
    session: TrainingSession,
    team: Team,
    files: Files?,
    source: Checkpoint.DataSource,
    saveInterval: Int
  ) {
    self.session = session
    self.team = team
    self.files = files
    self.source = source
    self.saveInterval = saveInterval
  }

  /// How many seconds of figures may be gathered before they are written.
  private static let longestDelay = 1.0

  /// Makes all steps that remain, or as many as there is time for before a signal asks to stop.
  ///
  /// - Returns: the signal, or nil when all steps were made.
  /// - Throws: ``Failure`` when the loss, the gradient or what the model computes is not finite, or a file can't be
  ///   written. The last checkpoint that was saved stays.
  mutating func train(progress: inout TrainingProgress) throws -> Int32? {
    // A launcher ends processes by the same signal when one of them has died, and then there is nothing to announce.
    Interruption.catchRequests(announcing: !progress.isQuiet && team.processes.count == 1)
    defer { Interruption.stopCatching() }
    let clock = ContinuousClock()
    let start = clock.now
    var lastFlush = 0.0
    if session.trainer.state.stepsDone == 0 { try saveSnapshot(ifDueAfterStep: 0) }
    try team.meet()
    while let step = try next() {
      seconds = (clock.now - start).seconds
      files?.metrics.append(step, seconds: seconds)
      progress.show(step, seconds: seconds)
      try saveSnapshot(ifDueAfterStep: step.number)
      if saveInterval > 0, step.number % saveInterval == 0 {
        try save()
      } else if files?.metrics.isFull == true || seconds - lastFlush > Self.longestDelay {
        try files?.metrics.flush()
        lastFlush = seconds
      }
      let signal = try team.meet(signal: Interruption.pending)
      // After the last step there is nothing to stop.
      let configuration = session.trainer.configuration
      let isLast = step.number == configuration.stepCount || configuration.stopsEarly(session.trainer.state)
      if !isLast, let signal {
        try save()
        if let files { progress.endInterrupted(step, folder: files.output.run) }
        return signal
      }
    }
    try save()
    if let files {
      seconds = (clock.now - start).seconds
      progress.end(session.trainer, seconds: seconds, folder: files.output.run)
    }
    return nil
  }

  private mutating func next() throws(Failure) -> Trainer<GPT>.Step? {
    do { return try session.trainer.next() } catch { throw try failure(error) }
  }

  /// Saves what the model is now, where the settings ask for it.
  private mutating func saveSnapshot(ifDueAfterStep step: Int) throws(Failure) {
    guard session.trainer.configuration.takesSnapshot(afterStep: step) else { return }
    try checkModel()
    try files?.output.save(snapshot: session.checkpoint(source: source).snapshot)
  }

  /// Saves a checkpoint, unless that of this step has been saved already, of a model that still computes numbers: one that
  /// does not would take the place of one that did.
  mutating func save() throws {
    let step = session.trainer.state.stepsDone
    guard step != savedStep else { return }
    try checkModel()
    let difference: Message =
      "after step \(step) the processes no longer have the same parameters: let them run on processors of one kind, "
    try team.compare(session.model.parameterVector.data, else: difference + "with the same libraries")
    if let files { try files.output.save(session.checkpoint(source: source), after: &files.metrics) }
    savedStep = step
  }
}

extension TrainingRun {
  /// Makes sure that the model still computes numbers.
  private mutating func checkModel() throws(Failure) {
    // After the last step the trainer has looked already.
    guard session.trainer.state.stepsDone < session.trainer.configuration.stepCount else { return }
    do { try session.trainer.check() } catch { throw try failure(error) }
  }

  /// What to say when training has failed, once the figures are written.
  private func failure(_ error: TrainingError) throws(Failure) -> Failure {
    guard let files else { return Failure("\(error)") }
    try files.metrics.flush()
    return Failure("\(error). \(files.output.remainingCheckpoint)")
  }
}

extension Duration {
  /// The duration in seconds.
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
