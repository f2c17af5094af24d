import Training
import VisibleText

/// A run's folder while this process trains into it, and no other.
final class RunOutput {
  let run: RunFolder
  let folder: Platform.Folder
  /// Whether a run of before stands in the folder until the first checkpoint takes its place.
  private(set) var replacesRun: Bool
  /// Whether figures stand in the folder of a run that saved no checkpoint.
  let holdsOtherFigures: Bool

  /// Goes on with the run in a folder.
  ///
  /// - Throws: ``Failure`` where another process trains into it, or something stands in a file's place.
  init(goingOnIn run: RunFolder) throws(Failure) {
    self.run = run
    folder = try Self.lockedFolder(run)
    replacesRun = false
    holdsOtherFigures = false
    try run.checkPlaces()
  }

  /// Begins a run in a folder, which is made where it is missing.
  ///
  /// - Parameters:
  ///   - run: the folder.
  ///   - overwrites: whether a run in it is replaced.
  ///   - trains: whether a training begins, which could go on with a run that is there instead.
  /// - Throws: ``Failure`` where another process trains into it, where it holds a run and `overwrites` is false, or where it
  ///   holds something that is no run's. Then nothing has changed.
  init(beginningIn run: RunFolder, overwrites: Bool, trains: Bool = true) throws(Failure) {
    self.run = run
    do { try Platform.makeFolder(run.path) } catch {
      throw Failure("can't make the folder '\(run.path)' for the run: \(error)")
    }
    folder = try Self.lockedFolder(run)
    let contents = try run.contents()
    switch contents {
    case .nothing, .figures: break
    case .remains, .run:
      guard overwrites else {
        throw Failure(
          "'\(run.path)' already holds "
            + (contents == .run
              ? "a run; give --overwrite to replace it, "
                + (trains
                  ? "--output for another folder, or \(shellOption("--resume", run.path)) to go on with it (with more --steps if it has made them all)"
                  : "or --output for another folder")
              : "files of a run without its checkpoint; give --overwrite to replace them, or --output for "
                + "another folder")
        )
      }
    }
    replacesRun = contents == .run || contents == .remains
    holdsOtherFigures = contents == .figures
  }

  private static func lockedFolder(_ run: RunFolder) throws(Failure) -> Platform.Folder {
    let folder: Platform.Folder
    do { folder = try Platform.Folder(run.path) } catch {
      throw Failure("can't open the folder '\(run.path)' for the run: \(error)")
    }
    switch folder.lock() {
    case .taken: break
    case .missing:
      Terminal.error.line(
        "note: '\(run.path)' can't be locked there; see to it that no other process trains into it"
      )
    case .held(let process):
      throw Failure(
        "'\(run.path)' is in use: "
          + (process.map { "process \($0) trains into it" as Message } ?? "another process trains into it")
          + "; wait for its end, or give --output for another folder"
      )
    }
    Platform.Draft.removeAbandoned(in: folder)
    try settle(run, in: folder)
    return folder
  }

  /// Writes the checkpoint, whole or not at all, and before it the figures up to it.
  ///
  /// A process that dies in between leaves figures too many, which resuming drops, and none too few.
  func save(_ checkpoint: Checkpoint, after metrics: inout MetricsFile) throws(Failure) {
    do {
      let draft = try Platform.draft(
        of: RunFolder.checkpointName,
        in: folder,
        checkpoint.encoded()
      )
      try draft.synchronize()
      try metrics.save()
      if replacesRun {
        try replaceRun(draft, &metrics)
      } else {
        try draft.take(RunFolder.checkpointName)
      }
    } catch let error as Failure {
      throw error
    } catch { throw Failure("can't write '\(run.checkpointPath)': \(error)") }
    try metrics.beginOtherFormats()
  }

  /// Puts a checkpoint and its figures in the place of those of the run before, all of them on the disk already.
  ///
  /// It is the checkpoint's new name by which the new run takes the old one's place. Killed before, the process leaves the
  /// old run; killed after, the new one, whose figures are found under the name they wait with.
  private func replaceRun(
    _ checkpoint: Platform.Draft,
    _ metrics: inout MetricsFile
  ) throws(Platform.SystemError) {
    try metrics.takeName(RunFolder.waitingMetricsName)
    try Self.prepareSnapshots(in: folder)
    try folder.synchronize()
    try checkpoint.take(RunFolder.checkpointName, waitsForDisk: false)
    replacesRun = false
    try Self.finishReplacing(in: folder)
    try folder.synchronize()
  }

  /// What is left to do once a checkpoint has taken another run's place; the figures, by which that is known, come last.
  private static func finishReplacing(in folder: Platform.Folder) throws(Platform.SystemError) {
    folder.remove(RunFolder.samplesName)
    for format in LogFormat.others { folder.remove(format.fileName) }
    try replaceSnapshots(in: folder)
    try folder.rename(RunFolder.waitingMetricsName, to: RunFolder.metricsName)
  }

  /// Ends what another process was killed in: what waits gets its name, or goes where its checkpoint never came.
  private static func settle(_ run: RunFolder, in folder: Platform.Folder) throws(Failure) {
    try settleMetrics(of: run, in: folder)
    removeSnapshots(RunFolder.waitingSnapshotsName, in: folder)
  }

  private static func settleMetrics(of run: RunFolder, in folder: Platform.Folder) throws(Failure) {
    guard Platform.kindWithoutLinks(of: run.waitingMetricsPath) == .file else { return }
    let mark = Array(MetricsFile.mark.utf8)
    // Whoever else has put a file there keeps it.
    guard (try? Platform.readBeginning(of: run.waitingMetricsPath, count: mark.count)) == mark else { return }
    guard let checkpoint = try? run.loadCheckpoint(), run.hasWaitingMetrics(of: checkpoint) else {
      folder.remove(RunFolder.waitingMetricsName)
      return
    }
    do { try finishReplacing(in: folder) } catch {
      throw Failure("can't write '\(run.metricsPath)': \(error)")
    }
  }

  /// Writes the texts sampled at the end, one a line.
  func save(samples: [[UInt8]]) throws(Failure) {
    let bytes = Array(samples.map { visible($0) + "\n" }.joined().utf8)
    do {
      try Platform.replace(RunFolder.samplesName, in: folder, with: bytes, waitsForDisk: false)
    } catch {
      throw Failure("can't write '\(run.samplesPath)': \(error)")
    }
  }

  /// What there is to go back to when training fails.
  var remainingCheckpoint: Message {
    if !replacesRun, let checkpoint = try? run.loadCheckpoint() {
      return "The checkpoint of step \(checkpoint.state.stepsDone) remains in '\(run.path)'"
    }
    return "No checkpoint had been saved yet; --save-every saves some on the way"
      + (replacesRun ? ". The run that was to be replaced is still in '\(run.path)'" : "")
  }
}
