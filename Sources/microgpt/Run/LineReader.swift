/// Reads a file line by line, however large it is.
final class LineReader {
  private let descriptor: Int32
  private var buffer: ArraySlice<UInt8> = []
  private var isAtEnd = false

  /// How long a line may be; of a longer one no more is kept than it takes to tell that it is longer.
  static let longestLine = 1 << 16

  /// - Parameter path: a file, no pipe and no device.
  init(_ path: String) throws(Platform.ReadError) {
    descriptor = try Platform.openToRead(path, acceptsStreams: false).descriptor
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
      if isAtEnd { return line.isEmpty ? nil : line }
      let bytes = try Platform.read(Self.longestLine, from: descriptor, waits: false)
      isAtEnd = bytes.count < Self.longestLine
      buffer = bytes[...]
    }
  }
}
