#if canImport(Darwin)
import Darwin
#elseif canImport(Android)
import Android
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

extension Platform {
  static let standardInput = STDIN_FILENO
  static let standardOutput = STDOUT_FILENO
  static let standardError = STDERR_FILENO

  /// Opens the null device on each standard stream that the process was started without.
  ///
  /// Otherwise the first file that is opened would get the stream's number, and what is meant for the stream would go into
  /// the file. To be called before any file is opened.
  ///
  /// - Returns: the descriptors that were closed.
  static func openMissingStreams() -> [Int32] {
    [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO].filter { stream in
      guard fcntl(stream, F_GETFD) == -1, errno == EBADF else { return false }
      // The lowest free number is the stream's own, as those below it are open by now.
      return open("/dev/null", stream == STDIN_FILENO ? O_RDONLY : O_WRONLY) == stream
    }
  }

  /// Writes all bytes of a text to a descriptor.
  ///
  /// - Returns: nil, or the system's error number.
  static func write(_ text: String, to descriptor: Int32) -> Int32? {
    var text = text
    return text.withUTF8 { write(UnsafeRawBufferPointer($0), to: descriptor) }
  }

  /// Writes all bytes to a descriptor.
  ///
  /// - Returns: nil, or the system's error number.
  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32? {
    var rest = bytes
    while let start = rest.baseAddress, !rest.isEmpty {
      let written = writeBytes(descriptor, start, rest.count)
      if written < 0 {
        let number = errno
        if number == EINTR { continue }
        // Whoever shares the stream may have set it so that writing does not wait.
        if number == EAGAIN, wait(for: POLLOUT, on: descriptor) { continue }
        return number
      }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
    }
    return nil
  }

  /// Writes bytes to a pipe or a device.
  static func append(_ bytes: [UInt8], to path: String) throws(SystemError) {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else { throw .last }
    defer { close(descriptor) }
    let number = bytes.withUnsafeBytes { write($0, to: descriptor) }
    if let number { throw SystemError(number: number) }
  }

  /// Waits until a descriptor can be read from or written to; false where that can't be waited for.
  static func wait(for event: Int32, on descriptor: Int32) -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(event), revents: 0)
    return poll(&request, 1, -1) >= 0 || errno == EINTR
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

  /// The error number of a stream that is closed.
  static let closedStream = EBADF
}

// The C function whose name the methods above hide inside `Platform`.
private func writeBytes(_ descriptor: Int32, _ start: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, start, count)
}
