import Testing

@testable import Drawing

@Suite("HeatMap in a terminal")
struct HeatMapLinesTests {
  let pattern = HeatMap(
    title: "layer 0, head 2: pattern",
    rowTitle: "query",
    columnTitle: "key",
    rows: ["e", "m", "李"],
    columns: ["e", "m", "李"],
    cells: [[1, nil, nil], [0.42, 0.58, nil], [0.05, 0.2, 0.75]]
  )

  @Test("A number stands after its shade, and hidden cells are dashes")
  func layout() {
    #expect(
      pattern.lines() == [
        "layer 0, head 2: pattern",
        "       key",
        "query     e     m    李",
        "e     █1.00   ---   ---",
        "m     ▒0.42 ▒0.58   ---",
        "李     0.05 ░0.20 ▓0.75",
        "shading: 0 to 1.00",
      ]
    )
    #expect(pattern.drawn() == pattern.lines().map { $0 + "\n" }.joined())
  }

  @Test("In ASCII the shades are ASCII, and none looks like a part of a number")
  func ascii() {
    #expect(pattern.lines(glyphs: .ascii)[3...4] == ["e     @1.00   ---   ---", "m     =0.42 *0.58   ---"])
    let partsOfNumbers = Set("0123456789.-+e")
    #expect(partsOfNumbers.isDisjoint(with: GlyphSet.ascii.shades))
  }

  @Test("The shade is the nearest to the fraction", arguments: [GlyphSet.unicode, .ascii])
  func shades(glyphs: GlyphSet) {
    let last = glyphs.shades.count - 1
    for (index, shade) in glyphs.shades.enumerated() {
      #expect(glyphs.shade(of: Double(index) / Double(last)) == shade)
    }
    #expect(glyphs.shade(of: 0.01) == " ")
  }

  @Test("Negative numbers have the shade of their magnitude, and the legend says so")
  func signs() {
    let map = row([-2, 0.5, 2, 0])
    #expect(map.lines().suffix(2) == ["q █-2.00  ░0.50  █2.00   0.00", "shading: magnitude, 0 to 2.00"])
  }

  @Test("What is not finite is written without a shade, in colour without a background")
  func nonFinite() {
    let map = row([.nan, -.infinity, 1])
    #expect(map.lines().contains("q   nan  -inf █1.00"))
    let line = map.lines(style: .ansi).first { $0.contains("nan") } ?? ""
    #expect(textSegments(of: line).filter { $0 == .escape("\u{1B}[39;49m") }.count == 1)
  }

  @Test("In colour each number stands on its colour, and no glyph is needed")
  func colours() {
    let lines = pattern.lines(style: .ansi)
    #expect(lines[0] == "\u{1B}[1mlayer 0, head 2: pattern\u{1B}[22m")
    #expect(lines[3].hasPrefix("e     \u{1B}[48;5;18;38;5;231m 1.00 \u{1B}[39;49m\u{1B}[2m"))
    #expect(!lines.joined().contains { GlyphSet.unicode.shades.dropFirst().contains($0) })
    #expect(row([-1, 1]).lines(style: .ansi).last == "\u{1B}[2mshading: -1.00 to 1.00\u{1B}[22m")
  }

  @Test("In colour every row of cells is equally wide")
  func colouredWidths() {
    let widths = pattern.lines(style: .ansi)[3...5].map { displayWidth(of: $0) }
    #expect(Set(widths).count == 1)
  }

  @Test("Columns that do not fit stand in blocks below, with the row labels again")
  func blocks() {
    #expect(
      pattern.lines(maximumWidth: 20) == [
        "layer 0, head 2: pa…",
        "       key",
        "query     e     m",
        "e     █1.00   ---",
        "m     ▒0.42 ▒0.58",
        "李     0.05 ░0.20",
        "",
        "       key",
        "query    李",
        "e       ---",
        "m       ---",
        "李    ▓0.75",
        "shading: 0 to 1.00",
      ]
    )
  }

  @Test("No line is wider than the maximum where one column fits", arguments: 18...40)
  func maximumWidth(width: Int) {
    for style in [Style.plain, .ansi] {
      for line in pattern.lines(maximumWidth: width, style: style) {
        #expect(displayWidth(of: line) <= width)
      }
    }
  }

  @Test("No number is ever cut", arguments: [0, 1, 5, 9, 30])
  func numbersStay(width: Int) {
    let lines = pattern.lines(maximumWidth: width).joined()
    for number in ["1.00", "0.42", "0.58", "0.05", "0.20", "0.75"] { #expect(lines.contains(number)) }
  }

  @Test("Long labels are cut, and short numbers stay under them")
  func longLabels() {
    let map = HeatMap(
      title: "",
      rowTitle: "",
      columnTitle: "",
      rows: [String(repeating: "r", count: 500)],
      columns: [String(repeating: "c", count: 500), "d"],
      cells: [[0.5, 1]]
    )
    let label = String(repeating: "r", count: 31) + "…"
    #expect(
      map.lines() == [
        spaces(34) + String(repeating: "c", count: 11) + "…     d",
        label + spaces(9) + "▒0.50 █1.00",
        "shading: 0 to 1.00",
      ]
    )
    #expect(map.lines(maximumWidth: 40).allSatisfy { displayWidth(of: $0) <= 40 })
  }

  @Test("A map without cells says so")
  func empty() {
    for map in [
      row([]), HeatMap(title: "t", rowTitle: "", columnTitle: "", rows: [], columns: ["a"], cells: []),
    ] {
      #expect(map.lines() == ["t", "no cells"])
    }
  }

  @Test("A map of zeros, or of nothing finite, has no shade")
  func zeros() {
    #expect(row([0, 0]).lines().suffix(2) == ["q  0.00  0.00", "shading: 0 to 0"])
    #expect(row([.nan, nil]).lines().last == "shading: 0 to 0")
  }

  private func row(_ values: [Double?]) -> HeatMap {
    HeatMap(
      title: "t",
      rowTitle: "",
      columnTitle: "",
      rows: ["q"],
      columns: values.map { _ in "k" },
      cells: [values]
    )
  }
}
