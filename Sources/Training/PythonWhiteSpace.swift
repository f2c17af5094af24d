/// The white space that Python's `str.strip()` removes, seen in UTF-8 bytes.
///
/// It is the set of `str.isspace()`: U+0009–000D, U+001C–0020, U+0085, U+00A0, U+1680, U+2000–200A, U+2028, U+2029,
/// U+202F, U+205F and U+3000. Unicode's White_Space has the same but for U+001C–001F.
enum PythonWhiteSpace {
  /// The part of `range` that is left when white space is taken off both its ends; `bytes` must be valid UTF-8.
  static func trimming(_ range: Range<Int>, of bytes: UnsafeBufferPointer<UInt8>) -> Range<Int> {
    var start = range.lowerBound
    var end = range.upperBound
    while start < end {
      let length = leadingLength(of: bytes, from: start)
      if length == 0 { break }
      start += length
    }
    while start < end {
      let length = trailingLength(of: bytes, from: start, to: end)
      if length == 0 { break }
      end -= length
    }
    return start..<end
  }

  /// How many bytes the white space has that begins at `start`; 0 where none does.
  private static func leadingLength(of bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    let first = bytes[start]
    if first < 0x80 { return isWhiteSpace(first) ? 1 : 0 }
    if first == 0xC2 { return isWhiteSpace(first, bytes[start + 1]) ? 2 : 0 }
    guard (0xE1...0xE3).contains(first) else { return 0 }
    return isWhiteSpace(first, bytes[start + 1], bytes[start + 2]) ? 3 : 0
  }

  /// How many bytes the white space has that ends before `end`; 0 where none does.
  private static func trailingLength(of bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int)
    -> Int
  {
    let last = bytes[end - 1]
    if last < 0x80 { return isWhiteSpace(last) ? 1 : 0 }
    // No byte that begins a sequence occurs inside one, so the first byte tells the sequence's length.
    if end - start >= 2, isWhiteSpace(bytes[end - 2], last) { return 2 }
    if end - start >= 3, isWhiteSpace(bytes[end - 3], bytes[end - 2], last) { return 3 }
    return 0
  }

  private static func isWhiteSpace(_ byte: UInt8) -> Bool {
    (0x09...0x0D).contains(byte) || (0x1C...0x20).contains(byte)
  }

  private static func isWhiteSpace(_ first: UInt8, _ second: UInt8) -> Bool {
    first == 0xC2 && (second == 0x85 || second == 0xA0)
  }

  private static func isWhiteSpace(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
    switch (first, second) {
    case (0xE1, 0x9A): third == 0x80  // U+1680
    case (0xE2, 0x80): third <= 0x8A || third == 0xA8 || third == 0xA9 || third == 0xAF  // U+2000 …
    case (0xE2, 0x81): third == 0x9F  // U+205F
    case (0xE3, 0x80): third == 0x80  // U+3000
    default: false
    }
  }
}
