import Threads
import Training
import Transformer

/// `microgpt train`: trains a model on a text file, saves the run, and prints new texts.
struct TrainCommand {
  private let arguments: ParsedArguments

  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  /// - Returns: the exit status: 0 when all steps were made, 128 and the signal's number when a signal ended it.
  func run() throws -> Int32 {
    if arguments[Self.samples] == 0, arguments.isGiven(Self.temperature) {
      throw arguments.usageError("--temperature has no effect with --samples 0")
    }
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

    let temperature = arguments[Self.temperature]
    let sampler = Sampler(temperature == 0 ? .greedy : .random(temperature: temperature))
    // Greedy texts are all the same: one is enough unless more are asked for.
    let count = arguments.given(Self.samples) ?? (temperature == 0 ? 1 : arguments[Self.samples])
    let samples = run.session.sample(count, sampler: sampler)
    try folder.save(samples: samples)
    Terminal.output.write(samples.map { visible($0) + "\n" }.joined())
    return ExitStatus.success
  }

  // MARK: A new run

  private func newSession(on text: TextFile) throws -> Session {
    var configuration = TrainingConfiguration()
    configuration.stepCount = arguments[Self.steps]
    configuration.seed = arguments[Self.seed]
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
    if let resumed, folder.isSame(as: resumed) {
      guard !arguments[Self.overwrite] else {
        throw arguments.usageError(
          "--overwrite has no effect with --resume, which goes on in the run's own folder; give --output for another"
        )
      }
      return (folder, try MetricsFile(folder, after: earlier))
    }
    guard !folder.holdsRun || arguments[Self.overwrite] else {
      throw Failure(
        "'\(folder.path)' already holds "
          + (folder.holdsCheckpoint
            ? "a run; give --overwrite to replace it, --output for another folder, or --resume "
              + "\(shellWord(folder.path)) to go on with it (with more --steps if it has made them all)"
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
    do {
      return try Session(resuming: checkpoint, on: text.corpus, stepCount: stepCount)
    } catch { throw Failure("can't go on with the run: \(error)") }
  }

  /// A resumed run keeps its settings: an option that says otherwise is a mistake.
  private func checkFixedOptions(_ checkpoint: Checkpoint) throws(UsageError) {
    let model = checkpoint.model
    let training = checkpoint.training
    try check(Self.layers, model.layerCount)
    try check(Self.embedding, model.embeddingWidth)
    try check(Self.heads, model.headCount)
    try check(Self.context, model.contextLength)
    try check(Self.seed, training.seed)
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
