import Arguments
import Training
import VisibleText

extension RunFolder {
  /// The run that a command is about.
  static let argument = Argument.required(
    "run",
    as: .path,
    help: "The folder of a run, as 'microgpt train' makes it."
  )

  /// Which of the run's checkpoints it is about.
  static let checkpoint = Option(
    "--checkpoint",
    placeholder: "which",
    as: Conversion(
      expectation: ": give last, best, or the step of a snapshot.",
      text: { $0.description },
      value: { CheckpointChoice($0) }
    ),
    default: CheckpointChoice.last,
    help:
      "The run's last checkpoint; best, the one of the lowest held-out loss; or the one of a step, if there is a snapshot of it or it is the last or the best. 'microgpt info' lists them."
  )

  /// How a run comes to have snapshots, in a sentence.
  func isWithoutSnapshots(_ checkpoint: Checkpoint) -> Message {
    let every = max(1, checkpoint.training.stepCount / 20)
    let watched = RunFolder(path: Platform.withoutSlashes(path) + "-watched")
    let again = TrainingInvocation(checkpoint, output: watched, snapshotInterval: every)
    let reason: Message =
      "'\(path)' has no snapshots; a run gets them where it is trained with --\(Setting.snapshotEvery.name)"
    return checkpoint.isImported ? reason : "\(reason), such as \(again.command)"
  }
}

extension ParsedArguments {
  /// The checkpoint of a run that the arguments choose.
  ///
  /// - Throws: ``Failure`` where there is no run, and ``UsageError`` where it has no such snapshot.
  func checkpoint(of run: RunFolder) throws -> Checkpoint {
    let last = try run.loadCheckpoint()
    let step: Int
    switch self[RunFolder.checkpoint] {
    case .last: return last
    case .best:
      guard let best = last.best else {
        throw usageError(
          "\(RunFolder.checkpoint.name): '\(run.path)' has no best checkpoint; a run gets one where it is trained with "
            + "--\(Setting.validation.name)"
        )
      }
      return best.state.stepsDone == last.state.stepsDone ? last : best
    case .step(last.state.stepsDone): return last
    case .step(let number) where number == last.state.best?.step: return last.best ?? last
    case .step(let number): step = number
    }
    let steps = run.snapshotSteps(upTo: last)
    guard !steps.contains(step) else { return try run.loadSnapshot(step: step, of: last) }
    let name = RunFolder.checkpoint.name
    guard !steps.isEmpty else { throw usageError("\(name): \(run.isWithoutSnapshots(last))") }
    let reason: Message =
      "'\(run.path)' has no snapshot of step \(step), but of steps \(visible: RunFolder.text(ofSteps: steps))"
      + "; its last checkpoint is of step \(last.state.stepsDone)"
    throw usageError("\(name): \(reason)")
  }
}
