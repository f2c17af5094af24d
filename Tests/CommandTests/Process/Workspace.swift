import Foundation
import TestSupport
import Testing

import Training

@testable import microgpt

/// A folder that a test's processes work in; it goes when the test ends.
final class Workspace {
  let folder: URL

  /// A folder with the text `words.txt` in it.
  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "microgpt-\(UUID().uuidString)")
      .resolvingSymlinksInPath()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try write(Self.words.joined(separator: "\n") + "\n", to: "words.txt")
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// What `words.txt` holds: 12 words of 9 different letters, none longer than 6.
  static let words = [
    "anna", "arno", "elena", "erik", "ino", "karen", "kira", "lena", "lotte", "nora", "otto", "tilian",
  ]

  /// The options of a model and a training that take next to no time.
  static let small = [
    "--steps", "12", "--embedding", "4", "--heads", "2", "--context", "7", "--samples", "3",
  ]

  func url(_ name: String) -> URL { folder.appending(path: name) }

  func write(_ text: String, to name: String) throws { try write(Data(text.utf8), to: name) }

  func write(_ bytes: [UInt8], to name: String) throws { try write(Data(bytes), to: name) }

  func write(_ data: Data, to name: String) throws { try data.write(to: url(name)) }

  func data(_ name: String) throws -> Data { try Data(contentsOf: url(name)) }

  func text(_ name: String) throws -> String { String(decoding: try data(name), as: UTF8.self) }

  func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: url(name).path(percentEncoded: false))
  }

  /// Everything in the folder: each file with its bytes, each folder with nil.
  func contents() throws -> [String: Data?] {
    var contents: [String: Data?] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path(percentEncoded: false)) {
      contents.updateValue(try? data(name), forKey: name)
    }
    return contents
  }

  /// Starts the program in the folder; a training that does not end by itself leaves processors to others.
  func start(_ arguments: [String]) throws -> BuiltProcess {
    try BuiltProcess(arguments, in: folder, yields: arguments.contains("100000000"))
  }

  /// Runs the program in the folder to its end.
  @discardableResult
  func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> BuiltProcess.Outcome {
    try await BuiltProcess.run(arguments, in: folder, environment: environment)
  }

  /// Runs a line of shell in which `$0` is the program.
  func shell(_ line: String) throws {
    let executable = try #require(BuiltProcess.executable("microgpt"))
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", line, executable.path(percentEncoded: false)]
    process.currentDirectoryURL = folder
    try BuiltProcess.run(process)
    process.waitUntilExit()
  }

  /// Trains on `words.txt` into the folder `run`, and expects that to succeed.
  @discardableResult
  func train(_ options: [String] = small, output: String = "run") async throws -> BuiltProcess.Outcome {
    let outcome = try await run(["train", "words.txt", "--quiet", "--output", output] + options)
    try #require(outcome.status == 0, "\(outcome.errors)")
    return outcome
  }

  /// The checkpoint of a run.
  func checkpoint(_ run: String = "run") throws -> Checkpoint {
    try Checkpoint(decoding: [UInt8](data(run + "/checkpoint.safetensors")))
  }

  /// The figures of a run's steps.
  func metrics(_ run: String = "run") throws -> [Metrics] {
    try text(run + "/metrics.jsonl").split(separator: "\n").map {
      try JSONDecoder().decode(Metrics.self, from: Data($0.utf8))
    }
  }
}

/// A line of `metrics.jsonl`, without the time, which is never the same twice.
struct Metrics: Decodable, Equatable {
  let step: Int
  let loss, smoothedLoss, learningRate, gradientNorm: Double
  let validationLoss, validationLossPerToken: Double?

  enum CodingKeys: String, CodingKey {
    case step, loss
    case smoothedLoss = "smoothed_loss"
    case learningRate = "learning_rate"
    case gradientNorm = "gradient_norm"
    case validationLoss = "validation_loss"
    case validationLossPerToken = "validation_loss_per_token"
  }
}

/// A file of the repository.
func repositoryFile(_ path: String) -> URL {
  URL(filePath: #filePath).appending(path: "../../../../" + path).standardized
}
