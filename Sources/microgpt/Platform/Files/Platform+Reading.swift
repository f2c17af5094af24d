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
  /// Why a file was not read.
  enum ReadError: Error, CustomStringConvertible {
    case system(SystemError)
    /// There is more of it than is read.
    case tooLarge(limit: Int)
    /// It is no file, but something else that does not end, or waits, or acts when it is opened.
    case notAFile(FileKind)

    /// The reason in a few words.
    var description: String {
      switch self {
      case .system(let error): error.description
      case .tooLarge(let limit): "it is larger than \(limit >> 20) MiB, the most that is read"
      case .notAFile(.folder): "it is a folder, not a file"
      case .notAFile(.pipe): "it is a pipe, not a file"
      case .notAFile(.socket): "it is a socket, not a file"
      case .notAFile: "it is a device, not a file"
      }
    }
  }

  /// Opens something to read: a file, and where `acceptsStreams` a pipe, a terminal or another device.
  ///
  /// - Returns: the descriptor, and how many bytes there are; 0 where that is not known.
  static func openToRead(
    _ path: String,
    acceptsStreams: Bool
  ) throws(ReadError) -> (descriptor: Int32, size: Int) {
    // To open a device may do something, and to open a pipe waits for a writer: what may be no file is looked at before.
    if !acceptsStreams, let kind = kind(of: path), kind != .file { throw .notAFile(kind) }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | (acceptsStreams ? 0 : O_NONBLOCK))
    guard descriptor >= 0 else {
      if kind(of: path) == .socket { throw .notAFile(.socket) }
      throw .system(.last)
    }
    guard let (kind, size) = kindAndSize(of: descriptor), kind != .folder, acceptsStreams || kind == .file
    else {
      let kind = kindAndSize(of: descriptor)?.0 ?? .device
      close(descriptor)
      throw .notAFile(kind)
    }
    return (descriptor, kind == .file ? size : 0)
  }

  /// All bytes of a file, a pipe or a device.
  ///
  /// - Parameters:
  ///   - limit: how many bytes are read at most. Of a larger file none is read.
  ///   - acceptsStreams: whether it may be something else than a file.
  static func read(
    _ path: String,
    limit: Int,
    acceptsStreams: Bool = true
  ) throws(ReadError) -> [UInt8] {
    let (descriptor, size) = try openToRead(path, acceptsStreams: acceptsStreams)
    defer { close(descriptor) }
    return try read(descriptor: descriptor, size: size, limit: limit, waits: acceptsStreams)
  }

  /// All bytes of a descriptor that is open already, from where it stands.
  ///
  /// - Parameters:
  ///   - size: how many bytes there are, as far as that is known.
  ///   - limit: how many bytes are read at most. Of more none is given.
  ///   - waits: whether to wait for bytes that are not there yet, or else to fail.
  static func read(
    descriptor: Int32,
    size: Int = 0,
    limit: Int,
    waits: Bool = true
  ) throws(ReadError) -> [UInt8] {
    guard size <= limit else { throw .tooLarge(limit: limit) }
    // One more than there are: a read that fills less has come to the end.
    var bytes = try read(max(size, 1 << 16) + 1, from: descriptor, waits: waits)
    var isAtEnd = bytes.count <= max(size, 1 << 16)
    while !isAtEnd, bytes.count <= limit {
      let more = try read(1 << 20, from: descriptor, waits: waits)
      bytes += more
      isAtEnd = more.count < 1 << 20
    }
    guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
    return bytes
  }

  /// The first bytes of a file, at most `count`.
  static func readBeginning(of path: String, count: Int) throws(ReadError) -> [UInt8] {
    let (descriptor, _) = try openToRead(path, acceptsStreams: false)
    defer { close(descriptor) }
    return try read(count, from: descriptor, waits: false)
  }

  static func close(_ descriptor: Int32) { closeDescriptor(descriptor) }

  /// The next bytes of a descriptor: fewer than `count` only where it ends.
  ///
  /// - Parameter waits: whether to wait for bytes that are not there yet, or else to fail.
  static func read(_ count: Int, from descriptor: Int32, waits: Bool) throws(ReadError) -> [UInt8] {
    var failure: Int32?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { bytes, filled in
      while filled < count, let start = bytes.baseAddress {
        let got = readBytes(descriptor, start + filled, count - filled)
        if got == 0 { return }
        if got > 0 {
          filled += got
          continue
        }
        let number = errno
        if number == EINTR || number == EAGAIN && waits && wait(for: POLLIN, on: descriptor) { continue }
        failure = number
        return
      }
    }
    if let failure { throw .system(SystemError(number: failure)) }
    return bytes
  }
}

// The C functions whose names the methods above hide inside `Platform`.
private func readBytes(_ descriptor: Int32, _ start: UnsafeMutableRawPointer, _ count: Int) -> Int {
  read(descriptor, start, count)
}
private func closeDescriptor(_ descriptor: Int32) { close(descriptor) }
