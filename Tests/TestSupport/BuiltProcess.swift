import Foundation

/// One of the package's executables as a process.
///
/// Its two streams go to files rather than pipes, so that no amount of output can block it.
public final class BuiltProcess {
  /// What a process left behind when it ended.
  public struct Outcome: Sendable {
    /// The exit status, or 128 and the signal's number where a signal ended it.
    public let status: Int32
    /// Standard output.
    public let output: String
    /// Standard error.
    public let errors: String

    /// The lines of standard output.
    public var lines: [String] {
      output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }
    /// Standard error without the note that a debug build writes, and without the signs of life on a slow machine.
    public var messages: String {
      errors.split(separator: "\n", omittingEmptySubsequences: false)
        .filter { !$0.hasPrefix("note: this is a debug build") && !$0.hasPrefix("still at work after") }
        .joined(separator: "\n")
    }
  }

  /// Where an executable stands: beside the tests.
  public static func executable(_ name: String) -> URL? {
    let places = [
      Bundle(for: BuiltProcess.self).bundleURL.deletingLastPathComponent(),
      Bundle.main.executableURL?.deletingLastPathComponent(),
      URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent(),
    ]
    return places.compactMap { $0?.appending(path: name) }
      .first { FileManager.default.isExecutableFile(atPath: $0.path(percentEncoded: false)) }
  }

  /// Long enough for the slowest machine; a process that runs longer hangs, and is killed.
  private static let patience = Duration.seconds(300)

  private let process = Process()
  private let streams: URL
  private let ended: AsyncStream<Void>
  private var watchdog: Task<Void, any Error>?

  /// Starts a program in a folder; with a launcher's words in front of it where they are given.
  public init(
    _ arguments: [String],
    of program: String = "microgpt",
    under launcher: [String] = [],
    in folder: URL,
    environment: [String: String] = [:],
    yields: Bool = false
  ) throws {
    struct NoExecutable: Error {}
    guard let executable = Self.executable(program) else { throw NoExecutable() }
    streams = FileManager.default.temporaryDirectory.appending(path: "microgpt-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: streams, withIntermediateDirectories: true)
    let (ended, continuation) = AsyncStream<Void>.makeStream()
    self.ended = ended
    // `env` and `nice` become the program: it has the same process number.
    let words =
      (yields ? ["nice", "-n", "19"] : []) + launcher + [executable.path(percentEncoded: false)] + arguments
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = words
    process.currentDirectoryURL = folder
    // Whatever the locale of who tests, what is drawn is drawn in Unicode, unless a test wants another.
    process.environment = ProcessInfo.processInfo.environment.merging(["LC_ALL": "C.UTF-8"]) { $1 }
      .merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    let output = try Self.newFile(streams.appending(path: "output"))
    let errors = try Self.newFile(streams.appending(path: "errors"))
    process.standardOutput = output
    process.standardError = errors
    process.terminationHandler = { _ in continuation.finish() }
    try Self.run(process)
    // The process has its own; Foundation would keep these, and stops working with too many files open.
    try output.close()
    try errors.close()
    // Who holds a training open may take long: its end is waited for later.
    if !yields { watchdog = Self.watchdog(over: process.processIdentifier) }
  }

  /// Runs a program in a folder to its end, once there is a processor for it.
  public static func run(
    _ arguments: [String],
    of program: String = "microgpt",
    under launcher: [String] = [],
    in folder: URL,
    environment: [String: String] = [:]
  ) async throws -> Outcome {
    try await ProcessGate.shared.pass {
      try await BuiltProcess(arguments, of: program, under: launcher, in: folder, environment: environment)
        .outcome()
    }
  }

  /// Starts a process with no signal blocked.
  ///
  /// It inherits what the thread that starts it blocks, and the threads that tests run on block most.
  public static func run(_ process: Process) throws {
    var none = sigset_t()
    var blocked = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &blocked)
    defer { pthread_sigmask(SIG_SETMASK, &blocked, nil) }
    try process.run()
  }

  private static func watchdog(over number: Int32) -> Task<Void, any Error> {
    Task {
      try await Task.sleep(for: patience)
      kill(number, SIGKILL)
    }
  }

  deinit {
    watchdog?.cancel()
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    try? FileManager.default.removeItem(at: streams)
  }

  /// Whether it has not ended yet.
  public var isRunning: Bool { process.isRunning }

  /// Its number, by which other processes know it.
  public var processIdentifier: Int32 { process.processIdentifier }

  /// What it has written to standard error so far.
  public var errorsSoFar: String { read("errors") }

  /// Sends it a signal.
  public func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits for its end.
  public func outcome() async -> Outcome {
    if watchdog == nil { watchdog = Self.watchdog(over: process.processIdentifier) }
    for await _ in ended {}
    watchdog?.cancel()
    let number = process.terminationStatus
    return Outcome(
      status: process.terminationReason == .uncaughtSignal ? 128 + number : number,
      output: read("output"),
      errors: read("errors")
    )
  }

  private func read(_ name: String) -> String {
    String(decoding: (try? Data(contentsOf: streams.appending(path: name))) ?? Data(), as: UTF8.self)
  }

  private static func newFile(_ url: URL) throws -> FileHandle {
    try Data().write(to: url)
    return try FileHandle(forWritingTo: url)
  }
}
