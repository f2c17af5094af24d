import Inspection
import Drawing
import Training
import VisibleText

/// What a run's folder tells about its past, and what its text file adds where it is still there.
struct RunHistory {
  /// The figures of the steps, in order, where they can be read.
  let steps: [StepFigures]
  /// What is left out of the figures, in words; nil where nothing is.
  let omission: String?
  /// The texts sampled at the end, as UTF-8.
  let samples: [[UInt8]]
  /// The text that the run was trained on, where it was found.
  let source: TextFile?

  /// Whether some step has a held-out loss that is a mean over tokens only.
  var holdsOlderMeans: Bool {
    steps.contains { $0.isOlderMean }
  }

  /// How many steps a page shows at most.
  static let largestStepCount = 10_000_000

  /// - Parameter path: where the run's text is, if not where it was.
  /// - Throws: ``Failure`` where `path` is given and can't be read or holds another text.
  init(_ run: RunFolder, _ checkpoint: Checkpoint, sourcePath path: String?) throws(Failure) {
    let isReplaced = run.hasWaitingMetrics(of: checkpoint)
    let metricsPath = isReplaced ? run.waitingMetricsPath : run.metricsPath
    (steps, omission) = try Self.steps(in: metricsPath)
    if let omission { Terminal.error.line("note: '\(metricsPath)': \(omission)") }
    samples = isReplaced ? [] : try Self.samples(in: run)
    let layout = checkpoint.training.layout
    guard let path else {
      // Where the file has gone or changed, the page does without.
      source = TextFile(checkpoint.source, layout: layout)
      if source == nil {
        Terminal.error.line(
          "note: '\(checkpoint.source.name)', which the run was trained on, is not there or has changed: the page has no "
            + "baselines and does not mark samples; --data names the text"
        )
      }
      return
    }
    let text = try TextFile(path, layout: layout)
    guard text.fingerprint == checkpoint.source.fingerprint else {
      throw text.isAnother(than: checkpoint.source)
    }
    source = text
  }

  private static func steps(in path: String) throws(Failure) -> ([StepFigures], omission: String?) {
    guard Platform.kind(of: path) != nil else { return ([], nil) }
    do {
      var lines = try StepLines(path)
      var steps: [StepFigures] = []
      while steps.count < largestStepCount, let line = try lines.next() { steps.append(line.figures) }
      var omissions = LineNumbers.complaints(unreadable: lines.unreadable, misplaced: lines.misplaced)
      if steps.count == largestStepCount, try lines.next() != nil {
        omissions.append("the steps after the first \(NumberFormat.grouped(largestStepCount)) are too many")
      }
      guard !omissions.isEmpty else { return (steps, nil) }
      return (steps, omissions.joined(separator: "; ") + "; left out on the page")
    } catch { throw Failure("can't read '\(path)': \(error)") }
  }

  private static func samples(in run: RunFolder) throws(Failure) -> [[UInt8]] {
    guard Platform.kind(of: run.samplesPath) != nil else { return [] }
    let text = String(
      decoding: try InputFile.readFile(run.samplesPath, limit: InputFile.largestText),
      as: UTF8.self
    )
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map {
      unescaped($0, readsTabs: true)
    }
  }
}
