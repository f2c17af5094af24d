import Testing

@testable import Drawing

@Suite("Terminal columns")
struct DisplayWidthTests {
  // The widths are those of Python's `wcwidth.wcswidth`.
  @Test(
    "A string takes the columns that wcwidth counts",
    arguments: [
      ("", 0), ("abc", 3), ("Zoë", 3), ("Δημήτρης", 8), ("Ольга", 5), ("漢字", 4), ("李小龙", 6), ("ｱｲｳ", 3),
      ("ａｂ", 4), ("がが", 4), ("한글", 4), ("\u{1112}\u{119E}\u{11AB}", 2), ("𠀀", 2), ("e\u{301}", 1),
      ("क\u{94D}ष\u{93F}", 2), ("नमस\u{94D}त\u{947}", 4), ("ไทย", 3), ("ש\u{5B8}\u{5C1}לו\u{5B9}ם", 4),
      ("م\u{64F}ح\u{64E}م\u{64E}\u{651}د", 4), ("\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}", 2),
      ("\u{1F44D}\u{1F3FD}", 2), ("\u{2764}", 1), ("\u{2764}\u{FE0F}", 2), ("\u{2708}\u{FE0F}", 2),
      ("\u{1F1E9}\u{1F1EA}", 2), ("1\u{FE0F}\u{20E3}", 2), ("\u{200B}", 0), ("\u{AD}", 1), ("①", 1),
      ("─▁█…", 4),
      ("\u{26A1}", 2), ("\u{2630}", 2), ("\u{3000}", 2),
    ] as [(String, Int)]
  )
  func width(string: String, expected: Int) {
    #expect(displayWidth(of: string) == expected)
  }

  @Test("Escape sequences take no column")
  func escapes() {
    #expect(displayWidth(of: "\u{1B}[1;31mred\u{1B}[0m") == 3)
    #expect(displayWidth(of: "\u{1B}[38;2;1;2;3m漢\u{1B}[39m") == 2)
    #expect(displayWidth(of: "\u{1B}]8;;https://a.b\u{1B}\\link\u{1B}]8;;\u{7}") == 4)
    #expect(displayWidth(of: "\u{1B}7a\u{1B}8") == 1)
    #expect(displayWidth(of: "a\u{1B}") == 1)
    #expect(displayWidth(of: "a\u{1B}[3") == 1)
  }

  @Test("Splitting at escape sequences loses nothing")
  func segmentsJoin() {
    let text = "a\u{1B}[1mb\u{301}\u{1B}[22m\u{1B}]0;t\u{7}漢\u{1B}"
    let joined = textSegments(of: text).map { segment in
      switch segment {
      case .text(let text), .escape(let text): text
      }
    }
    #expect(joined == ["a", "\u{1B}[1m", "b\u{301}", "\u{1B}[22m", "\u{1B}]0;t\u{7}", "漢", "\u{1B}"])
  }

  @Test("Padding fills up to the width by columns, not by characters")
  func padding() {
    #expect(padded("漢", to: 4) == "漢  ")
    #expect(padded("漢", to: 4, alignment: .right) == "  漢")
    #expect(padded("漢", to: 5, alignment: .center) == " 漢  ")
    #expect(padded("e\u{301}", to: 2) == "e\u{301} ")
    #expect(padded("\u{1B}[1ma\u{1B}[22m", to: 3) == "\u{1B}[1ma\u{1B}[22m  ")
    #expect(padded("wide", to: 2) == "wide")
  }

  @Test("Truncation keeps whole characters and never exceeds the width")
  func truncation() {
    #expect(truncated("abcdef", to: 6) == "abcdef")
    #expect(truncated("abcdef", to: 4) == "abc…")
    #expect(truncated("漢字漢字", to: 5) == "漢字…")
    #expect(truncated("漢字漢字", to: 4) == "漢…")
    #expect(truncated("e\u{301}e\u{301}e\u{301}", to: 2) == "e\u{301}…")
    #expect(truncated("abcdef", to: 4, ellipsis: "...") == "a...")
    #expect(truncated("abcdef", to: 1) == "…")
    #expect(truncated("abcdef", to: 0) == "")
    #expect(truncated("abcdef", to: 2, ellipsis: "...") == "ab")
  }

  @Test("Truncation keeps the escape sequences that end a colour")
  func truncationKeepsEscapes() {
    #expect(truncated("\u{1B}[31mabcdef\u{1B}[39m!", to: 3) == "\u{1B}[31mab…\u{1B}[39m")
  }
}
