/// A number read from the beginning of a text, as C's `strtod` reads decimal ones.
///
/// The first 19 digits count, and the power of ten has some 100 bits: the result is the nearest double unless the number lies
/// within 2⁻⁴⁰ units in the last place of the middle between two, or near the ends of the range.
struct DecimalNumber {
  /// The number.
  let value: Double
  /// How many bytes it takes.
  let length: Int

  /// Reads a number at the beginning of bytes that end with 0, nil where none stands there.
  init?(at bytes: UnsafePointer<UInt8>) {
    var reader = ByteReader(bytes: bytes)
    let isNegative = reader.sign()
    if let word = reader.word() {
      value = isNegative ? -word : word
      length = reader.index
      return
    }
    guard let (digits, dropped) = reader.digits() else { return nil }
    let magnitude = Self.value(digits, tenTo: dropped + reader.exponent())
    value = isNegative ? -magnitude : magnitude
    length = reader.index
  }

  /// digits · 10ⁿ.
  private static func value(_ digits: UInt64, tenTo n: Int) -> Double {
    if digits == 0 || n < -400 { return 0 }
    if n > 310 { return .infinity }
    let upper = Double(digits >> 32) * 0x1p32
    let number = DoubleDouble(sum: upper, Double(digits & 0xFFFF_FFFF))
    // Powers up to 10²² are doubles.
    if n.magnitude <= 22 {
      let ten = DoubleDouble(powerOfTen(Int(n.magnitude)))
      return (n < 0 ? number / ten : number * ten).rounded
    }
    // In two parts, so that neither leaves the range of doubles before the last operation.
    let half = n / 2
    let result = apply(n - half, to: apply(half, to: number))
    if result.rounded.isFinite { return result.rounded }
    // At the upper end a part may overflow where the whole does not.
    return plainly(n - half, plainly(half, Double(digits)))
  }

  private static func apply(_ n: Int, to number: DoubleDouble) -> DoubleDouble {
    var power = DoubleDouble(1)
    var rest = Int(n.magnitude)
    while rest > 0 {
      let part = min(rest, 22)
      power = power * DoubleDouble(powerOfTen(part))
      rest -= part
    }
    return n < 0 ? number / power : number * power
  }

  /// A number times 10ⁿ, rounded at each step.
  private static func plainly(_ n: Int, _ number: Double) -> Double {
    var result = number
    for _ in 0..<n.magnitude { result = n < 0 ? result / 10 : result * 10 }
    return result
  }

  /// 10ⁿ for n from 0 to 22, which is exact.
  private static func powerOfTen(_ n: Int) -> Double {
    var power = 1.0
    for _ in 0..<n { power *= 10 }
    return power
  }
}

/// Bytes that end with 0, and how far they are read.
private struct ByteReader {
  let bytes: UnsafePointer<UInt8>
  var index = 0

  private var byte: UInt8 { bytes[index] }
  private var digit: UInt64? { (0x30...0x39).contains(byte) ? UInt64(byte - 0x30) : nil }

  /// Reads a sign if there is one: whether it is a minus.
  mutating func sign() -> Bool {
    let isNegative = byte == 0x2D
    if isNegative || byte == 0x2B { index += 1 }
    return isNegative
  }

  /// Reads `inf`, `infinity` or `nan`, in any case.
  mutating func word() -> Double? {
    if skip("infinity") || skip("inf") { return .infinity }
    return skip("nan") ? .nan : nil
  }

  private mutating func skip(_ word: StaticString) -> Bool {
    for offset in 0..<word.utf8CodeUnitCount where bytes[index + offset] | 0x20 != word.utf8Start[offset] {
      return false
    }
    index += word.utf8CodeUnitCount
    return true
  }

  /// Reads digits with or without a point: the first 19 that count, and by which power of ten they are to be multiplied.
  mutating func digits() -> (digits: UInt64, tenTo: Int)? {
    var digits: UInt64 = 0
    var tenTo = 0
    var hasDigit = false
    var hasPoint = false
    while true {
      if let digit {
        hasDigit = true
        let fits = digits < 1_000_000_000_000_000_000
        if fits { digits = digits * 10 + digit }
        tenTo += (fits ? 0 : 1) - (hasPoint ? 1 : 0)
      } else if byte == 0x2E, !hasPoint {
        hasPoint = true
      } else {
        return hasDigit ? (digits, tenTo) : nil
      }
      index += 1
    }
  }

  /// Reads an exponent such as `e-3` if a whole one stands there, else 0.
  mutating func exponent() -> Int {
    let start = index
    guard byte | 0x20 == 0x65 else { return 0 }
    index += 1
    let isNegative = sign()
    guard digit != nil else {
      index = start
      return 0
    }
    var exponent = 0
    while let digit {
      exponent = min(exponent * 10 + Int(digit), 100_000)
      index += 1
    }
    return isNegative ? -exponent : exponent
  }
}
