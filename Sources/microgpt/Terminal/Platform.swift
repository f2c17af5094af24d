#if canImport(Darwin)
import Darwin
#elseif canImport(Android)
import Android
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What the executable takes from the C library: streams, files, signals, the environment.
enum Platform {
  // MARK: Streams

  static let standardOutput = STDOUT_FILENO
  static let standardError = STDERR_FILENO

  /// Writes all bytes of a text to a descriptor.
  ///
  /// - Returns: nil, or the system's error number.
  static func write(_ text: String, to descriptor: Int32) -> Int32? {
    var text = text
    return text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while let start = rest.baseAddress, !rest.isEmpty {
        let written = writeBytes(descriptor, start, rest.count)
        if written < 0 {
          if errno == EINTR { continue }
          return errno
        }
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
      }
      return nil
    }
  }

  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// The width in columns of the terminal behind a descriptor, or nil.
  static func columns(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// The error number of a pipe whose reader is gone.
  static let brokenPipe = EPIPE

  // MARK: Files

  /// The bytes of a file, a pipe or a device.
  static func read(_ path: String) throws(SystemError) -> [UInt8] {
    guard let file = fopen(path, "rb") else { throw SystemError(number: errno) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      bytes += buffer.prefix(count)
      if count < buffer.count {
        guard ferror(file) == 0 else { throw SystemError(number: errno) }
        return bytes
      }
    }
  }

  /// Writes a text to the end of a file.
  static func append(_ text: String, to path: String) throws(SystemError) {
    guard let file = fopen(path, "ab") else { throw SystemError(number: errno) }
    var text = text
    let isWritten = text.withUTF8 { fwrite($0.baseAddress, 1, $0.count, file) == $0.count }
    let number = errno
    guard fclose(file) == 0, isWritten else { throw SystemError(number: isWritten ? errno : number) }
  }

  /// Why the system could not do something with a file.
  struct SystemError: Error, CustomStringConvertible {
    let number: Int32

    /// The reason in a few words.
    var description: String {
      switch number {
      case ENOENT: "there is no such file"
      case EISDIR: "it is a folder, not a file"
      case EACCES, EPERM: "permission denied"
      case ENOSPC: "no space is left"
      default: String(cString: strerror(number))
      }
    }
  }

  // MARK: Signals

  /// The signals that ask a process to stop: Ctrl-C, and what `kill` sends.
  static let stopSignals = [SIGINT, SIGTERM]

  static func handle(_ signal: Int32, with handler: @escaping @convention(c) (Int32) -> Void) {
    setHandler(signal, handler)
  }

  static func resetHandler(of signal: Int32) { setHandler(signal, SIG_DFL) }

  /// From now on writing to a pipe without a reader is an error and not the end of the process.
  static func ignoreBrokenPipes() { setHandler(SIGPIPE, SIG_IGN) }

  // MARK: Process

  static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  static func exit(_ status: Int32) -> Never { exitProcess(status) }
}

// The C functions whose names the methods above hide inside `Platform`.
private func writeBytes(_ descriptor: Int32, _ start: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, start, count)
}
private func setHandler(_ number: Int32, _ handler: (@convention(c) (Int32) -> Void)?) {
  signal(number, handler)
}
private func exitProcess(_ status: Int32) -> Never { exit(status) }
