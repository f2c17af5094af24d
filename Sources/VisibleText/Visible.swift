/// What is done with a combining mark that has no letter to stand on.
public enum LoneMarks: Sendable {
  /// It is written as an escape.
  case escaped
  /// It stands on a dotted circle, as code charts show it.
  case circled
}

/// A text in one line in which everything can be seen; ``unescaped(_:readsTabs:)`` gives exactly that text back.
///
/// A line break is written `\n`, a backslash `\\`, and `\u{…}`, with the code point in hexadecimal digits, whatever else can't
/// be seen, breaks a line or turns the direction of the text around it: controls, separators of lines and paragraphs, format
/// characters, what is private or not assigned, variation selectors and joiners that have nothing to vary or to join, marks
/// that stand alone, and spaces other than U+0020 in a text of spaces alone. Byte `xy` of what is not UTF-8 is written
/// `\u{dcxy}`, as in Python (PEP 383).
public func visible(_ text: String, marks: LoneMarks = .escaped) -> String {
  visible(text.utf8, marks: marks)
}

/// A text, given as the bytes of its UTF-8 or of what should be UTF-8, in one line in which everything can be seen.
public func visible(_ bytes: some Collection<UInt8>, marks: LoneMarks = .escaped) -> String {
  isPrintableASCII(bytes) && !bytes.contains(UInt8(ascii: "\\"))
    ? String(decoding: bytes, as: UTF8.self) : written(bytes, marks: marks, doublesBackslashes: true)
}

/// A text in which what can't be seen is written out as `visible(_:marks:)` writes it, and a backslash stays itself.
///
/// It does no harm where it is printed, and what is visible already stays as it is; but it can't be read back.
public func harmless(_ text: String, marks: LoneMarks = .escaped) -> String {
  isPrintableASCII(text.utf8) ? text : written(text.utf8, marks: marks, doublesBackslashes: false)
}

/// A text for a message or a label: visible, and of a long one only the beginning and the end, with `…` between them.
///
/// - Parameters:
///   - text: any text.
///   - limit: how many scalars are printed at most, counted as they are written.
///   - marks: what becomes of combining marks that stand alone.
public func excerpt(_ text: String, limit: Int = excerptLimit, marks: LoneMarks = .escaped) -> String {
  excerpt(text.utf8, limit: limit, marks: marks)
}

/// A text for a message or a label, given as the bytes of its UTF-8 or of what should be UTF-8.
public func excerpt(
  _ bytes: some BidirectionalCollection<UInt8>,
  limit: Int = excerptLimit,
  marks: LoneMarks = .escaped
) -> String {
  // A scalar has at most four bytes and is written as one or more: so many bytes fill the limit from either end.
  let window = 4 * (max(0, limit) + 1)
  let isLong = bytes.count > 2 * window
  let first = pieces(of: isLong ? wholeScalars(bytes.prefix(window)) : bytes[...], marks: marks)
  if !isLong, lengths(of: first).reduce(0, +) <= limit { return first.joined() }
  let last = isLong ? pieces(of: bytes.suffix(window).drop { $0 & 0xC0 == 0x80 }, marks: marks) : first
  let room = max(0, limit - 1)
  let end = longestRun(lengths(of: last).reversed(), within: room / 3)
  let beginning = longestRun(lengths(of: first), within: room - room / 3)
  return first.prefix(beginning).joined() + "…" + last.suffix(end).joined()
}

private func pieces(of bytes: some Collection<UInt8>, marks: LoneMarks) -> [String] {
  var pieces: [String] = []
  write(bytes, marks: marks, doublesBackslashes: true) { pieces.append($0) }
  return pieces
}

private func lengths(of pieces: [String]) -> [Int] { pieces.map { $0.unicodeScalars.count } }

/// The bytes without the last scalar, which may have been cut.
private func wholeScalars<Bytes: BidirectionalCollection<UInt8>>(_ bytes: Bytes) -> Bytes.SubSequence {
  guard let start = bytes.lastIndex(where: { $0 & 0xC0 != 0x80 }) else { return bytes[...] }
  return bytes[..<start]
}

/// How many scalars of a stranger's text a message has at most.
public let excerptLimit = 200

/// How many of the first numbers have a sum within a limit.
private func longestRun(_ lengths: some Sequence<Int>, within limit: Int) -> Int {
  var sum = 0
  var count = 0
  for length in lengths {
    sum += length
    if sum > limit { break }
    count += 1
  }
  return count
}

private func written(
  _ bytes: some Collection<UInt8>,
  marks: LoneMarks,
  doublesBackslashes: Bool
) -> String {
  var result = ""
  write(bytes, marks: marks, doublesBackslashes: doublesBackslashes) { result += $0 }
  return result
}

/// Calls `body` with each piece of a text as it is written.
private func write(
  _ bytes: some Collection<UInt8>,
  marks: LoneMarks,
  doublesBackslashes: Bool,
  _ body: (String) -> Void
) {
  var isAfterMark = false
  forEachPiece(of: bytes) { piece in
    let text = piece.text(marks: marks, doublesBackslashes: doublesBackslashes)
    if case .mark = piece {
      // Marks that follow one another share their circle.
      body(marks == .circled && !isAfterMark ? "\u{25CC}" + text : text)
      isAfterMark = true
    } else {
      body(text)
      isAfterMark = false
    }
  }
}

extension Piece {
  fileprivate func text(marks: LoneMarks, doublesBackslashes: Bool) -> String {
    switch self {
    case .seen("\\"): doublesBackslashes ? "\\\\" : "\\"
    case .seen(let scalar): String(Character(scalar))
    case .mark(let scalar):
      marks == .circled ? String(Character(scalar)) : Self.escape(scalar.value)
    case .unseen("\n"): "\\n"
    case .unseen(let scalar): Self.escape(scalar.value)
    case .invalid(let byte): Self.escape(invalidByteBase + UInt32(byte))
    }
  }

  private static func escape(_ value: UInt32) -> String { "\\u{" + String(value, radix: 16) + "}" }
}

/// What is added to a byte that is not UTF-8: the sum is a lone surrogate, which stands for no scalar.
let invalidByteBase: UInt32 = 0xDC00

/// Whether every byte is a letter, a digit, a sign or a space of ASCII.
private func isPrintableASCII(_ bytes: some Collection<UInt8>) -> Bool {
  bytes.allSatisfy { (0x20...0x7E).contains($0) }
}
