/// Lines as Python's text files have them: ended by `\n`, by `\r\n` or by a lone `\r`.
enum LineBreaks {
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")

  /// Calls `body` with the range of each line from `start` on, without what ends it.
  ///
  /// To this function `\r\n` is two ends with an empty line between them, so use it only where blank lines are skipped.
  static func forEachLine(
    of bytes: UnsafeBufferPointer<UInt8>,
    from start: Int,
    _ body: (Range<Int>) -> Void
  ) {
    var start = start
    for position in start..<bytes.count {
      let byte = bytes[position]
      if byte == lineFeed || byte == carriageReturn {
        body(start..<position)
        start = position + 1
      }
    }
    body(start..<bytes.count)
  }

  /// How many lines end in `bytes`.
  static func count(in bytes: ArraySlice<UInt8>) -> Int {
    var count = 0
    var previous: UInt8 = 0
    for byte in bytes {
      if byte == carriageReturn || (byte == lineFeed && previous != carriageReturn) { count += 1 }
      previous = byte
    }
    return count
  }

  /// The error that says in which line, and where in it, the byte at `position` is.
  static func invalidUTF8(at position: Int, in bytes: [UInt8]) -> CorpusError {
    var line = 1
    var start = 0
    for end in 0..<position {
      let isPairBegun = bytes[end] == carriageReturn && bytes[end + 1] == lineFeed
      if bytes[end] == lineFeed || (bytes[end] == carriageReturn && !isPairBegun) {
        line += 1
        start = end + 1
      }
    }
    return .invalidUTF8(line: line, byte: position - start + 1)
  }
}
