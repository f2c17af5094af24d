#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

import Inspection
import Training
import VisibleText

/// What a run's folder tells about its past, and what its text file adds where it is still there.
struct RunRecord {
  /// The figures of the steps, in order, as far as the file can be read.
  let steps: [StepFigures]
  /// The first line of the figures that can't be read, counted from 1, where there is one.
  let unreadableLine: Int?
  /// The texts sampled at the end, as UTF-8.
  let samples: [[UInt8]]
  /// The text that the run was trained on, where it was found.
  let source: TextFile?

  /// The figures of one step.
  struct StepFigures: Decodable {
    let step: Int
    let loss: Double
    let smoothedLoss: Double
    let learningRate: Double
    let gradientNorm: Double
    let validationLoss: Double?
  }

  /// - Parameter path: where the run's text is, if not where it was.
  /// - Throws: ``Failure`` where `path` is given and can't be read or holds another text.
  init(_ run: RunFolder, _ checkpoint: Checkpoint, sourcePath path: String?) throws(Failure) {
    (steps, unreadableLine) = try Self.steps(in: run)
    if let unreadableLine {
      Terminal.error.line(
        "note: line \(unreadableLine) of '\(run.metricsPath)' can't be read; the page shows the steps before it"
      )
    }
    samples = try Self.samples(in: run)
    let layout = checkpoint.training.layout
    guard let path else {
      // Where the file has gone or changed, the page does without.
      let text = try? TextFile(checkpoint.source.name, layout: layout)
      source = text.flatMap { $0.fingerprint == checkpoint.source.fingerprint ? $0 : nil }
      return
    }
    let text = try TextFile(path, layout: layout)
    guard text.fingerprint == checkpoint.source.fingerprint else {
      throw Failure(
        "'\(path)' is not the text the run was trained on: its fingerprint is \(text.fingerprint), that of "
          + "'\(checkpoint.source.name)' was \(checkpoint.source.fingerprint)"
      )
    }
    source = text
  }

  private static func steps(in run: RunFolder) throws(Failure) -> ([StepFigures], unreadableLine: Int?) {
    guard FileManager.default.fileExists(atPath: run.metricsPath) else { return ([], nil) }
    let text = String(decoding: try InputFile.read(run.metricsPath), as: UTF8.self)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    var steps: [StepFigures] = []
    for line in text.split(separator: "\n") {
      guard let step = try? decoder.decode(StepFigures.self, from: Data(line.utf8)),
        step.step > steps.last?.step ?? 0
      else { return (steps, steps.count + 1) }
      steps.append(step)
    }
    return (steps, nil)
  }

  private static func samples(in run: RunFolder) throws(Failure) -> [[UInt8]] {
    guard FileManager.default.fileExists(atPath: run.samplesPath) else { return [] }
    let text = String(decoding: try InputFile.read(run.samplesPath), as: UTF8.self)
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map {
      unescaped($0, readsTabs: true)
    }
  }
}
