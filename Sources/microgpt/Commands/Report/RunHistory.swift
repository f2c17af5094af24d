import Inspection
import Drawing
import Training
import VisibleText

/// What a run's folder tells about its past, and what its text file adds where it is still there.
struct RunHistory {
  private let record: RunRecord
  /// The text that the run was trained on, where it was found.
  let source: TextFile?

  /// The figures of the steps, in order, where they can be read.
  var steps: [StepFigures] { record.steps }

  /// The texts sampled at the end, as UTF-8.
  var samples: [[UInt8]] { record.samples }

  /// What is left out of the figures, in words; nil where nothing is.
  let omission: String?

  /// Whether some step has a held-out loss that is a mean over tokens only.
  var holdsOlderMeans: Bool {
    steps.contains { $0.isOlderMean }
  }

  /// - Parameter path: where the run's text is, if not where it was.
  /// - Throws: ``Failure`` where `path` is given and can't be read or holds another text.
  init(_ run: RunFolder, _ checkpoint: Checkpoint, sourcePath path: String?) throws(Failure) {
    record = try RunRecord(run, checkpoint)
    omission = record.omission.map { $0 + "; left out on the page" }
    if let omission { Terminal.error.line("note: '\(record.metricsPath)': \(omission)") }
    let layout = checkpoint.training.layout
    guard let path else {
      // Where the file has gone or changed, the page does without.
      source = TextFile(checkpoint.source, layout: layout)
      if source == nil {
        Terminal.error.line(
          "note: \(TextFile.absence(of: checkpoint.source)): the page has no "
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
}
