import Testing

import VisibleText

@Suite("Escapes as they are read")
struct UnescapedTests {
  @Test(
    "An escape is the scalar it stands for",
    arguments: [
      ("\\n", "\n"), ("\\u{d}\\u{9}", "\r\t"), ("\\\\", "\\"), ("\\\\n", "\\n"), ("\\u{1b}[m", "\u{1B}[m"),
      ("\\u{1F600}\\u{0001f600}", "😀😀"), ("\\u{0}", "\u{0}"), ("e\\u{301}", "e\u{301}"), ("", ""),
    ]
  )
  func escapes(line: String, text: String) {
    #expect(unescaped(line) == Array(text.utf8))
  }

  @Test(
    "A backslash that begins no escape stays itself",
    arguments: [
      "\\", "a\\", "\\a", "\\t", "\\r", "C:\\temp", "\\x41", "\\0", "\\N", "\\u", "\\u{", "\\u{}", "\\u{zz}",
      "\\u{d800}", "\\u{dc7f}",
      "\\u{dd00}", "\\u{110000}", "\\u{000000041}", "\\u{+41}", "\\u{ 41}", "\\u{4_1}", "\\u0041", "\\u{41",
      "\\é",
      "\\\u{301}", "C:\\dir",
    ]
  )
  func backslashes(line: String) {
    #expect(unescaped(line) == Array(line.utf8))
  }

  @Test("Tabs and carriage returns as they once were written are read where that is asked for")
  func tabs() {
    #expect(unescaped("a\\t\\r\\n\\\\t", readsTabs: true) == Array("a\t\r\n\\t".utf8))
  }

  @Test("From dc80 to dcff it is a byte")
  func bytes() {
    #expect(unescaped("a\\u{dcff}\\u{DC80}") == [0x61, 0xFF, 0x80])
  }
}
