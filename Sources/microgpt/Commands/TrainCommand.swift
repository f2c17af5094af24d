import Report
import Threads
import Training
import Transformer

/// `microgpt train`: trains a model on a text file, saves the run, and prints new texts.
struct TrainCommand {
  private let arguments: ParsedArguments

  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  /// - Returns: the exit status: 0 when all steps were made, 128 and the signal's number when a signal ended it.
  func run() throws -> Int32 {
    let checkpoint = try arguments[Self.resume].map { try RunFolder(path: $0).loadCheckpoint() }
    if let checkpoint { try checkFixedOptions(checkpoint) }

    let text = try TextFile(
      arguments[Self.file],
      layout: checkpoint?.training.layout ?? arguments[Self.documents]
    )
    var session = try checkpoint.map { try resumedSession($0, on: text) } ?? newSession(on: text)
    let threads = arguments[Self.threads] ?? min(processorCount, session.trainer.usefulWorkerCount)
    if threads > 1 { session.trainer.workers = ThreadPool(threadCount: threads).workers }
    let (folder, metrics) = try output(stepsDone: session.trainer.state.stepsDone)

    var progress = TrainingProgress(session, on: text, isQuiet: arguments[Self.quiet])
    progress.begin(session)
    var run = TrainingRun(
      session: session,
      folder: folder,
      source: text.source,
      metrics: metrics,
      saveInterval: arguments[Self.saveEvery]
    )
    if let signal = try run.train(progress: &progress) { return 128 + signal }

    let sampler = Sampler(.random(temperature: arguments[Self.temperature]))
    let samples: [String]
    do { samples = try run.session.sample(arguments[Self.samples], sampler: sampler) } catch {
      throw Failure("no new texts can be drawn: \(error). The run is saved in '\(folder.path)'")
    }
    try folder.save(samples: samples)
    Terminal.output.write(samples.map { visible($0) + "\n" }.joined())
    return ExitStatus.success
  }

  // MARK: A new run

  private func newSession(on text: TextFile) throws -> Session {
    var configuration = TrainingConfiguration()
    configuration.stepCount = arguments[Self.steps]
    configuration.seed = UInt64(arguments[Self.seed])
    configuration.learningRate = arguments[Self.learningRate]
    configuration.batchSize = arguments[Self.batch]
    configuration.gradientClip = arguments[Self.clip]
    configuration.validationShare = arguments[Self.validation]
    configuration.layout = arguments[Self.documents]
    configuration.unit = arguments[Self.tokens]
    do {
      return try Session(
        text.corpus,
        configuration: configuration,
        layerCount: arguments[Self.layers],
        embeddingWidth: arguments[Self.embedding],
        headCount: arguments[Self.heads],
        contextLength: arguments[Self.context],
        attention: try Self.attentionChoices(arguments)
      )
    } catch SessionError.shape(let error) {
      throw arguments.usageError("\(error)")
    } catch SessionError.dataset(let error) {
      throw arguments.usageError("--validation: \(error) ('\(text.path)')")
    }
  }

  /// The folder of the run and the file for its figures.
  ///
  /// An old run is taken away only now that all else is in order.
  private func output(stepsDone: Int) throws -> (RunFolder, MetricsFile) {
    let resumed = arguments[Self.resume].map(RunFolder.init)
    let folder =
      arguments[Self.output].map(RunFolder.init) ?? resumed ?? .standard(for: arguments[Self.file])
    let earlier = try resumed.map { try MetricsFile.earlier(in: $0, throughStep: stepsDone) } ?? .init()
    if let resumed { try noteOlderMeans(resumed) }
    if let resumed, folder.isSame(as: resumed) {
      return (folder, try MetricsFile(folder, after: earlier))
    }
    guard !folder.holdsRun || arguments[Self.overwrite] else {
      throw Failure(
        "'\(folder.path)' already holds "
          + (folder.holdsCheckpoint
            ? "a run; give --overwrite to replace it, --output for another folder, or --resume "
              + "\(shellWord(folder.path)) to go on with it"
            : "files of a run that saved no checkpoint; give --overwrite to replace them, or --output for "
              + "another folder")
      )
    }
    guard !folder.writes(arguments[Self.file]) else {
      throw Failure(
        "the run in '\(folder.path)' would replace '\(arguments[Self.file])', which it is trained on"
      )
    }
    try folder.prepare()
    return (folder, try MetricsFile(folder, after: earlier))
  }

  // MARK: A resumed run

  private func resumedSession(_ checkpoint: Checkpoint, on text: TextFile) throws -> Session {
    guard text.fingerprint == checkpoint.source.fingerprint else {
      throw Failure(
        """
        '\(text.path)' is not the text the run was trained on: its fingerprint is \(text.fingerprint), that of \
        '\(checkpoint.source.name)' was \(checkpoint.source.fingerprint)
        """
      )
    }
    let stepCount = arguments.given(Self.steps) ?? checkpoint.training.stepCount
    let stepsDone = checkpoint.state.stepsDone
    guard stepCount > stepsDone else {
      throw arguments.usageError(
        "the run has made \(counted(stepsDone, "step")); give --steps with more to go on"
      )
    }
    let session: Session
    do {
      session = try Session(resuming: checkpoint, on: text.corpus, stepCount: stepCount)
    } catch { throw Failure("can't go on with the run: \(error)") }
    if let result = session.model.firstNonFiniteResult(reading: session.trainer.dataset.training[0]) {
      throw Failure("can't go on with the run, whose model computes no numbers: \(result)")
    }
    noteJump(session, since: checkpoint)
    return session
  }

  /// Says where another end, which draws a new line for the learning rate, makes it jump.
  private func noteJump(_ session: Session, since checkpoint: Checkpoint) {
    let (planned, now) = (checkpoint.training, session.trainer.configuration)
    let stepsDone = checkpoint.state.stepsDone
    guard planned.stepCount != now.stepCount, stepsDone > 0, !arguments[Self.quiet] else { return }
    func at(_ step: Int, _ configuration: TrainingConfiguration) -> String {
      let rate = configuration.learningRate(at: step - 1)
      return "\(NumberFormat.significant(rate)) at step \(NumberFormat.grouped(step))"
    }
    Terminal.error.line(
      "note: the run now ends after step \(NumberFormat.grouped(now.stepCount)), not \(NumberFormat.grouped(planned.stepCount)): "
        + "its learning rate, which falls to 0 there, jumps from \(at(stepsDone, planned)) to \(at(stepsDone + 1, now))"
    )
  }

  /// Says that the figures so far and those to come are two kinds of mean.
  private func noteOlderMeans(_ run: RunFolder) throws(Failure) {
    guard !arguments[Self.quiet], try MetricsFile.holdsOlderMeans(run) else { return }
    Terminal.error.line(
      "note: up to here the run's validation_loss is a mean over tokens, as an earlier version of this program measured it; "
        + "from here on it is the mean over documents, as loss is, and validation_loss_per_token is the one over tokens"
    )
  }

  /// A resumed run keeps its settings: an option that says otherwise is a mistake.
  private func checkFixedOptions(_ checkpoint: Checkpoint) throws(UsageError) {
    let model = checkpoint.model
    let training = checkpoint.training
    try check(Self.layers, model.layerCount)
    try check(Self.embedding, model.embeddingWidth)
    try check(Self.heads, model.headCount)
    try check(Self.context, model.contextLength)
    try check(Self.seed, Int(clamping: training.seed))
    try check(Self.learningRate, training.learningRate)
    try check(Self.batch, training.batchSize)
    try check(Self.validation, training.validationShare)
    try check(Self.documents, training.layout)
    try check(Self.tokens, training.unit)
    if let clip = arguments[Self.clip], clip != training.gradientClip {
      throw Self.fixed(arguments, Self.clip.name, training.gradientClip.map { "\($0)" } ?? "no limit")
    }
    try Self.checkFixedAttention(arguments, model)
  }

  private func check<Setting: Equatable>(_ option: Option<Setting>, _ kept: Setting) throws(UsageError) {
    if let given = arguments.given(option), given != kept {
      throw Self.fixed(arguments, option.name, "\(kept)")
    }
  }
}
