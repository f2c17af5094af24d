extension Tokenizer.Unit {
  /// Calls `body` with the place of each unit of a text in valid UTF-8, in order.
  @inline(__always)
  func forEachUnit(
    of bytes: UnsafeBufferPointer<UInt8>,
    in text: Range<Int>,
    _ body: (Range<Int>) -> Void
  ) {
    var start = text.lowerBound
    func step(_ count: Int) {
      body(start..<start + count)
      start += count
    }
    switch self {
    case .bytes:
      while start < text.upperBound { step(1) }
    case .scalars:
      while start < text.upperBound {
        if bytes[start] < 0x80 {
          step(1)
        } else {
          step(min(Self.scalarLength(bytes[start]), text.upperBound - start))
        }
      }
    case .characters:
      let characters = String(decoding: UnsafeBufferPointer(rebasing: bytes[text]), as: UTF8.self)
      // What is not valid UTF-8 grows when it is repaired.
      for character in characters where start < text.upperBound {
        step(min(character.utf8.count, text.upperBound - start))
      }
    }
  }

  /// How many bytes a scalar takes, from its first.
  private static func scalarLength(_ lead: UInt8) -> Int {
    switch lead {
    case 0xF0...: 4
    case 0xE0...: 3
    case 0xC0...: 2
    default: 1
    }
  }
}
