import Drawing
import Training

/// Snapshots are written whole or not at all, and change hands with the checkpoint that they belong to.
extension RunOutput {
  /// Writes the snapshot of a step.
  ///
  /// Until the run has taken another one's place, that one keeps its own, and these wait in a folder beside them.
  func save(snapshot: Checkpoint) throws(Failure) {
    let name = replacesRun ? RunFolder.waitingSnapshotsName : RunFolder.snapshotsName
    let file = RunFolder.snapshotName(step: snapshot.state.stepsDone)
    do {
      let snapshots = try Platform.Folder(name, in: folder, isMade: true)
      try Platform.replace(file, in: snapshots, with: snapshot.encoded())
    } catch { throw Failure("can't write '\(run.path)/\(name)/\(file)': \(error)") }
  }

  /// Leaves those snapshots in the folder that belong to the steps made so far, and takes those of another folder over.
  ///
  /// - Parameter resumed: the run that is gone on with, and its checkpoint.
  func beginSnapshots(resuming resumed: (run: RunFolder, checkpoint: Checkpoint)?) throws(Failure) {
    guard let (source, checkpoint) = resumed, !source.isSame(as: run) else {
      return removeSnapshots(after: resumed?.checkpoint.state.stepsDone ?? -1)
    }
    removeSnapshots(after: -1)
    for step in source.snapshotSteps(upTo: checkpoint) {
      try save(snapshot: try source.loadSnapshot(step: step, of: checkpoint))
    }
  }

  /// Removes the snapshots that no checkpoint covers: the steps are made again, or are another run's.
  private func removeSnapshots(after step: Int) {
    // The run that is still there keeps its own.
    if !replacesRun { Self.removeSnapshots(RunFolder.snapshotsName, in: folder, after: step) }
  }

  /// Makes sure that there is a folder of waiting snapshots where there are old ones, even if nothing is in it.
  static func prepareSnapshots(in folder: Platform.Folder) throws(Platform.SystemError) {
    guard folder.status(of: RunFolder.snapshotsName) != nil else { return }
    _ = try Platform.Folder(RunFolder.waitingSnapshotsName, in: folder, isMade: true)
  }

  /// Puts the waiting snapshots in the place of the old ones.
  ///
  /// As long as there is a folder of waiting ones, those under the other name are old: killed anywhere in between, the
  /// process leaves what can be gone on with.
  static func replaceSnapshots(in folder: Platform.Folder) throws(Platform.SystemError) {
    guard folder.status(of: RunFolder.waitingSnapshotsName) != nil else { return }
    removeSnapshots(RunFolder.snapshotsName, in: folder)
    try folder.rename(RunFolder.waitingSnapshotsName, to: RunFolder.snapshotsName)
    folder.removeFolder(RunFolder.snapshotsName)
  }

  /// Removes what this program has put into a folder of snapshots, and the folder where nothing is left in it.
  ///
  /// - Parameter step: snapshots up to this step stay.
  static func removeSnapshots(_ name: String, in folder: Platform.Folder, after step: Int = -1) {
    guard folder.status(of: name) != nil, let snapshots = try? Platform.Folder(name, in: folder) else {
      return
    }
    Platform.Draft.removeAbandoned(in: snapshots)
    for file in snapshots.names {
      if let found = RunFolder.step(ofSnapshot: file), found > step { snapshots.remove(file) }
    }
    folder.removeFolder(name)
  }
}
