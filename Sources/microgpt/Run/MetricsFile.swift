import Training
import Transformer

/// The figures of a run's steps, a JSON object a line.
///
/// Lines are gathered and written in whole.
struct MetricsFile {
  private let output: RunOutput
  private let earlierSeconds: Double
  /// Whether a held-out loss of the earlier steps is a mean over tokens only.
  let continuesOlderMeans: Bool
  private var gathered = FigureBytes()
  /// Where the lines go while a run of before keeps its own.
  private var draft: Platform.Draft?
  /// The same figures in other formats.
  private var others: OtherLogs

  /// How every line begins that is written here.
  static let mark = "{\"" + StepFigures.Key.step + "\":"

  /// What stands in front of each number.
  private enum Lead {
    static let step = Array(MetricsFile.mark.utf8)
    static let loss = lead(StepFigures.Key.loss)
    static let smoothedLoss = lead(StepFigures.Key.smoothedLoss)
    static let learningRate = lead(StepFigures.Key.learningRate)
    static let gradientNorm = lead(StepFigures.Key.gradientNorm)
    static let seconds = lead(StepFigures.Key.seconds)
    static let validationLoss = lead(StepFigures.Key.validationLoss)
    static let validationLossPerToken = lead(StepFigures.Key.validationLossPerToken)

    static let end = Array("}\n".utf8)

    private static func lead(_ key: String) -> [UInt8] { Array((",\"" + key + "\":").utf8) }
  }

  /// Begins the file, with the figures of the steps that a run has made before it is gone on with.
  ///
  /// Of a damaged file what can be read is kept; a note says what can't, and the file stays as it was under another name.
  ///
  /// - Parameters:
  ///   - resumed: the run that is gone on with, and its checkpoint.
  ///   - formats: in which other formats the figures are written, too.
  init(
    _ output: RunOutput,
    resuming resumed: (run: RunFolder, checkpoint: Checkpoint)?,
    formats: [LogFormat] = []
  ) throws(Failure) {
    self.output = output
    others = OtherLogs(output, formats, isContinued: resumed?.run.isSame(as: output.run) ?? false)
    do {
      let draft = try Platform.draft(of: RunFolder.metricsName, in: output.folder, [])
      var earlier = EarlierFigures()
      if output.holdsOtherFigures {
        let kept = try Self.keepAside(in: output, as: "metrics.old")
        Terminal.error.line("note: the figures of a run that saved no checkpoint are kept as '\(kept)'")
      }
      if let (run, checkpoint) = resumed {
        // Another run's file stays as it is, and another process may be writing to it.
        let isInPlace = run.isSame(as: output.run)
        earlier = try EarlierFigures(of: run, through: checkpoint, into: draft, readsAll: isInPlace)
        let kept =
          isInPlace && earlier.losesLines ? try Self.keepAside(in: output, as: "metrics.damaged") : nil
        if let note = earlier.note(on: run, keptAs: kept) { Terminal.error.line(note) }
      }
      earlierSeconds = earlier.seconds
      continuesOlderMeans = earlier.holdsOlderMeans
      if output.replacesRun {
        self.draft = draft
      } else {
        try draft.take(RunFolder.metricsName, waitsForDisk: resumed != nil)
      }
    } catch let error as Platform.SystemError {
      throw Failure("can't write '\(output.run.metricsPath)': \(error)")
    } catch let error as Failure {
      throw error
    } catch { throw Failure("can't write '\(output.run.metricsPath)': \(error)") }
    try others.begin()
  }

  /// Gives the file of figures, as it is, a second name: `metrics.old.jsonl`, `metrics.old-2.jsonl`, and so on.
  ///
  /// - Returns: its path.
  private static func keepAside(
    in output: RunOutput,
    as kind: String
  ) throws(Platform.SystemError) -> String {
    for number in 1... {
      let name = number == 1 ? "\(kind).jsonl" : "\(kind)-\(number).jsonl"
      guard output.folder.status(of: name) == nil else { continue }
      do { try output.folder.link(RunFolder.metricsName, as: name) } catch {
        // Not every file system has second names.
        try output.folder.rename(RunFolder.metricsName, to: name)
      }
      return output.run.path + "/" + name
    }
    return ""
  }

  /// Adds the line of a step, at full precision; `seconds` counts from where training began or went on.
  mutating func append(_ step: Trainer<GPT>.Step, seconds: Double) {
    gathered.append(Lead.step)
    gathered.append(step.number)
    gather(Lead.loss, step.loss)
    gather(Lead.smoothedLoss, step.smoothedLoss)
    gather(Lead.learningRate, step.learningRate)
    gather(Lead.gradientNorm, step.gradientNorm)
    gathered.append(Lead.seconds)
    gathered.append(seconds: earlierSeconds + seconds)
    if let loss = step.validationLoss { gatherHeldOut(Lead.validationLoss, loss) }
    if let loss = step.validationLossPerToken { gatherHeldOut(Lead.validationLossPerToken, loss) }
    gathered.append(Lead.end)
  }

  /// Adds a key and its number.
  private mutating func gather(_ key: [UInt8], _ number: Double) {
    gathered.append(key)
    gathered.append(number)
  }

  /// The same for a number that may be infinite, for which JSON has no word.
  private mutating func gatherHeldOut(_ key: [UInt8], _ loss: Double) {
    if loss.isFinite { return gather(key, loss) }
    gathered.append(key)
    gathered.write("null")
  }

  /// Whether so much is gathered that it is to be written: memory that is used again stays in the processor's cache.
  var isFull: Bool { gathered.bytes.count >= 1 << 16 }

  /// Writes what was gathered to the end of the file.
  mutating func flush() throws(Failure) { try flush(waitsForDisk: false) }

  /// Writes what was gathered, and waits until all of it is on the disk.
  mutating func save() throws(Failure) { try flush(waitsForDisk: true) }

  /// Gives the file a name where it has none yet, because a run of before keeps its own.
  mutating func takeName(_ name: String) throws(Platform.SystemError) {
    try draft?.take(name, waitsForDisk: false)
    draft = nil
  }

  private mutating func flush(waitsForDisk: Bool) throws(Failure) {
    guard !gathered.bytes.isEmpty || waitsForDisk else { return }
    do {
      if let draft {
        try draft.write(gathered.bytes)
        if waitsForDisk { try draft.synchronize() }
      } else {
        try output.folder.append(gathered.bytes, to: RunFolder.metricsName, waitsForDisk: waitsForDisk)
      }
    } catch { throw failure(error) }
    try others.append(gathered.bytes)
    gathered.removeAll()
  }

  /// Begins the files of other formats where a run of before kept its own until now.
  mutating func beginOtherFormats() throws(Failure) { try others.begin() }

  private func failure(_ error: Platform.SystemError) -> Failure {
    Failure("can't write '\(output.run.metricsPath)': \(error)")
  }
}
