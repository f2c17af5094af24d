/// A short mark of a file's bytes, by which a changed file is noticed.
///
/// It is the number of bytes and their 64-bit FNV-1a hash: starting at 14695981039346656037, for each byte
///
///     hash ← (hash ⊕ byte) · 1099511628211   (mod 2⁶⁴)
///
/// Two files that differ by accident have different fingerprints, but for one case in some 10¹⁹. It is no protection
/// against somebody who wants two files to look the same.
///
/// Source: G. Fowler, L. C. Noll, K.-P. Vo, "The FNV Non-Cryptographic Hash Algorithm".
public struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
  /// The 64-bit FNV-1a hash of the bytes.
  public var hash: UInt64

  /// How many bytes there are.
  public var byteCount: Int

  /// Computes the fingerprint of `bytes`, in one pass over them.
  public init(of bytes: [UInt8]) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    bytes.withUnsafeBufferPointer { bytes in
      for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
    self.hash = hash
    byteCount = bytes.count
  }

  /// The name of the hash, its 16 hexadecimal digits and the number of bytes: `fnv1a64:0123456789abcdef:42050`.
  public var description: String {
    let digits = String(hash, radix: 16)
    return Self.prefix + String(repeating: "0", count: 16 - digits.count) + digits + ":" + String(byteCount)
  }

  /// Reads what ``description`` writes, and nothing else.
  public init?(_ description: String) {
    let characters = Array(description.utf8)
    let prefix = Array(Self.prefix.utf8)
    let hashEnd = prefix.count + 16
    guard characters.count > hashEnd + 1, characters.starts(with: prefix),
      characters[hashEnd] == UInt8(ascii: ":")
    else { return nil }

    var hash: UInt64 = 0
    for character in characters[prefix.count..<hashEnd] {
      switch character {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): hash = hash << 4 | UInt64(character - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"):
        hash = hash << 4 | UInt64(character - UInt8(ascii: "a") + 10)
      default: return nil
      }
    }

    var byteCount = 0
    for character in characters[(hashEnd + 1)...] {
      guard case UInt8(ascii: "0")...UInt8(ascii: "9") = character else { return nil }
      let (tens, tooLarge) = byteCount.multipliedReportingOverflow(by: 10)
      let (sum, alsoTooLarge) = tens.addingReportingOverflow(Int(character - UInt8(ascii: "0")))
      if tooLarge || alsoTooLarge { return nil }
      byteCount = sum
    }
    if characters[hashEnd + 1] == UInt8(ascii: "0"), characters.count > hashEnd + 2 { return nil }

    self.hash = hash
    self.byteCount = byteCount
  }

  private static let prefix = "fnv1a64:"
}
