extension JSON {
  /// How many arrays and objects may stand inside each other.
  private static var largestDepth: Int { 512 }

  /// Reads a JSON text in UTF-8, as RFC 8259 defines it.
  ///
  /// An object becomes ``members(_:)`` in the order of the text, a number a ``literal(_:)`` as it is written, as do `true`,
  /// `false` and `null`.
  ///
  /// - Throws: ``JSONError`` for the first thing that is wrong. It is stricter than the standard in two points: no object has
  ///   a key twice, byte for byte, and no more than 512 arrays and objects stand inside each other.
  public init(parsing bytes: some Sequence<UInt8>) throws(JSONError) {
    let bytes = Array(bytes)
    guard let text = String(validating: bytes, as: UTF8.self), text.utf8.count == bytes.count else {
      throw .notUTF8
    }
    var parser = JSONParser(bytes: bytes)
    self = try parser.value(depth: Self.largestDepth)
    parser.skipWhiteSpace()
    guard parser.position == bytes.count else { throw .unexpected(byte: parser.position + 1) }
  }
}

/// One pass over a JSON text.
private struct JSONParser {
  let bytes: [UInt8]
  var position = 0

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  mutating func skipWhiteSpace() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
  }

  private var unexpected: JSONError { position < bytes.count ? .unexpected(byte: position + 1) : .ended }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  private mutating func require(_ text: StaticString) throws(JSONError) {
    for index in 0..<text.utf8CodeUnitCount {
      guard take(text.utf8Start[index]) else { throw unexpected }
    }
  }

  /// The value that begins here, after white space.
  mutating func value(depth: Int) throws(JSONError) -> JSON {
    skipWhiteSpace()
    switch next {
    case UInt8(ascii: "{"): return .members(try members(depth: depth))
    case UInt8(ascii: "["): return .array(try elements(depth: depth))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"):
      try require("true")
      return .literal("true")
    case UInt8(ascii: "f"):
      try require("false")
      return .literal("false")
    case UInt8(ascii: "n"):
      try require("null")
      return .null
    default: return .literal(try number())
    }
  }

  private mutating func members(depth: Int) throws(JSONError) -> [(key: String, value: JSON)] {
    guard depth > 0 else { throw .tooDeep }
    position += 1
    var members: [(key: String, value: JSON)] = []
    // By their bytes: strings are equal where Unicode holds them equivalent, keys are not.
    var keys: Set<[UInt8]> = []
    skipWhiteSpace()
    if take(UInt8(ascii: "}")) { return members }
    while true {
      skipWhiteSpace()
      guard next == UInt8(ascii: "\"") else { throw unexpected }
      let key = try string()
      guard keys.insert(Array(key.utf8)).inserted else { throw .duplicateKey(key) }
      skipWhiteSpace()
      try require(":")
      members.append((key, try value(depth: depth - 1)))
      skipWhiteSpace()
      if take(UInt8(ascii: "}")) { return members }
      try require(",")
    }
  }

  private mutating func elements(depth: Int) throws(JSONError) -> [JSON] {
    guard depth > 0 else { throw .tooDeep }
    position += 1
    var elements: [JSON] = []
    skipWhiteSpace()
    if take(UInt8(ascii: "]")) { return elements }
    while true {
      elements.append(try value(depth: depth - 1))
      skipWhiteSpace()
      if take(UInt8(ascii: "]")) { return elements }
      try require(",")
    }
  }

  /// A number as it is written: `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`.
  private mutating func number() throws(JSONError) -> String {
    let start = position
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) { try digits() }
    if take(UInt8(ascii: ".")) { try digits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      _ = take(UInt8(ascii: "+")) || take(UInt8(ascii: "-"))
      try digits()
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func digits() throws(JSONError) {
    let start = position
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    guard position > start else { throw unexpected }
  }

  private mutating func string() throws(JSONError) -> String {
    position += 1
    var text: [UInt8] = []
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        position += 1
        try appendEscaped(to: &text)
      case 0..<0x20: throw unexpected
      default:
        text.append(byte)
        position += 1
      }
    }
    throw .ended
  }

  /// Reads what follows a backslash.
  private mutating func appendEscaped(to text: inout [UInt8]) throws(JSONError) {
    guard let byte = next else { throw .ended }
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      let start = position + 1
      position += 1
      var code = try codeUnit()
      // A code point beyond U+FFFF is written as two surrogates.
      if (0xD800...0xDBFF).contains(code), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
        let low = try codeUnit()
        guard (0xDC00...0xDFFF).contains(low) else { throw .loneSurrogate(byte: start) }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw .loneSurrogate(byte: start) }
      text += UTF8.encode(scalar).map { Array($0) } ?? []
      return
    default: throw unexpected
    }
    position += 1
  }

  /// Four hexadecimal digits.
  private mutating func codeUnit() throws(JSONError) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next else { throw .ended }
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): unit = unit << 4 | UInt32(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): unit = unit << 4 | UInt32(byte - UInt8(ascii: "a") + 10)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): unit = unit << 4 | UInt32(byte - UInt8(ascii: "A") + 10)
      default: throw unexpected
      }
      position += 1
    }
    return unit
  }
}
