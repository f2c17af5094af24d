/// A finite number's exact decimal digits.
///
/// Every binary floating-point number has a finite decimal expansion: m·2ᵉ = m·5⁻ᵉ·10ᵉ for e < 0. Rounding that expansion,
/// instead of a shortened one, is rounding once, so the result is the correct one (halves go to the even digit).
struct DecimalExpansion {
  /// Digits 0–9 from the most significant; the first is not 0, except in the expansion of zero, which is empty.
  private(set) var digits: [UInt8]
  /// How many of the digits stand before the decimal point; negative if zeros follow the point.
  private(set) var pointPosition: Int

  /// The expansion of |value|, which must be finite.
  init(magnitudeOf value: Double) {
    precondition(value.isFinite, "\(value) has no decimal expansion")
    guard value != 0 else {
      digits = []
      pointPosition = 0
      return
    }
    let isSubnormal = value.exponentBitPattern == 0
    let significand = value.significandBitPattern | (isSubnormal ? 0 : 1 << 52)
    let exponent = (isSubnormal ? 1 : Int(value.exponentBitPattern)) - 1075

    let billion: UInt64 = 1_000_000_000
    var limbs: [UInt64] = [significand % billion, significand / billion]
    func multiply(by factor: UInt64) {
      var carry: UInt64 = 0
      for index in limbs.indices {
        (carry, limbs[index]) = (limbs[index] * factor + carry).quotientAndRemainder(dividingBy: billion)
      }
      if carry > 0 { limbs.append(carry) }
    }
    for _ in 0..<abs(exponent) { multiply(by: exponent < 0 ? 5 : 2) }

    var reversedDigits: [UInt8] = []
    reversedDigits.reserveCapacity(limbs.count * 9)
    for limb in limbs {
      var rest = limb
      for _ in 0..<9 {
        reversedDigits.append(UInt8(rest % 10))
        rest /= 10
      }
    }
    while reversedDigits.last == 0 { reversedDigits.removeLast() }
    digits = reversedDigits.reversed()
    pointPosition = digits.count + min(0, exponent)
  }

  /// Rounds to a number of digits after the decimal point.
  mutating func round(toFractionDigits count: Int) {
    round(toDigits: pointPosition + count)
  }

  /// Rounds to the first `count` digits; a carry may move the point.
  mutating func round(toDigits count: Int) {
    guard count < digits.count else { return }
    guard count >= 0 else {
      digits = []
      return
    }
    let next = digits[count]
    let isTie = next == 5 && digits[(count + 1)...].allSatisfy { $0 == 0 }
    let lastKept = count > 0 ? digits[count - 1] : 0
    let roundsUp = next > 5 || (next == 5 && (!isTie || lastKept % 2 == 1))
    digits.removeSubrange(count...)
    guard roundsUp else { return }
    var index = count - 1
    while index >= 0, digits[index] == 9 {
      digits[index] = 0
      index -= 1
    }
    if index >= 0 {
      digits[index] += 1
    } else {
      digits.insert(1, at: 0)
      pointPosition += 1
    }
  }

  /// The digit that stands for 10ᵖ, zero where the expansion has none.
  func digit(ofPower power: Int) -> Character {
    let index = pointPosition - 1 - power
    let digit = digits.indices.contains(index) ? digits[index] : 0
    return Character(Unicode.Scalar(UInt8(ascii: "0") + digit))
  }
}
