import TestSupport
import Testing

@testable import Drawing

@Suite("HeatMap")
struct HeatMapTests {
  @Test("Without a scale it is sequential up to the largest number if none is negative, otherwise diverging")
  func scaleOfNumbers() {
    #expect(map([[0.25, 0.5], [nil, 0.125]]).scale == .sequential(maximum: 0.5))
    #expect(map([[0.25, -0.5], [nil, 0.125]]).scale == .diverging(maximum: 0.5))
    #expect(map([[0.25, 0.5]], scale: .sequential(maximum: 1)).scale == .sequential(maximum: 1))
  }

  @Test("What is not finite has no part in the scale")
  func scaleOfNonFinite() {
    #expect(map([[.nan, .infinity], [0.5, -.infinity]]).scale == .sequential(maximum: 0.5))
    #expect(map([[.nan, nil]]).scale == .sequential(maximum: 0))
    #expect(map([]).scale == .sequential(maximum: 0))
  }

  @Test(
    "What can't be seen in titles and labels is written out; a lone mark has a dotted circle in pictures only"
  )
  func controlCharacters() {
    let map = HeatMap(
      title: "a\nb",
      rowTitle: "q\r\nr",
      columnTitle: "k\u{85}",
      rows: ["\t"],
      columns: ["\u{1B}[31mx", "\u{2028}", "\u{301}"],
      cells: [[1, 2, 3]]
    )
    let lines = map.lines()
    #expect(lines[0] == "a\\nb")
    #expect(lines[1].hasSuffix("k\\u{85}"))
    #expect(lines[2].hasPrefix("q\\u{d}\\nr "))
    #expect(lines[2].hasSuffix(" \\u{1b}[31mx  \\u{2028}  \\u{301}"))
    #expect(lines[3].hasPrefix("\\u{9} "))
    let texts = ParsedMarkup(map.svg()).texts
    for text in [
      "a\\nb", "q\\u{d}\\nr", "k\\u{85}", "\\u{9}", "\\u{1b}[31mx", "\\u{2028}", "\u{25CC}\u{301}",
    ] {
      #expect(texts.contains(text), "\(texts)")
    }
    #expect(ParsedMarkup(map.table()).text.contains("\u{25CC}\u{301}"))
  }

  @Test("A cell in words names its row, its column and its number")
  func words() {
    let map = map([[0.42, nil]])
    #expect(map.words(forRow: 0, column: 0) == "query q0, key k0: 0.42")
    #expect(map.words(forRow: 0, column: 1) == "query q0, key k1: hidden")
  }

  @Test("A fixed number has its decimals, and from a million on an exponent")
  func fixed() {
    let format = HeatMap.Format.fixed(decimals: 2)
    #expect(format.text(of: 0.125) == "0.12")
    #expect(format.text(of: -1.5) == "-1.50")
    #expect(format.text(of: 999_999) == "999999.00")
    #expect(format.text(of: -1.5e300) == "-1.500e300")
    #expect(format.text(of: .nan) == "nan")
    #expect(format.text(of: -.infinity) == "-inf")
  }

  @Test(
    "A significant number is compact and keeps its digits",
    arguments: [
      (0, "0"), (1, "1.0"), (0.12345, "0.12"), (-0.5, "-0.50"), (12.34, "12"), (9.96, "10"), (1234.5, "1234"),
      (0.001, "0.0010"), (0.00099996, "0.0010"), (0.00012, "1.2e-4"), (-1.234e-5, "-1.2e-5"),
      (9999.6, "1.0e4"), (12345, "1.2e4"), (.leastNonzeroMagnitude, "4.9e-324"),
      (1.7976931348623157e308, "1.8e308"),
      (.infinity, "inf"),
    ] as [(Double, String)]
  )
  func significant(value: Double, text: String) {
    #expect(HeatMap.Format.significant(digits: 2).text(of: value) == text)
  }

  @Test("One significant digit has no point")
  func oneDigit() {
    #expect(HeatMap.Format.significant(digits: 1).text(of: 0.00012) == "1e-4")
    #expect(HeatMap.Format.significant(digits: 1).text(of: 3.2) == "3")
  }

  @Test("The end of a scale is written as zero only if it is")
  func ends() {
    let format = HeatMap.Format.fixed(decimals: 2)
    #expect(format.text(ofEnd: 0) == "0")
    #expect(format.text(ofEnd: 0.94) == "0.94")
    #expect(format.text(ofEnd: -0.001) == "-0.0010")
  }

  private func map(_ cells: [[Double?]], scale: HeatMap.Scale? = nil) -> HeatMap {
    HeatMap(
      title: "pattern",
      rowTitle: "query",
      columnTitle: "key",
      rows: cells.indices.map { "q\($0)" },
      columns: (cells.first ?? []).indices.map { "k\($0)" },
      cells: cells,
      scale: scale
    )
  }
}
