#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

import Formats
import Training
import Transformer
import VisibleText

/// The folder of a training run: its checkpoint, the figures of its steps and the texts sampled at its end.
struct RunFolder {
  let path: String

  static let checkpointName = "checkpoint.safetensors"
  static let metricsName = "metrics.jsonl"
  static let samplesName = "samples.txt"

  /// The folder that a run on `file` goes to unless another is named: `runs/names` for `data/names.txt`, `runs/stdin` for
  /// standard input.
  static func standard(for file: String) -> RunFolder {
    let file = file == InputFile.standardInput ? "stdin" : file
    return RunFolder(path: "runs/" + URL(filePath: file).deletingPathExtension().lastPathComponent)
  }

  var checkpointPath: String { path + "/" + Self.checkpointName }
  var metricsPath: String { path + "/" + Self.metricsName }
  var samplesPath: String { path + "/" + Self.samplesName }

  /// The name of the figures from the moment that their checkpoint takes another run's place until they can.
  static let waitingMetricsName = ".microgpt-metrics.jsonl"

  var waitingMetricsPath: String { path + "/" + Self.waitingMetricsName }

  /// Whether the figures of a checkpoint still wait, so that what stands under their name is another run's.
  func hasWaitingMetrics(of checkpoint: Checkpoint) -> Bool {
    guard var lines = try? StepLines(waitingMetricsPath) else { return false }
    while let line = try? lines.next() {
      if line.figures.step == checkpoint.state.stepsDone {
        return line.figures.smoothedLoss == checkpoint.state.smoothedLoss
      }
    }
    return false
  }

  /// Whether there is a run that can be gone on with.
  var holdsCheckpoint: Bool { Platform.kind(of: checkpointPath) != nil }

  /// The files that a run in the folder writes.
  var files: [String] {
    [checkpointPath, metricsPath, samplesPath, waitingMetricsPath] + otherLogPaths + snapshotPaths
  }

  /// The files that figures of other formats go to.
  var otherLogPaths: [String] { LogFormat.others.map { path + "/" + $0.fileName } }

  /// Whether a file is one of those that a run in the folder writes.
  func writes(_ path: String) -> Bool { files.contains { Platform.isSameFile($0, path) } }

  /// How many bytes a checkpoint has at most: what the largest model takes, with Adam's moments, the best model and the longest header, up
  /// to whole MiB.
  static let largestCheckpoint: Int = {
    let numbers = 4 * GPTConfiguration.largestParameterCount * MemoryLayout<Double>.size
    return (((numbers + Safetensors.longestHeader) >> 20) + 1) << 20
  }()

  /// - Throws: ``Failure`` that says whether the folder, the run in it or its checkpoint is at fault.
  func loadCheckpoint() throws(Failure) -> Checkpoint {
    guard holdsCheckpoint else {
      throw Failure(missingReason)
    }
    return try Self.checkpoint(at: checkpointPath)
  }

  /// The checkpoint or snapshot in a file.
  static func checkpoint(at path: String) throws(Failure) -> Checkpoint {
    let bytes = try InputFile.readFile(path, limit: largestCheckpoint)
    do {
      let checkpoint = try Checkpoint(decoding: bytes)
      Terminal.keepSigns(of: checkpoint.tokenizer)
      return checkpoint
    } catch { throw Failure("'\(path)' is damaged or not from this program: \(error)") }
  }

  /// Whether both name the same folder, perhaps in different words.
  func isSame(as other: RunFolder) -> Bool {
    if Platform.isSameFile(path, other.path) { return true }
    // Byte by byte: to the system é is one name, and e with an accent another.
    return Self.location(of: path + "/").utf8.elementsEqual(Self.location(of: other.path + "/").utf8)
  }

  private static func location(of path: String) -> String {
    URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path(percentEncoded: false)
  }
}
