import Testing

@testable import Drawing

@Suite("Table")
struct TableTests {
  let names = Table(
    columns: [.init("name"), .init("count", alignment: .right), .init("origin")],
    rows: [["Zoë", "12", "Greek"], ["李小龙", "3", "Chinese, by way of Hong Kong"], ["kai", "1,024", ""]]
  )

  @Test("Columns are as wide as their widest cell in terminal columns")
  func layout() {
    #expect(
      names.lines() == [
        "name    count  origin",
        "──────  ─────  ────────────────────────────",
        "Zoë        12  Greek",
        "李小龙      3  Chinese, by way of Hong Kong",
        "kai     1,024",
      ]
    )
  }

  @Test("In ASCII the rule is made of hyphens")
  func ascii() {
    #expect(names.lines(glyphs: .ascii)[1] == "------  -----  ----------------------------")
  }

  @Test("A maximum width cuts the widest text column first")
  func truncation() {
    #expect(
      names.lines(maximumWidth: 28) == [
        "name    count  origin",
        "──────  ─────  ─────────────",
        "Zoë        12  Greek",
        "李小龙      3  Chinese, by …",
        "kai     1,024",
      ]
    )
  }

  @Test("No line is wider than the maximum", arguments: 0...44)
  func maximumWidth(width: Int) {
    for glyphs in [GlyphSet.unicode, .ascii] {
      for line in names.lines(maximumWidth: width, style: .ansi, glyphs: glyphs) {
        #expect(displayWidth(of: line) <= width)
      }
    }
  }

  @Test("Numbers are not cut while there is text to cut")
  func numbersStay() {
    #expect(names.lines(maximumWidth: 13).last == "k…  1,024")
    #expect(
      Table(columns: [.init("n", alignment: .right)], rows: [["123456"]]).lines(maximumWidth: 4).last
        == "123…"
    )
  }

  @Test("Colours in cells do not move columns")
  func styledCells() {
    let table = Table(
      columns: [.init("a"), .init("b")],
      rows: [[Style.ansi.red("x"), "y"], ["long", "z"]]
    )
    #expect(table.lines()[2] == "\u{1B}[31mx\u{1B}[39m     y")
  }

  @Test("The header is bold and its rule dim where styles are on")
  func styledHeader() {
    let table = Table(columns: [.init("a"), .init("b")], rows: [["1", "2"]])
    #expect(table.lines(style: .ansi) == ["\u{1B}[1ma  b\u{1B}[22m", "\u{1B}[2m─  ─\u{1B}[22m", "1  2"])
  }

  @Test("What can't be seen in a cell is written out, but for styles")
  func controlCharacters() {
    let table = Table(columns: [.init("a\nb")], rows: [["x\r\ny\tz"]])
    #expect(table.lines() == ["a\\nb", "───────────────", "x\\u{d}\\ny\\u{9}z"])
    let hostile = "\u{1B}[31mred\u{1B}[39m\u{1B}]52;c;\u{7}\u{1B}[2J\u{202E}\u{301}"
    let shown = "\u{1B}[31mred\u{1B}[39m\\u{1b}]52;c;\\u{7}\\u{1b}[2J\\u{202e}\\u{301}"
    #expect(Table(columns: [.init("")], rows: [[hostile]]).lines()[2] == shown)
  }

  @Test("Centred cells have their odd space after them")
  func centred() {
    let table = Table(columns: [.init("abcd", alignment: .center), .init("|")], rows: [["x", "|"]])
    #expect(table.lines()[2] == " x    |")
  }

  @Test("A table without rows is its header, and each line ends in a line break")
  func withoutRows() {
    #expect(Table(columns: [.init("a"), .init("bc")]).drawn() == "a  bc\n─  ──\n")
  }

  @Test(
    "A table that is too wide comes in several, each with the columns that tell the rows apart",
    arguments: [20, 30, 200]
  )
  func pieces(width: Int) {
    let names = ["name", "alpha", "beta", "gamma", "delta", "epsilon"]
    let table = Table(
      columns: names.map { .init($0, alignment: $0 == "name" ? .left : .right) },
      rows: [["x", "1", "2", "3", "4", "5"], ["y", "1", "7", "8", "9", "10"]]
    )
    let pieces = table.pieces(maximumWidth: width)
    #expect((pieces.count == 1) == (width == 200))
    #expect(pieces.allSatisfy { $0.columns[0].header == "name" })
    #expect(pieces.flatMap { $0.columns.dropFirst().map(\.header) } == Array(names.dropFirst()))
    let second = pieces.flatMap { $0.rows[1].dropFirst() }
    #expect(second == ["1", "7", "8", "9", "10"])
    for line in pieces.flatMap({ $0.lines() }) { #expect(displayWidth(of: line) <= width) }
  }

  @Test("A sentence in the last column is broken into lines, none of its words lost")
  func brokenSentence() {
    let sentence = "a sentence of more words than there is room for in one line"
    let table = Table(
      columns: [.init("n", alignment: .right), .init("what")],
      rows: [["1", sentence], ["2", "short"]]
    )
    let pieces = table.pieces(maximumWidth: 24)
    #expect(pieces.count == 1)
    let rows = pieces[0].rows
    #expect(rows.map { $0[0] }.filter { !$0.isEmpty } == ["1", "2"])
    #expect(rows.dropLast().map { $0[1] }.joined(separator: " ") == sentence)
    for line in pieces[0].lines() { #expect(displayWidth(of: line) <= 24) }
  }
}
