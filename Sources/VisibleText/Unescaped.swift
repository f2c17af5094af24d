/// The text that `visible(_:marks:)` made a line of, as UTF-8, or as the bytes that should have been UTF-8.
///
/// Read are `\n`, `\\` and `\u{…}` with one to eight hexadecimal digits that stand for a scalar, or for a byte from `\u{dc80}`
/// to `\u{dcff}`. A backslash that begins none of them stays itself.
///
/// - Parameters:
///   - line: what was made, or any other text.
///   - readsTabs: whether `\t` and `\r` are read, too: earlier versions of the program wrote them.
public func unescaped(_ line: some StringProtocol, readsTabs: Bool = false) -> [UInt8] {
  var result: [UInt8] = []
  var rest = Array(line.utf8)[...]
  while let byte = rest.popFirst() {
    guard byte == UInt8(ascii: "\\"), let (bytes, length) = meaning(of: rest, readsTabs: readsTabs) else {
      result.append(byte)
      continue
    }
    result += bytes
    rest = rest.dropFirst(length)
  }
  return result
}

/// What an escape stands for, and how many bytes it has after its backslash; nil for what is none.
private func meaning(of rest: ArraySlice<UInt8>, readsTabs: Bool) -> (bytes: [UInt8], length: Int)? {
  switch rest.first {
  case UInt8(ascii: "\\"): return ([UInt8(ascii: "\\")], 1)
  case UInt8(ascii: "n"): return ([0x0A], 1)
  case UInt8(ascii: "r") where readsTabs: return ([0x0D], 1)
  case UInt8(ascii: "t") where readsTabs: return ([0x09], 1)
  case UInt8(ascii: "u"):
    let afterBrace = rest.dropFirst(2)
    guard rest.dropFirst().first == UInt8(ascii: "{"),
      let end = afterBrace.prefix(9).firstIndex(of: UInt8(ascii: "}")),
      let number = number(ofHexadecimal: afterBrace[..<end])
    else { return nil }
    let length = end + 1 - rest.startIndex
    if (invalidByteBase + 0x80...invalidByteBase + 0xFF).contains(number) {
      return ([UInt8(number - invalidByteBase)], length)
    }
    return Unicode.Scalar(number).map { (Array(String(Character($0)).utf8), length) }
  default: return nil
  }
}

/// The number that one to eight hexadecimal digits stand for, nil for anything else.
private func number(ofHexadecimal digits: ArraySlice<UInt8>) -> UInt32? {
  guard !digits.isEmpty else { return nil }
  var number: UInt32 = 0
  for digit in digits {
    let value: UInt8
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): value = digit - UInt8(ascii: "A") + 10
    default: return nil
    }
    number = number << 4 | UInt32(value)
  }
  return number
}
