import Drawing
import Training
import VisibleText

/// What a run's folder tells about its past: the figures of its steps, and its samples.
struct RunRecord {
  /// The figures of the steps, in order, where they can be read.
  let steps: [StepFigures]
  /// Which figures can't be used, in words; nil where all can.
  let omission: String?
  /// The file of the figures.
  let metricsPath: String
  /// The texts sampled at the end, as UTF-8.
  let samples: [[UInt8]]

  /// How many steps are read at most.
  static let largestStepCount = 10_000_000

  /// - Throws: ``Failure`` where a file is there and can't be read.
  init(_ run: RunFolder, _ checkpoint: Checkpoint) throws(Failure) {
    let isReplaced = run.hasWaitingMetrics(of: checkpoint)
    metricsPath = isReplaced ? run.waitingMetricsPath : run.metricsPath
    (steps, omission) = try Self.steps(in: metricsPath)
    samples = isReplaced ? [] : try Self.samples(in: run)
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
      return (steps, omissions.isEmpty ? nil : omissions.joined(separator: "; "))
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
