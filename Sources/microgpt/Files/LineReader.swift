/// Reads a file line by line, however large it is: up to where it ended when it was opened, since another process may go on
/// writing faster than this one reads.
final class LineReader {
  private let descriptor: Int32
  private var buffer: ArraySlice<UInt8> = []
  private var unreadCount: Int

  /// How long a line may be; of a longer one no more is kept than it takes to tell that it is longer.
  static let longestLine = 1 << 16

  /// - Parameter path: a file, no pipe and no device.
  init(_ path: String) throws(Platform.ReadError) {
    (descriptor, unreadCount) = try Platform.openToRead(path, acceptsStreams: false)
  }

  deinit { Platform.close(descriptor) }

  /// The next line without its line break, or nil after the last.
  func next() throws(Platform.ReadError) -> ArraySlice<UInt8>? {
    var line: ArraySlice<UInt8> = []
    while true {
      if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
        line.append(contentsOf: buffer[..<end].prefix(Self.longestLine + 1 - line.count))
        buffer = buffer[(end + 1)...]
        return line
      }
      line.append(contentsOf: buffer.prefix(max(0, Self.longestLine + 1 - line.count)))
      buffer = []
      if unreadCount == 0 { return line.isEmpty ? nil : line }
      let expected = min(Self.longestLine, unreadCount)
      let bytes = try Platform.read(expected, from: descriptor, waits: false)
      unreadCount = bytes.count < expected ? 0 : unreadCount - expected
      buffer = bytes[...]
    }
  }
}
