#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

import Training

/// The folder of a training run: its checkpoint, the figures of its steps and the texts sampled at its end.
struct RunFolder {
  let path: String

  static let checkpointName = "checkpoint.safetensors"
  static let metricsName = "metrics.jsonl"
  static let samplesName = "samples.txt"

  /// The folder that a run on `file` goes to unless another is named: `runs/names` for `data/names.txt`.
  static func standard(for file: String) -> RunFolder {
    RunFolder(path: "runs/" + URL(filePath: file).deletingPathExtension().lastPathComponent)
  }

  var checkpointPath: String { path + "/" + Self.checkpointName }
  var metricsPath: String { path + "/" + Self.metricsName }
  var samplesPath: String { path + "/" + Self.samplesName }

  /// The files of a run that stand in the folder.
  private var existingFiles: [String] {
    [checkpointPath, metricsPath, samplesPath].filter { FileManager.default.fileExists(atPath: $0) }
  }

  /// Whether there is a run in the folder, or what remains of one.
  var holdsRun: Bool { !existingFiles.isEmpty }

  /// Whether there is a run that can be gone on with.
  var holdsCheckpoint: Bool { existingFiles.contains(checkpointPath) }

  /// Whether a file is one of those that a run in the folder writes.
  func writes(_ path: String) -> Bool {
    [checkpointPath, metricsPath, samplesPath].contains { Platform.isSameFile($0, path) }
  }

  /// Makes the folder and, where it holds a run already, takes that away.
  func prepare() throws(Failure) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw Failure("can't make the folder '\(path)' for the run: \(InputFile.reason(of: error))")
    }
    for file in existingFiles {
      do { try FileManager.default.removeItem(atPath: file) } catch {
        throw Failure("can't replace '\(file)': \(InputFile.reason(of: error))")
      }
    }
  }

  /// Writes the checkpoint, whole or not at all: a new file takes the old one's place when it is complete.
  func save(_ checkpoint: Checkpoint) throws(Failure) {
    try Self.write(CheckpointFile.encode(checkpoint), to: checkpointPath, waitsForDisk: true)
  }

  /// Writes the texts sampled at the end, one a line.
  func save(samples: [String]) throws(Failure) {
    try Self.write(samples.map { visible($0) + "\n" }.joined().utf8, to: samplesPath, waitsForDisk: false)
  }

  /// Writes a file of the run, whole or not at all.
  ///
  /// - Parameter waitsForDisk: whether the file can't be made again.
  static func write(_ bytes: some Collection<UInt8>, to path: String, waitsForDisk: Bool) throws(Failure) {
    do { try Platform.replace(path, with: Array(bytes), waitsForDisk: waitsForDisk) } catch {
      throw Failure("can't write '\(path)': \(error)")
    }
  }

  /// - Throws: ``Failure`` that says whether the folder, the run in it or its checkpoint is at fault.
  func loadCheckpoint() throws(Failure) -> Checkpoint {
    guard FileManager.default.fileExists(atPath: checkpointPath) else {
      throw Failure(missingReason)
    }
    let data = Data(try InputFile.read(checkpointPath))
    do { return try CheckpointFile.decode(data) } catch {
      throw Failure("'\(checkpointPath)' is damaged or not from this program: \(error.message)")
    }
  }
}

extension RunFolder {
  /// Whether both name the same folder, perhaps in different words.
  func isSame(as other: RunFolder) -> Bool {
    Self.location(of: path + "/") == Self.location(of: other.path + "/")
  }

  private static func location(of path: String) -> String {
    URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path(percentEncoded: false)
  }

  /// What there is to go back to when training fails.
  var remainingCheckpoint: String {
    guard let checkpoint = try? loadCheckpoint() else {
      return "No checkpoint had been saved yet; --save-every saves some on the way"
    }
    return "The checkpoint of step \(checkpoint.state.stepsDone) remains in '\(path)'"
  }
}
