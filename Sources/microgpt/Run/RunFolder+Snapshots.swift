import Drawing
import Training
import VisibleText

/// A run's snapshots: its model after some steps, a file for each in a folder of their own.
extension RunFolder {
  static let snapshotsName = "snapshots"

  /// The name of their folder while the run has not yet taken another one's place.
  static let waitingSnapshotsName = ".microgpt-snapshots"

  private static let snapshotEnding = ".safetensors"

  /// The file of a step, `100.safetensors`.
  static func snapshotName(step: Int) -> String { "\(step)\(snapshotEnding)" }

  /// The step of a file's name, nil where it is no snapshot's.
  static func step(ofSnapshot name: String) -> Int? {
    guard name.hasSuffix(snapshotEnding), let step = Int(name.dropLast(snapshotEnding.count)), step >= 0,
      snapshotName(step: step) == name
    else { return nil }
    return step
  }

  var snapshotsPath: String { path + "/" + Self.snapshotsName }

  /// The files of the snapshots, those that wait included.
  var snapshotPaths: [String] {
    [snapshotsPath, path + "/" + Self.waitingSnapshotsName].flatMap { folder in
      Self.snapshotSteps(in: folder).map { folder + "/" + Self.snapshotName(step: $0) }
    }
  }

  private static func snapshotSteps(in path: String) -> [Int] {
    guard Platform.kindWithoutLinks(of: path) == .folder, let folder = try? Platform.Folder(path) else {
      return []
    }
    return folder.names.compactMap(step).sorted()
  }

  /// Where the snapshots of the run are that has this checkpoint.
  private func snapshotsPath(of checkpoint: Checkpoint) -> String {
    let waiting = path + "/" + Self.waitingSnapshotsName
    return Platform.kindWithoutLinks(of: waiting) == .folder && hasWaitingMetrics(of: checkpoint)
      ? waiting : snapshotsPath
  }

  /// The steps of the run's snapshots, in order.
  ///
  /// Those beyond the checkpoint do not count: the steps will be made again, and perhaps differently.
  func snapshotSteps(upTo checkpoint: Checkpoint) -> [Int] {
    Self.snapshotSteps(in: snapshotsPath(of: checkpoint)).filter { $0 <= checkpoint.state.stepsDone }
  }

  /// The snapshot of a step that ``snapshotSteps(upTo:)`` names.
  ///
  /// - Parameter checkpoint: the run's last.
  /// - Throws: ``Failure`` where the file can't be read, or is none of this run.
  func loadSnapshot(step: Int, of checkpoint: Checkpoint) throws(Failure) -> Checkpoint {
    let path = snapshotsPath(of: checkpoint) + "/" + Self.snapshotName(step: step)
    let snapshot = try Self.checkpoint(at: path)
    guard snapshot.state.stepsDone == step, snapshot.model == checkpoint.model,
      snapshot.tokenizer == checkpoint.tokenizer, snapshot.source.fingerprint == checkpoint.source.fingerprint
    else { throw Failure("'\(path)' is no snapshot of the run after \(counted(step, "step"))") }
    return snapshot
  }

  /// Steps in a few words: `0, 100, 200 and 300`, or their range where there are many.
  static func text(ofSteps steps: [Int]) -> String {
    guard steps.count > 6, let first = steps.first, let last = steps.last else {
      let words = steps.map { "\($0)" }
      return words.count < 2
        ? words.joined() : words.dropLast().joined(separator: ", ") + " and " + words[words.count - 1]
    }
    let distance = steps[1] - first
    let isEven = zip(steps, steps.dropFirst()).allSatisfy { $1 - $0 == distance }
    return isEven
      ? "\(first), \(steps[1]), \(steps[2]), … \(last)"
      : "\(first), \(steps[1]), … \(last), \(steps.count) in all"
  }
}
