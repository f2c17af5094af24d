/// A message of a protocol buffer as bytes: of each field its number and kind, then its value.
///
/// | kind | value |
/// |---|---|
/// | 0 | a whole number, seven bits a byte |
/// | 1 | 64 bits |
/// | 2 | a length, and as many bytes: text, other bytes, or another message |
/// | 5 | 32 bits |
///
/// Source: "Encoding", protobuf.dev.
struct ProtocolBuffer {
  private(set) var bytes: [UInt8] = []

  /// Seven bits a byte, the lowest first; the eighth says that more follow.
  private mutating func append(varint number: UInt64) {
    var rest = number
    while rest > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private mutating func append(key field: UInt64, kind: UInt64) { append(varint: field << 3 | kind) }

  mutating func append(varint number: UInt64, field: UInt64) {
    append(key: field, kind: 0)
    append(varint: number)
  }

  /// A whole number with a sign: a negative one takes ten bytes.
  mutating func append(_ number: Int64, field: UInt64) {
    append(varint: UInt64(bitPattern: number), field: field)
  }

  mutating func append(bits: UInt64, field: UInt64) {
    append(key: field, kind: 1)
    for byte in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: bits >> (byte * 8))) }
  }

  mutating func append(bits: UInt32, field: UInt64) {
    append(key: field, kind: 5)
    for byte in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: bits >> (byte * 8))) }
  }

  mutating func append(_ content: [UInt8], field: UInt64) {
    append(key: field, kind: 2)
    append(varint: UInt64(content.count))
    bytes += content
  }

  mutating func append(_ text: String, field: UInt64) { append(Array(text.utf8), field: field) }

  mutating func append(_ message: ProtocolBuffer, field: UInt64) { append(message.bytes, field: field) }
}
