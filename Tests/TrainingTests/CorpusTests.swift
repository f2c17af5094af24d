import Foundation
import Testing
import Training

/// Expected values were made with CPython 3.11.
@Suite("Corpus")
struct CorpusTests {
  static func texts(_ file: String, _ layout: Corpus.Layout) throws -> [String] {
    try Corpus(utf8: Array(file.utf8), layout: layout).texts.map { String(decoding: $0, as: UTF8.self) }
  }

  /// Each text as an array of bytes: Swift's strings would take canonically equivalent texts for the same.
  static func bytes(_ texts: [String]) -> [[UInt8]] { texts.map { Array($0.utf8) } }

  /// White space of every kind, a byte-order mark, all three line ends, and characters that only look like space.
  static let nastyFile =
    "\u{FEFF}  Ada \r\n\r\n\u{9}\nBob\u{A0}\r\u{2003}Čeněk\u{3000}\u{2003}\n"
    + "\n\u{200B}zero width\u{200B}\n\u{1C}\u{1D}info\u{1E}\u{1F}\n"
    + "\u{85}\n a b\u{2028}c \n\u{FEFF}mark\n\u{0}\n"
    + "한국어\u{1680}\r\r\nlast without newline \u{B}\u{C}"

  // `[l.strip() for l in text.split("\n") if l.strip()]`, with the file opened as `utf-8-sig`.
  static let nastyLines = [
    "Ada",
    "Bob",
    "Čeněk",
    "\u{200B}zero width\u{200B}",
    "info",
    "a b\u{2028}c",
    "\u{FEFF}mark",
    "\u{0}",
    "한국어",
    "last without newline",
  ]

  // `text`, the same.
  static let nastyStream =
    "  Ada \n\n\u{9}\nBob\u{A0}\n\u{2003}Čeněk\u{3000}\u{2003}\n"
    + "\n\u{200B}zero width\u{200B}\n\u{1C}\u{1D}info\u{1E}\u{1F}\n"
    + "\u{85}\n a b\u{2028}c \n\u{FEFF}mark\n\u{0}\n"
    + "한국어\u{1680}\n\nlast without newline \u{B}\u{C}"

  @Test("Lines are what Python's text file, split and strip make of them")
  func nastyFileAsLines() throws {
    #expect(try Self.bytes(Self.texts(Self.nastyFile, .lines)) == Self.bytes(Self.nastyLines))
  }

  @Test("A stream is what Python reads from the text file")
  func nastyFileAsStream() throws {
    #expect(try Self.bytes(Self.texts(Self.nastyFile, .stream)) == Self.bytes([Self.nastyStream]))
  }

  // `[c for c in range(0x110000) if chr(c).isspace()]`
  static let pythonWhiteSpace: Set<UInt32> = [
    0x9, 0xA, 0xB, 0xC, 0xD, 0x1C, 0x1D, 0x1E, 0x1F, 0x20, 0x85, 0xA0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003,
    0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000,
  ]

  @Test("Of all scalars, those are trimmed at both ends that Python's strip() removes")
  func whiteSpace() throws {
    let scalars = (0...0x10FFFF as ClosedRange<UInt32>).compactMap(Unicode.Scalar.init)
      .filter { $0 != "\n" && $0 != "\r" }
    var file: [UInt8] = []
    for scalar in scalars {
      file += Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      file.append(UInt8(ascii: "a"))
      file += Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      file.append(UInt8(ascii: "\n"))
    }
    let texts = try Corpus(utf8: file, layout: .lines).texts
    try #require(texts.count == scalars.count)
    for (scalar, text) in zip(scalars, texts) {
      let isTrimmed = text.elementsEqual([UInt8(ascii: "a")])
      let isWhole = text.count == 1 + 2 * UTF8.width(scalar)
      let isWhiteSpace = Self.pythonWhiteSpace.contains(scalar.value)
      if isTrimmed != isWhiteSpace || isWhole == isWhiteSpace {
        Issue.record("U+\(String(scalar.value, radix: 16))")
      }
    }
  }

  @Test(
    "The same lines come from every line end, with or without a last one or a byte-order mark",
    arguments: ["\n", "\r\n", "\r", "\n\n", "\r\n \t\r\n"],
    ["", "\u{FEFF}"]
  )
  func lineEnds(end: String, mark: String) throws {
    let lines = ["ada", "b c", "Čeněk"]
    let joined = mark + lines.joined(separator: end)
    #expect(try Self.texts(joined, .lines) == lines)
    #expect(try Self.texts(joined + end, .lines) == lines)
  }

  @Test("One byte-order mark is dropped, a second one is text")
  func byteOrderMarks() throws {
    #expect(try Self.bytes(Self.texts("\u{FEFF}\u{FEFF}a", .lines)) == Self.bytes(["\u{FEFF}a"]))
    #expect(try Self.bytes(Self.texts("\u{FEFF}\u{FEFF}a", .stream)) == Self.bytes(["\u{FEFF}a"]))
  }

  @Test("A stream without carriage returns is the file itself")
  func plainStream() throws {
    #expect(try Self.texts(" a\n\n b ", .stream) == [" a\n\n b "])
  }

  @Test("Each carriage return of a stream becomes one line feed, alone or in a pair")
  func carriageReturns() throws {
    #expect(try Self.texts("\ra\r\r\n\n\rb\r\n", .stream) == ["\na\n\n\n\nb\n"])
  }

  @Test(
    "A file with nothing but white space is empty, in both layouts",
    arguments: ["", "\n", " \t\r\n\r", "\u{FEFF}", "\u{FEFF}\n", "\u{3000}\u{85}\n\u{1C}"],
    Corpus.Layout.allCases
  )
  func empty(file: String, layout: Corpus.Layout) {
    #expect(throws: CorpusError.empty) { try Corpus(utf8: Array(file.utf8), layout: layout) }
  }

  // `(the bytes).decode()` fails at `UnicodeDecodeError.start`; the lines before are counted as Python reads them.
  static let invalidFiles: [([UInt8], line: Int, byte: Int)] = [
    ([0xFF], 1, 1),
    ([0x61, 0x62, 0x63, 0x0A, 0xC3, 0x28], 2, 1),
    ([0xEF, 0xBB, 0xBF, 0x61, 0x62, 0x80], 1, 6),
    ([0x61, 0x0D, 0x0A, 0x62, 0x0D, 0x0A, 0x63, 0xED, 0xA0, 0x80], 3, 2),
    ([0x61, 0x0D, 0x62, 0x0D, 0xF4, 0x90, 0x80, 0x80], 3, 1),
    ([0x6F, 0x6B, 0x0A, 0xC0, 0xAF], 2, 1),
    ([0x6F, 0x6E, 0x65, 0x0A, 0x0A, 0x0A, 0x74, 0x77, 0xE2, 0x82], 4, 3),
    ([0x0D, 0x0A, 0x0D, 0x0A, 0xF0, 0x9F, 0x98], 3, 1),
    ([0x0D, 0xFE], 2, 1),
    ([0x0D, 0x0A, 0xFE], 2, 1),
    ([0x6E, 0xC3, 0xA9, 0x65, 0x0A, 0xC4, 0x8C, 0x65, 0xF8, 0x88, 0x80, 0x80, 0x80], 2, 4),
    ([0x61, 0xE2, 0x80, 0xA8, 0x62, 0xC2], 1, 6),
    ([0xFF, 0x61, 0xFE, 0x00], 1, 1),
    ([0xEF, 0xBB], 1, 1),
  ]

  @Test(
    "Bytes that are not UTF-8 are told by line and byte, in both layouts",
    arguments: Corpus.Layout.allCases
  )
  func invalid(layout: Corpus.Layout) {
    for (file, line, byte) in Self.invalidFiles {
      #expect(throws: CorpusError.invalidUTF8(line: line, byte: byte)) {
        try Corpus(utf8: file, layout: layout)
      }
    }
  }

  @Test("Errors say what and where")
  func messages() {
    #expect(
      CorpusError.invalidUTF8(line: 3, byte: 14).description.hasPrefix("line 3, byte 14: this is not UTF-8; ")
    )
    #expect(CorpusError.empty.description.contains("white space"))
  }
}
