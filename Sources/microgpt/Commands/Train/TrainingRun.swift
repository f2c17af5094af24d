import Training
import Transformer

/// A session that is trained into a folder: figures are written as they come, checkpoints as often as asked.
struct TrainingRun {
  private(set) var session: TrainingSession
  let output: RunOutput
  let source: Checkpoint.DataSource
  var metrics: MetricsFile
  /// Steps between two checkpoints; 0 for one at the end only.
  let saveInterval: Int
  /// The step of the last checkpoint that was saved.
  private var savedStep: Int?

  init(
    session: TrainingSession,
    output: RunOutput,
    source: Checkpoint.DataSource,
    metrics: MetricsFile,
    saveInterval: Int
  ) {
    self.session = session
    self.output = output
    self.source = source
    self.metrics = metrics
    self.saveInterval = saveInterval
  }

  /// How many seconds of figures may be gathered before they are written.
  private static let longestDelay = 1.0

  /// Makes all steps that remain, or as many as there is time for before a signal asks to stop.
  ///
  /// - Returns: the signal, or nil when all steps were made.
  /// - Throws: ``Failure`` when the loss, the gradient or what the model computes is not finite, or a file can't be
  ///   written. The last checkpoint that was saved stays.
  mutating func train(progress: inout TrainingProgress) throws(Failure) -> Int32? {
    Interruption.catchRequests(announcing: !progress.isQuiet)
    defer { Interruption.stopCatching() }
    let clock = ContinuousClock()
    let start = clock.now
    var lastFlush = 0.0
    if session.trainer.state.stepsDone == 0 { try saveSnapshot(ifDueAfterStep: 0) }
    while let step = try next() {
      let seconds = (clock.now - start).seconds
      metrics.append(step, seconds: seconds)
      progress.show(step, seconds: seconds)
      try saveSnapshot(ifDueAfterStep: step.number)
      if saveInterval > 0, step.number % saveInterval == 0 {
        try save()
      } else if seconds - lastFlush > Self.longestDelay {
        try metrics.flush()
        lastFlush = seconds
      }
      // After the last step there is nothing to stop.
      if step.number < session.trainer.configuration.stepCount, let signal = Interruption.pending {
        try save()
        progress.endInterrupted(step, folder: output.run)
        return signal
      }
    }
    try save()
    progress.end(session.trainer, seconds: (clock.now - start).seconds, folder: output.run)
    return nil
  }

  private mutating func next() throws(Failure) -> Trainer<GPT>.Step? {
    do { return try session.trainer.next() } catch {
      try metrics.flush()
      throw Failure("\(error). \(output.remainingCheckpoint)")
    }
  }

  /// Saves what the model is now, where the settings ask for it.
  private mutating func saveSnapshot(ifDueAfterStep step: Int) throws(Failure) {
    guard session.trainer.configuration.takesSnapshot(afterStep: step) else { return }
    try checkModel()
    try output.save(snapshot: session.checkpoint(source: source).snapshot)
  }

  /// Saves a checkpoint, unless that of this step has been saved already, of a model that still computes numbers: one that
  /// does not would take the place of one that did.
  mutating func save() throws(Failure) {
    let step = session.trainer.state.stepsDone
    guard step != savedStep else { return }
    try checkModel()
    try output.save(session.checkpoint(source: source), after: &metrics)
    savedStep = step
  }
}

extension TrainingRun {
  /// Makes sure that the model still computes numbers.
  private mutating func checkModel() throws(Failure) {
    // After the last step the trainer has looked already.
    guard session.trainer.state.stepsDone < session.trainer.configuration.stepCount else { return }
    do { try session.trainer.check() } catch {
      try metrics.flush()
      throw Failure("\(error). \(output.remainingCheckpoint)")
    }
  }
}

extension Duration {
  /// The duration in seconds.
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
