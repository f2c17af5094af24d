import Arguments
import Drawing
import Threads
import Replay
import Training
import Transformer
import VisibleText

/// `microgpt train`: trains a model on a text file, saves the run, and prints new texts.
struct TrainCommand {
  let arguments: ParsedArguments

  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  /// - Returns: the exit status: 0 when all steps were made, 128 and the signal's number when a signal ended it.
  func run() throws -> Int32 {
    if let refusal = Launcher.refusal {
      // The first process says it for all; where another failed before, the launcher might not let it.
      guard refusal.rank == 0 else { return ExitStatus.success }
      throw Failure(refusal.message)
    }
    let team = Team(processes: try Launcher.processes())
    return try team.perform { try train(with: team) }
  }

  private func train(with team: Team) throws -> Int32 {
    try InputFile.checkOneIsStandardInput(
      arguments,
      [(Self.file, arguments[Self.file]), (Self.settings, arguments[Self.settings])]
    )
    // Notes and progress are drawn beside a document, too.
    if arguments[Self.quiet] { try arguments.checkTextIsPrinted() }
    if team.processes.count > 1 { try checkAllCanRead() }
    if arguments[Self.samples] == 0, arguments.isGiven(Self.temperature) {
      throw arguments.usageError("--temperature has no effect with --samples 0")
    }
    let resumed = arguments[Self.resume].map(RunFolder.init)
    let folder =
      arguments[Self.output].map(RunFolder.init) ?? resumed ?? .standard(for: arguments[Self.file])
    // Before the checkpoint is read: whoever trains into the same run would go on to save later ones.
    let resumedOutput = try resumed.flatMap { team.isFirst ? try reopened($0, as: folder) : nil }
    let checkpoint = try resumed?.loadCheckpoint()
    let origin = try checkpointToBeginWith()
    let given = try Self.given(arguments)
    let settings =
      try checkpoint.map { try Self.settings(arguments, given, resuming: $0) }
      ?? origin.map { try Self.settings(arguments, given, from: $0) } ?? Self.settings(arguments, given)
    try checkAllHave(settings, in: team)
    let text = try TextFile(arguments[Self.file], layout: settings.training.layout)
    var session =
      try checkpoint.map { try resumedSession($0, settings, on: text) }
      ?? newSession(settings, given, from: origin, on: text)
    Terminal.keepSigns(of: session.tokenizer)
    session.trainer.processes = team.processes
    // Processes that were started together are meant to have a processor each.
    let processors = team.processes.count > 1 ? 1 : processorCount
    let threads = arguments[Self.threads] ?? min(processors, session.trainer.usefulWorkerCount)
    if threads > 1 { session.trainer.workers = ThreadPool(threadCount: threads).workers }
    noteIdleProcesses(session, threads: threads)
    try checkText(in: folder)
    let past = resumed.flatMap { run in checkpoint.map { (run: run, checkpoint: $0) } }
    var files: TrainingRun.Files?
    if team.isFirst {
      let output =
        try resumedOutput ?? RunOutput(beginningIn: folder, overwrites: arguments[Self.overwrite])
      let metrics = try MetricsFile(output, resuming: past, formats: arguments[Self.logFormats])
      try output.beginSnapshots(resuming: past)
      noteOlderMeans(metrics)
      files = TrainingRun.Files(output: output, metrics: metrics)
      if let checkpoint { noteJump(session, since: checkpoint) }
      notePatience(session)
    }
    try team.compare(
      session.model.parameterVector.data,
      mark: text.fingerprint.hash,
      else:
        "the processes have read different files; \(InputFile.phrase(text.path)) and what is resumed must be the same for all"
    )

    var progress = TrainingProgress(
      session,
      on: text,
      isQuiet: arguments[Self.quiet],
      samplesTexts: arguments[Self.samples] > 0,
      unkeptOptions: unkeptOptions
    )
    progress.begin(session)
    var run = TrainingRun(
      session: session,
      team: team,
      files: files,
      source: text.source,
      saveInterval: arguments[Self.saveEvery]
    )
    let firstStep = session.trainer.state.stepsDone
    if let signal = try run.train(progress: &progress) {
      if files != nil {
        try printDocument(run, firstStep: firstStep, in: folder, endedBy: .signal, samples: [])
      }
      return 128 + signal
    }
    guard let files else { return ExitStatus.success }

    let temperature = arguments[Self.temperature]
    let sampler = Sampler(temperature == 0 ? .greedy : .random(temperature: temperature))
    let count = arguments.given(Self.samples) ?? (sampler.textsAreAlike ? 1 : arguments[Self.samples])
    let samples: [[UInt8]]
    do { samples = try run.session.sampleBytes(count, sampler: sampler) } catch {
      throw Failure("no new texts can be drawn: \(error). The run is saved in '\(folder.path)'")
    }
    try files.output.save(samples: samples)
    if arguments[PrintedDocument.flag] {
      let trainer = run.session.trainer
      let end = trainer.configuration.stopsEarly(trainer.state) ? TrainingEnd.patience : .steps
      try printDocument(run, firstStep: firstStep, in: folder, endedBy: end, samples: samples)
    } else {
      Terminal.output.write(samples.map { visible($0) + "\n" }.joined())
    }
    return ExitStatus.success
  }

  /// Prints what training came to, where `--json` asks for it.
  private func printDocument(
    _ run: TrainingRun,
    firstStep: Int,
    in folder: RunFolder,
    endedBy end: TrainingEnd,
    samples: [[UInt8]]
  ) throws {
    guard arguments[PrintedDocument.flag] else { return }
    let figures = TrainingFigures(
      run.session,
      firstStep: firstStep,
      seconds: run.seconds,
      endedBy: end,
      samples: samples.map { visible($0) }
    )
    let step = run.session.trainer.state.stepsDone
    Terminal.output.write(try FigureDocument(.train, figures, run: folder, step: step).json())
  }

  /// The options, as they were typed, that a run does not keep.
  private var unkeptOptions: [(name: String, value: String)] {
    let options: [any NamedDeclaration] = [
      Self.saveEvery, Self.samples, Self.temperature, Self.threads, Self.logFormats,
    ]
    return options.compactMap { option in arguments.typed(option).map { (option.name, $0) } }
  }

  // MARK: A new run

  /// What `--from` and `--checkpoint` name; nil where a new model is drawn.
  private func checkpointToBeginWith() throws -> Checkpoint? {
    guard let path = arguments[Self.from] else {
      guard !arguments.isGiven(Self.fromCheckpoint) else {
        throw arguments.usageError("\(Self.fromCheckpoint.name) has no effect without \(Self.from.name)")
      }
      return nil
    }
    guard !arguments.isGiven(Self.resume) else {
      throw arguments.usageError(
        "Give \(Self.resume.name) to go on with a run as it was, or \(Self.from.name) to begin another with its weights"
      )
    }
    return try arguments.checkpoint(of: RunFolder(path: path))
  }

  private func newSession(
    _ settings: RunSettings,
    _ given: [GivenSetting],
    from origin: Checkpoint?,
    on text: TextFile
  ) throws -> TrainingSession {
    do {
      if let origin, let path = arguments[Self.from] {
        return try TrainingSession(
          from: origin,
          ofRun: path,
          on: text.corpus,
          configuration: settings.training,
          arithmetics: [.double, .single]
        )
      }
      return try TrainingSession(
        text.corpus,
        configuration: settings.training,
        shape: settings.shape,
        arithmetics: [.double, .single]
      )
    } catch { throw refusal(of: given, error, on: text) }
  }

  /// What to say of settings that do not go together, or not with the text.
  private func refusal(
    of given: [GivenSetting],
    _ error: TrainingSessionError,
    on text: TextFile
  ) -> any Error {
    switch error {
    case .shape(let error):
      let shape = Setting.all(in: .model) + Setting.all(in: .attention)
      let settings: [Setting] =
        if case .headsDoNotDivideWidth = error { [.heads, .embedding] } else { shape }
      return given.error(about: settings, in: arguments) { _ in "\(error)" }
    case .dataset(let error):
      return given.error(about: [.validation], in: arguments) {
        "\($0): \(error) (\(InputFile.phrase(text.path)))"
      }
    case .weightDecay:
      return given.error(about: [.weightDecay, .learningRate], in: arguments) { "\($0): \(error)" }
    case .warmup: return given.error(about: [.warmup, .steps], in: arguments) { "\($0): \(error)" }
    case .unit: return given.error(about: [.tokens], in: arguments) { "\($0): \(error)" }
    case .snapshot, .precision: return Failure("can't train: \(error)")
    }
  }

  /// The folder of the run that is resumed where the new steps go there, too; else nil.
  private func reopened(_ resumed: RunFolder, as folder: RunFolder) throws -> RunOutput? {
    // Where there is no checkpoint, to load it says so.
    guard folder.isSame(as: resumed), resumed.holdsCheckpoint else { return nil }
    guard !arguments[Self.overwrite] else {
      throw arguments.usageError(
        "--overwrite has no effect with --resume, which goes on in the run's own folder; give --output for another"
      )
    }
    return try RunOutput(goingOnIn: folder)
  }

  private func checkText(in folder: RunFolder) throws(Failure) {
    guard arguments[Self.file] != InputFile.standardInput, folder.writes(arguments[Self.file]) else { return }
    throw Failure(
      "the run in '\(folder.path)' would replace '\(arguments[Self.file])', which it is trained on"
    )
  }

  // MARK: A resumed run

  private func resumedSession(
    _ checkpoint: Checkpoint,
    _ settings: RunSettings,
    on text: TextFile
  ) throws -> TrainingSession {
    guard text.fingerprint == checkpoint.source.fingerprint else {
      throw text.isAnother(than: checkpoint.source)
    }
    let stepCount = settings.training.stepCount
    let stepsDone = checkpoint.state.stepsDone
    guard stepCount > stepsDone else {
      throw arguments.usageError(
        "the run has made \(counted(stepsDone, "step")); give --steps with more to go on"
      )
    }
    let session: TrainingSession
    do {
      session = try TrainingSession(
        resuming: checkpoint,
        on: text.corpus,
        stepCount: stepCount,
        snapshotInterval: settings.training.snapshotInterval,
        patience: settings.training.patience,
        arithmetics: [.double, .single]
      )
    } catch {
      if case .warmup = error { throw arguments.usageError("--\(Setting.steps.name): \(error)") }
      throw Failure("can't go on with the run: \(error)")
    }
    guard !session.trainer.configuration.stopsEarly(session.trainer.state) else {
      let patience = Setting.patience
      let count = checkpoint.state.measurementsSinceBest
      throw arguments.usageError(
        "--\(patience.name) is \(patience.value(in: settings) ?? .unset), and \(counted(count, "measurement")) brought no lower "
          + "held-out loss; to go on give --\(patience.name) \(count + 1) or more, or \(SettingValue.unset)"
      )
    }
    if let result = session.model.firstNonFiniteResult(reading: session.trainer.dataset.training[0]) {
      throw Failure("can't go on with the run, whose model computes no numbers: \(result)")
    }
    return session
  }

  /// Says where another end, which draws a new line for the learning rate, makes it jump.
  private func noteJump(_ session: TrainingSession, since checkpoint: Checkpoint) {
    let (planned, now) = (checkpoint.training, session.trainer.configuration)
    let stepsDone = checkpoint.state.stepsDone
    guard planned.learningRate(at: stepsDone) != now.learningRate(at: stepsDone), stepsDone > 0,
      !arguments[Self.quiet]
    else { return }
    func at(_ step: Int, _ configuration: TrainingConfiguration) -> String {
      let rate = configuration.learningRate(at: step - 1)
      return "\(NumberFormat.significant(rate)) at step \(NumberFormat.grouped(step))"
    }
    Terminal.error.line(
      "note: the run now ends after step \(NumberFormat.grouped(now.stepCount)), not \(NumberFormat.grouped(planned.stepCount)): "
        + "its learning rate\(now.schedule == .constant ? "" : ", which falls to 0 there,") jumps from \(at(stepsDone, planned)) to \(at(stepsDone + 1, now))"
    )
  }

  /// Says where patience can't end the run, as too few measurements are left.
  private func notePatience(_ session: TrainingSession) {
    let (configuration, state) = (session.trainer.configuration, session.trainer.state)
    guard let patience = configuration.patience, !arguments[Self.quiet] else { return }
    // The first measurement of a run is its lowest so far, and after the last there is nothing to end.
    let longest =
      state.measurementsSinceBest + configuration.measurementCount(afterStep: state.stepsDone)
      - (state.best == nil ? 2 : 1)
    guard patience > longest else { return }
    let advice: Message =
      longest < 1
      ? "too few measurements are left"
      : "too few measurements are left for more than --\(Setting.patience.name) \(longest)"
    Terminal.error.line(
      "note: --\(Setting.patience.name) \(patience) can't end this run early: \(advice); see --\(Setting.validateEvery.name)"
    )
  }

  /// Says that the figures so far and those to come are two kinds of mean.
  private func noteOlderMeans(_ metrics: MetricsFile) {
    guard metrics.continuesOlderMeans, !arguments[Self.quiet] else { return }
    Terminal.error.line(
      "note: up to here the run's validation_loss is a mean over tokens, as an earlier version of this program measured it; "
        + "from here on it is the mean over documents, as loss is, and validation_loss_per_token is the one over tokens"
    )
  }
}
