import Foundation
import Testing

/// The machine's Python.
public enum Python {
  /// Whether it has the reference implementation of safetensors, and numpy.
  public static let hasSafetensors =
    (try? run("import safetensors.numpy, numpy")).map { $0.status == 0 } ?? false

  /// Whether it has TensorBoard.
  public static let hasTensorBoard =
    (try? run("import tensorboard.backend.event_processing.event_accumulator")).map { $0.status == 0 }
    ?? false

  /// The environment that `.ci/clients` makes: the programs to which models are exported.
  public static let clients = Clients()

  /// Runs a program with the arguments; the output is what it prints.
  public static func run(_ program: String, _ arguments: String...) throws -> (status: Int32, output: String)
  {
    try run("python3", program, arguments)
  }

  fileprivate static func run(_ python: String, _ program: String, _ arguments: [String]) throws -> (
    status: Int32, output: String
  ) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [python, "-c", program] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }
}

/// A Python with the programs to which models are exported: transformers, onnx and others, as `.ci/clients` installs them.
public struct Clients: Sendable {
  /// The Python's path; nil where there is no such environment.
  public let python: String?

  /// The environment in the folder that the variable `MICROGPT_CLIENTS` names, or else in the one where `.ci/clients` keeps it.
  init() {
    let environment = ProcessInfo.processInfo.environment
    let cache = environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? "") + "/.cache"
    let path = (environment["MICROGPT_CLIENTS"] ?? cache + "/microgpt/clients") + "/bin/python3"
    python = FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }

  /// Why a test is skipped.
  public var advice: Comment { "there are no such clients here: `bash .ci/clients` would let this run" }

  /// Whether there are modules, given as they are imported: `onnx, onnxruntime`.
  public func has(_ modules: String) -> Bool {
    guard let python else { return false }
    let test =
      "import importlib.util as u, sys; sys.exit(not all(u.find_spec(m) for m in sys.argv[1].split(', ')))"
    return (try? Python.run(python, test, [modules])).map { $0.status == 0 } ?? false
  }

  /// Runs a program with the arguments; the output is what it prints.
  public func run(_ program: String, _ arguments: String...) throws -> (status: Int32, output: String) {
    struct Missing: Error {}
    guard let python else { throw Missing() }
    return try Python.run(python, program, arguments)
  }
}
