/// The checksum CRC-32C, of the polynomial that Castagnoli found: x³² + x²⁸ + x²⁷ + … + 1, written 0x1EDC6F41.
///
/// Source: RFC 3720, appendix B.4, which also has the values that the tests compare with.
public enum CRC32C {
  /// For each byte what it leaves behind, bits reversed.
  private static let table: [UInt32] = (0..<256).map { byte in
    var rest = UInt32(byte)
    for _ in 0..<8 { rest = rest & 1 == 1 ? rest >> 1 ^ 0x82F6_3B78 : rest >> 1 }
    return rest
  }

  /// The checksum of some bytes; time is linear in their number.
  public static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var rest = UInt32.max
    for byte in bytes { rest = rest >> 8 ^ table[Int((rest ^ UInt32(byte)) & 0xFF)] }
    return ~rest
  }
}
