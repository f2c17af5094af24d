#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

import Training
import Transformer

/// The figures of a run's steps, a JSON object a line.
///
/// Lines are gathered and written in whole.
struct MetricsFile {
  private let path: String
  private let earlierSeconds: Double
  private var gathered = ""

  /// The figures of steps that were made before a run was resumed.
  struct Earlier {
    fileprivate(set) var lines = ""
    /// How long those steps took.
    fileprivate(set) var seconds = 0.0
  }

  /// Begins a file with the figures of the steps that were made before.
  init(_ folder: RunFolder, after earlier: Earlier) throws(Failure) {
    path = folder.metricsPath
    earlierSeconds = earlier.seconds
    try RunFolder.write(earlier.lines.utf8, to: path, waitsForDisk: !earlier.lines.isEmpty)
  }

  /// Adds the line of a step, at full precision; `seconds` counts from where training began or went on.
  mutating func append(_ step: Trainer<GPT>.Step, seconds: Double) {
    gathered += "{\"step\":\(step.number)"
    gather(",\"loss\":", step.loss)
    gather(",\"smoothed_loss\":", step.smoothedLoss)
    gather(",\"learning_rate\":", step.learningRate)
    gather(",\"gradient_norm\":", step.gradientNorm)
    gather(",\"seconds\":", earlierSeconds + seconds)
    if let loss = step.validationLoss { gatherHeldOut(",\"validation_loss\":", loss) }
    if let loss = step.validationLossPerToken { gatherHeldOut(",\"validation_loss_per_token\":", loss) }
    gathered += "}\n"
  }

  /// Adds a key and its number: without an interpolated string in between, twice as fast.
  private mutating func gather(_ key: String, _ number: Double) {
    gathered += key
    number.write(to: &gathered)
  }

  /// The same for a number that may be infinite, for which JSON has no word.
  private mutating func gatherHeldOut(_ key: String, _ loss: Double) {
    if loss.isFinite { gather(key, loss) } else { gathered += key + "null" }
  }

  /// Writes what was gathered to the end of the file.
  mutating func flush() throws(Failure) {
    guard !gathered.isEmpty else { return }
    do { try Platform.append(gathered, to: path) } catch {
      throw Failure("can't write '\(path)': \(error)")
    }
    gathered = ""
  }

  /// The figures of a run up to and with a step.
  static func earlier(in run: RunFolder, throughStep step: Int) throws(Failure) -> Earlier {
    var earlier = Earlier()
    guard FileManager.default.fileExists(atPath: run.metricsPath) else { return earlier }
    let text = String(decoding: try InputFile.read(run.metricsPath), as: UTF8.self)
    for line in text.split(separator: "\n") {
      // The line a killed process was writing is not JSON; it lies beyond every checkpoint.
      guard let parsed = try? JSONDecoder().decode(StepTime.self, from: Data(line.utf8)), parsed.step <= step
      else { break }
      earlier.lines += line + "\n"
      earlier.seconds = parsed.seconds
    }
    return earlier
  }

  private struct StepTime: Decodable {
    let step: Int
    let seconds: Double
  }
}
