import Drawing
import Testing

@Suite("Texts in lines")
struct WrappingTests {
  @Test("Lines are as full as the width allows, and joined they are the text", arguments: [1, 5, 11, 18, 80])
  func widths(width: Int) {
    let text = "one query gives a weight to each of the keys"
    let lines = wrapped(text, width: width)
    #expect(lines.joined(separator: " ") == text)
    for (line, next) in zip(lines, lines.dropFirst()) {
      #expect(line.count <= width || !line.contains(" "))
      #expect(line.count + 1 + (next.split(separator: " ").first?.count ?? 0) > width)
    }
  }

  @Test("Spaces stay, but for those at a break and at the end")
  func spaces() {
    #expect(wrapped("  a  b   c", width: 40) == ["  a  b   c"])
    #expect(wrapped("aa  bb   cc ", width: 6) == ["aa  bb", "cc"])
    #expect(wrapped("", width: 6) == [""])
  }

  @Test("The first line begins with its bullet, the others with the margin, in columns and not characters")
  func margins() {
    #expect(wrapped("ab cd ef", width: 7, first: "1. ", margin: "   ") == ["1. ab", "   cd", "   ef"])
    #expect(wrapped("名前 名前", width: 8) == ["名前", "名前"])
    #expect(wrapped("名前 名前", width: 9) == ["名前 名前"])
  }
}
