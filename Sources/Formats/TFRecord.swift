/// A record of a TFRecord file, TensorFlow's format for a sequence of byte strings.
///
///     length       8 bytes, little endian
///     checksum     4 bytes, of the length
///     data
///     checksum     4 bytes, of the data
///
/// A file is its records one after the other, so it can be appended to; a reader stops at a record that is not complete.
public enum TFRecord {
  /// The record of some bytes.
  public static func encoded(_ data: [UInt8]) -> [UInt8] {
    let length = littleEndian(UInt64(data.count))
    return length + littleEndian(maskedChecksum(length)) + data + littleEndian(maskedChecksum(data))
  }

  /// CRC-32C turned right by 15 bits plus a constant, so that a checksum of data with checksums in it is no trivial one.
  public static func maskedChecksum(_ bytes: [UInt8]) -> UInt32 {
    let checksum = CRC32C.checksum(bytes)
    return (checksum >> 15 | checksum << 17) &+ 0xA282_EAD8
  }

  private static func littleEndian(_ number: some FixedWidthInteger & UnsignedInteger) -> [UInt8] {
    (0..<number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }
}
