import Drawing
import Training
import VisibleText

/// The figures of the steps that a run has made before it is gone on with.
struct EarlierFigures {
  /// How long those steps took.
  private(set) var seconds = 0.0
  /// Whether a held-out loss among them is a mean over tokens only, as an earlier version of this program measured it.
  private(set) var holdsOlderMeans = false
  /// How many of the steps have no figures.
  private var missingCount = 0
  private var unreadable = LineNumbers()
  private var misplaced = LineNumbers()
  /// Whether the figures of the last step are not those of the checkpoint.
  private var isOfAnotherRun = false

  init() {}

  /// Copies the lines of a run's steps, up to those of its checkpoint, into a draft.
  ///
  /// Lines beyond belong to steps that will be made again, or were being written when the process was killed.
  ///
  /// - Parameter readsAll: whether those beyond are looked at, too, so that it is known whether some are out of order.
  init(
    of run: RunFolder,
    through checkpoint: Checkpoint,
    into draft: Platform.Draft,
    readsAll: Bool
  ) throws {
    let state = checkpoint.state
    let last = state.stepsDone
    missingCount = last
    let path = run.hasWaitingMetrics(of: checkpoint) ? run.waitingMetricsPath : run.metricsPath
    guard Platform.kindWithoutLinks(of: path) != nil else { return }
    var isComplete = false
    do {
      var lines = try StepLines(path)
      var bytes: [UInt8] = []
      while let line = try lines.next() {
        // What can't be read from here on lies beyond the checkpoint.
        if line.figures.step >= last, !isComplete {
          isComplete = true
          unreadable = line.unreadableBefore
        }
        if line.figures.step > last, !readsAll { break }
        guard line.figures.step <= last else { continue }
        missingCount -= 1
        holdsOlderMeans = holdsOlderMeans || line.figures.isOlderMean
        seconds = line.figures.seconds ?? seconds
        if line.figures.step == last { isOfAnotherRun = line.figures.smoothedLoss != state.smoothedLoss }
        bytes += line.bytes
        bytes.append(UInt8(ascii: "\n"))
        if bytes.count > 1 << 16 {
          try draft.write(bytes)
          bytes = []
        }
      }
      try draft.write(bytes)
      if !isComplete { unreadable = lines.unreadable }
      misplaced = lines.misplaced
    } catch let error as Platform.ReadError {
      throw Failure("can't read '\(path)': \(error)")
    }
  }

  /// Whether there are lines that were not copied although they may tell something.
  var losesLines: Bool { unreadable.count > 0 || misplaced.count > 0 }

  /// What is amiss, or nil where nothing is.
  ///
  /// - Parameter path: where the file stays as it was, where it would be lost otherwise.
  func note(on run: RunFolder, keptAs path: String?) -> Message? {
    var reasons = LineNumbers.complaints(unreadable: unreadable, misplaced: misplaced)
    if isOfAnotherRun {
      reasons.append("the last step's figures are not the checkpoint's: they may be another run's")
    }
    if missingCount > 0 { reasons.append("the figures of \(counted(missingCount, "step")) are missing") }
    guard !reasons.isEmpty else { return nil }
    let kept: Message = path.map { "; the file as it was is kept as '\($0)'" } ?? ""
    return "note: in '\(run.metricsPath)' \(visible: reasons.joined(separator: "; "))\(kept)"
  }
}
