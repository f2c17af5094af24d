/// The check that bytes are UTF-8, by the table of well-formed sequences (The Unicode Standard, table 3-7).
///
///     00..7F
///     C2..DF  80..BF
///     E0      A0..BF  80..BF
///     E1..EF  80..BF  80..BF           but ED only before 80..9F: no surrogates
///     F0      90..BF  80..BF  80..BF
///     F1..F3  80..BF  80..BF  80..BF
///     F4      80..8F  80..BF  80..BF
enum UTF8Validation {
  /// The position of the first byte of the first sequence that is not well-formed, or `nil` where all are.
  static func firstInvalidPosition(in bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBytes { bytes in
      var position = 0
      while position < bytes.count {
        position = endOfASCII(in: bytes, from: position)
        if position == bytes.count { break }
        let length = sequenceLength(in: bytes, at: position)
        if length == 0 { return position }
        position += length
      }
      return nil
    }
  }

  /// Where the first byte stands, from `start` on, that is not ASCII; eight bytes are looked at together.
  private static func endOfASCII(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    var position = start
    while position + 8 <= bytes.count {
      let eight = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
      if eight & 0x8080_8080_8080_8080 != 0 { break }
      position += 8
    }
    while position < bytes.count, bytes[position] < 0x80 { position += 1 }
    return position
  }

  /// How many bytes the sequence at `position` has, which does not begin in ASCII; 0 where it is not well-formed.
  private static func sequenceLength(in bytes: UnsafeRawBufferPointer, at position: Int) -> Int {
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch bytes[position] {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return 0
    }
    guard position + length <= bytes.count, second.contains(bytes[position + 1]) else { return 0 }
    for next in (position + 2)..<(position + length) where bytes[next] & 0xC0 != 0x80 { return 0 }
    return length
  }
}
