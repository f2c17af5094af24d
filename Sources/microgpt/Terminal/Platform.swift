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
    // One more than there are: a read that fills less has come to the end. A pipe or a device tells no size.
    let expected = max(size(of: fileno(file)), 1 << 16) + 1
    var bytes = [UInt8](unsafeUninitializedCapacity: expected) { bytes, count in
      count = fread(bytes.baseAddress, 1, expected, file)
    }
    if bytes.count == expected {
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      var count = buffer.count
      while count == buffer.count {
        count = fread(&buffer, 1, buffer.count, file)
        bytes += buffer.prefix(count)
      }
    }
    guard ferror(file) == 0 else { throw SystemError(number: errno) }
    return bytes
  }

  /// How many bytes the file behind a descriptor has; 0 where that is not known.
  private static func size(of descriptor: Int32) -> Int {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
  }

  /// Writes a text to the end of a file.
  static func append(_ text: String, to path: String) throws(SystemError) {
    guard let file = fopen(path, "ab") else { throw SystemError(number: errno) }
    var text = text
    let isWritten = text.withUTF8 { fwrite($0.baseAddress, 1, $0.count, file) == $0.count }
    let number = errno
    guard fclose(file) == 0, isWritten else { throw SystemError(number: isWritten ? errno : number) }
  }

  /// Writes a file whole or not at all: a new one takes the old one's place when it is complete.
  ///
  /// - Parameter waitsForDisk: whether that also holds when the machine loses its power: the disk may take milliseconds.
  static func replace(_ path: String, with bytes: [UInt8], waitsForDisk: Bool) throws(SystemError) {
    let draft = "\(path).\(getpid()).tmp"
    guard let file = fopen(draft, "wb") else { throw SystemError(number: errno) }
    // Who could not read the old file shall not read the new one.
    var status = stat()
    if stat(path, &status) == 0 { fchmod(fileno(file), status.st_mode & 0o777) }
    var isWritten = fwrite(bytes, 1, bytes.count, file) == bytes.count
    isWritten = isWritten && fflush(file) == 0 && (!waitsForDisk || fsync(fileno(file)) == 0)
    var number = errno
    if fclose(file) != 0, isWritten { (isWritten, number) = (false, errno) }
    if isWritten, rename(draft, path) != 0 { (isWritten, number) = (false, errno) }
    guard isWritten else {
      unlink(draft)
      throw SystemError(number: number)
    }
  }

  /// What stands at a path.
  enum FileKind {
    case file
    case folder
    /// A pipe, a terminal or another device, which can be written to and not replaced.
    case stream
  }

  /// Where links lead from a path, whether there is something or not.
  ///
  /// What the system offers as files, below `/dev` and `/proc`, is left as it is.
  static func destination(of path: String) -> String {
    var path = path
    for _ in 0..<40 where !path.hasPrefix("/dev/") && !path.hasPrefix("/proc/") {
      var target = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
      let count = readlink(path, &target, target.count - 1)
      guard count > 0 else { return path }
      let link = String(decoding: target.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
      let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
      path = link.hasPrefix("/") ? link : folder + link
    }
    return path
  }

  /// What stands at a path, or nil where nothing does.
  static func kind(of path: String) -> FileKind? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    default: return .stream
    }
  }

  /// Whether two paths lead to one file that exists.
  static func isSameFile(_ first: String, _ second: String) -> Bool {
    var statuses = (stat(), stat())
    guard stat(first, &statuses.0) == 0, stat(second, &statuses.1) == 0 else { return false }
    return statuses.0.st_dev == statuses.1.st_dev && statuses.0.st_ino == statuses.1.st_ino
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

  /// The name of the program and its arguments, byte by byte: `CommandLine.arguments` repairs what is not UTF-8.
  static var arguments: [[UInt8]] {
    (0..<Int(CommandLine.argc)).compactMap { index in
      CommandLine.unsafeArgv[index].map { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
    }
  }

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
