import Testing

@testable import microgpt

@Suite("Texts in one line")
struct VisibleTests {
  @Test(
    "what is made visible can be read back",
    arguments: [
      "", "emma", "a\nb", "\\", "\\n", "\t\r\n\\\\", "\u{1}\u{7F}\u{85}", "é😀", "\\u{1}", "ends with \\",
    ]
  )
  func inverse(text: String) {
    let line = visible(text)
    #expect(!line.contains { $0.isNewline })
    #expect(unescaped(line) == text)
  }
}
