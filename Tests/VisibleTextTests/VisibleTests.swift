import Testing

import VisibleText

@Suite("Texts in one line in which everything can be seen")
struct VisibleTests {
  /// The scalars at which Python's `str.splitlines` ends a line, Java's `\R` and JavaScript's line terminators among them.
  private static let lineBreaks: Set<Unicode.Scalar> = [
    "\n", "\r", "\u{B}", "\u{C}", "\u{1C}", "\u{1D}", "\u{1E}", "\u{85}", "\u{2028}", "\u{2029}",
  ]

  @Test("What is written out can be read back, scalar by scalar", arguments: 0..<8)
  func inverse(seed: UInt64) {
    var texts = NastyText(seed: seed)
    for _ in 0..<400 {
      let text = texts.text()
      let bytes = Array(text.utf8)
      #expect(unescaped(visible(text)) == bytes)
    }
  }

  @Test("So can bytes that are not UTF-8", arguments: 0..<8)
  func bytes(seed: UInt64) {
    var texts = NastyText(seed: seed)
    for _ in 0..<400 {
      let bytes = texts.bytes()
      #expect(unescaped(visible(bytes)) == bytes)
    }
    #expect(unescaped(visible((0...255).map(UInt8.init))) == (0...255).map(UInt8.init))
  }

  /// What of a line can't be seen, breaks it or turns its direction; nil where there is nothing of that kind.
  private static func flaw(in line: String) -> Unicode.Scalar? {
    for character in line {
      var previous: Unicode.Scalar?
      for scalar in character.unicodeScalars {
        if lineBreaks.contains(scalar) { return scalar }
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate:
          return scalar
        case .format:
          guard [0x200C, 0x200D].contains(scalar.value), previous != nil else { return scalar }
        default:
          if [0x3164, 0xFFA0, 0x115F, 0x1160, 0x34F, 0x2800, 0x17B4].contains(scalar.value) { return scalar }
          if scalar.properties.isVariationSelector {
            guard let previous, !previous.isASCII || previous.properties.isEmoji else { return scalar }
          }
        }
        previous = scalar
      }
    }
    return nil
  }

  @Test("No line breaks, nothing is hidden but joiners and variants in a cluster", arguments: 0..<8)
  func nothingHidden(seed: UInt64) {
    var texts = NastyText(seed: seed)
    for _ in 0..<400 {
      let text = texts.text()
      for line in [visible(text), harmless(text, marks: .circled), excerpt(text, limit: 7), harmless(text)] {
        if let flaw = Self.flaw(in: line) {
          Issue.record("\(flaw.escaped(asASCII: true)) is left of \(text.debugDescription)")
        }
      }
    }
  }

  @Test("What is visible is harmless, and what is harmless stays as it is", arguments: 0..<8)
  func idempotent(seed: UInt64) {
    var texts = NastyText(seed: seed)
    for _ in 0..<400 {
      let text = texts.text()
      let lines = [visible(text), harmless(text)]
      let drawn = harmless(text, marks: .circled)
      let isStable =
        lines.allSatisfy { scalars(harmless($0)) == scalars($0) }
        && scalars(harmless(drawn, marks: .circled)) == scalars(drawn)
      if !isStable { Issue.record("\(text.debugDescription) changes when it is written out twice") }
    }
  }

  @Test(
    "What can be seen stays as it is",
    arguments: [
      "naïve café", "e\u{301}", "日本語\u{3000}テキスト", "10\u{A0}km", "👩‍👩‍👧", "👍🏽", "❤️", "1\u{FE0F}\u{20E3}", "🇩🇪", "क्‍ष",
      "نمی‌خواهم",
      "ශ්‍රී", "葛\u{E0100}", "שלום", "各\u{FF9E}",
    ]
  )
  func kept(text: String) {
    #expect(scalars(visible(text)) == scalars(text))
    #expect(scalars(harmless(text, marks: .circled)) == scalars(text))
  }

  @Test(
    "What can't be seen is written out",
    arguments: [
      ("a\nb\r\tc\\", "a\\nb\\u{d}\\u{9}c\\\\"), ("\u{1B}]52;c;\u{7}", "\\u{1b}]52;c;\\u{7}"),
      ("\u{9B}1m", "\\u{9b}1m"),
      ("a\u{200B}b", "a\\u{200b}b"), ("\u{202E}abc", "\\u{202e}abc"), ("a\u{2028}b", "a\\u{2028}b"),
      ("\u{200D}", "\\u{200d}"), ("a\u{200D}", "a\\u{200d}"), ("a\u{200C}b", "a\\u{200c}b"),
      ("👩\u{200D}", "👩\\u{200d}"), ("a\u{FE0F}", "a\\u{fe0f}"), ("\u{FE0F}", "\\u{fe0f}"),
      ("😀\u{E0100}\u{E0101}", "😀\u{E0100}\\u{e0101}"), ("\u{A0}", "\\u{a0}"),
      ("\u{3000} \u{2003}", "\\u{3000} \\u{2003}"),
      (" ", " "), ("\u{301}", "\\u{301}"), ("\u{301}\u{302}a", "\\u{301}\\u{302}a"),
      ("\n\u{301}", "\\n\\u{301}"),
      ("\u{E000}\u{301}", "\\u{e000}\\u{301}"), ("\u{E0067}", "\\u{e0067}"), ("\u{3164}", "\\u{3164}"),
      ("\u{10FFFF}", "\\u{10ffff}"), ("\u{FEFF}a", "\\u{feff}a"), ("so\u{AD}ft", "so\\u{ad}ft"),
    ]
  )
  func writtenOut(text: String, line: String) {
    #expect(scalars(visible(text)) == scalars(line))
  }

  @Test("A lone mark stands on a dotted circle in pictures, and a backslash stays itself there")
  func circled() {
    #expect(scalars(harmless("\u{301}", marks: .circled)) == scalars("\u{25CC}\u{301}"))
    #expect(scalars(harmless("\u{301}\u{302}", marks: .circled)) == scalars("\u{25CC}\u{301}\u{302}"))
    #expect(scalars(harmless("a\\n\n\u{93E}", marks: .circled)) == scalars("a\\n\\n\u{25CC}\u{93E}"))
    #expect(scalars(harmless("e\u{301}", marks: .circled)) == scalars("e\u{301}"))
  }

  @Test("Bytes that are not UTF-8 are lone surrogates, as in Python")
  func invalidBytes() {
    #expect(visible([0x61, 0xFF, 0xC3, 0x62]) == "a\\u{dcff}\\u{dcc3}b")
    #expect(visible([0xEF, 0xBF, 0xBD]) == "\u{FFFD}")
    #expect(visible([0xC3, 0xA9]) == "é")
  }
}

@Suite("Texts in messages")
struct ExcerptTests {
  @Test("A text for a message has at most 200 scalars, the first and the last among them", arguments: 0..<8)
  func length(seed: UInt64) {
    var texts = NastyText(seed: seed)
    for limit in [0, 1, 2, 5, 50, 200] {
      let text = (0..<100).map { _ in texts.text() }.joined()
      let short = excerpt(text, limit: limit)
      #expect(short.unicodeScalars.count <= max(1, limit))
      let parts = short.unicodeScalars.split(separator: "…", omittingEmptySubsequences: false)
      #expect(visible(text).unicodeScalars.starts(with: parts[0]))
    }
    let marks = excerpt("x" + String(repeating: "\u{301}", count: 1_000_000)).unicodeScalars.count
    #expect((190...200).contains(marks))
    #expect(excerpt("runs/" + String(repeating: "a", count: 300) + "/words.txt").hasSuffix("aaa/words.txt"))
  }

  @Test(
    "What stands far from both ends of a long text changes nothing, and is not looked at",
    arguments: 0..<8
  )
  func longTexts(seed: UInt64) {
    var texts = NastyText(seed: seed)
    func end() -> String {
      var end = ""
      while end.unicodeScalars.count < 190 { end += texts.text() }
      return end
    }
    for _ in 0..<20 {
      let (first, last) = (end(), end())
      let expected = excerpt(first + last)
      for middle in ["a", "é", "漢", "👍🏽", "\u{1B}", "\u{301}"] {
        #expect(excerpt(first + String(repeating: middle, count: 5000) + last) == expected)
      }
    }
    let unread = UnreadMiddle(count: 1 << 40)
    #expect(excerpt(unread) == String(repeating: "a", count: 133) + "…" + String(repeating: "a", count: 66))
  }

  /// More letters than anybody can read; to read one far from both ends is a mistake.
  private struct UnreadMiddle: RandomAccessCollection {
    let count: Int
    var startIndex: Int { 0 }
    var endIndex: Int { count }
    subscript(index: Int) -> UInt8 {
      precondition(Swift.min(index, count - index) < 1 << 16, "byte \(index) was read")
      return UInt8(ascii: "a")
    }
  }

  @Test("A short one is whole, and no escape is cut")
  func whole() {
    #expect(excerpt("a\nb\\") == "a\\nb\\\\")
    #expect(excerpt([0x61, 0xFF]) == "a\\u{dcff}")
    #expect(scalars(excerpt("\u{301}e", marks: .circled)) == scalars("\u{25CC}\u{301}e"))
    #expect(excerpt(String(repeating: "\u{1B}", count: 9), limit: 20) == "\\u{1b}\\u{1b}…\\u{1b}")
    #expect(excerpt(String(repeating: "a", count: 200)) == String(repeating: "a", count: 200))
  }
}

private func scalars(_ text: String) -> [Unicode.Scalar] { Array(text.unicodeScalars) }
