import Foundation

/// The machine's Python.
public enum Python {
  /// Whether it has the reference implementation of safetensors, and numpy.
  public static let hasSafetensors =
    (try? run("import safetensors.numpy, numpy")).map { $0.status == 0 } ?? false

  /// Whether it has TensorBoard.
  public static let hasTensorBoard =
    (try? run("import tensorboard.backend.event_processing.event_accumulator")).map { $0.status == 0 }
    ?? false

  /// Runs a program with the arguments; the output is what it prints.
  public static func run(_ program: String, _ arguments: String...) throws -> (status: Int32, output: String)
  {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", program] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }
}
