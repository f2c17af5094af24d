import Foundation
import TestSupport
import Testing

@testable import Drawing

@Suite("HeatMap as a picture")
struct HeatMapSVGTests {
  let pattern = HeatMap(
    title: "pattern",
    rowTitle: "query",
    columnTitle: "key",
    rows: ["e", "m"],
    columns: ["e", "m"],
    cells: [[1, nil], [0.42, .nan]]
  )

  @Test("It is well-formed, has a name, and needs no style sheet")
  func frame() {
    let svg = pattern.svg().description
    #expect(isWellFormed(svg))
    #expect(svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 "))
    #expect(svg.contains("role=\"img\""))
    #expect(svg.contains("<title>pattern</title>"))
    #expect(!svg.contains("<style") && !svg.contains("var("))
  }

  @Test("Each cell says in words what it is")
  func titles() {
    let svg = pattern.svg().description
    for words in ["e, key e: 1.00", "e, key m: hidden", "m, key e: 0.42", "m, key m: nan"] {
      #expect(svg.contains("<title>query \(words)</title></rect>"))
    }
  }

  @Test("A cell has the colour of its number; hidden and not finite ones are empty")
  func fills() {
    let svg = pattern.svg().description
    let scale = ColourScale(pattern.scale)
    #expect(svg.contains("\"fill:\(scale.colour(of: 1))\"><title>query e, key e"))
    #expect(svg.contains("\"fill:\(scale.colour(of: 0.42))\"><title>query m, key e"))
    let outline = "\"fill:#ffffff;stroke:#d8dee4;stroke-width:0.75\">"
    #expect(svg.contains("\(outline)<title>query e, key m"))
    #expect(svg.contains("\(outline)<title>query m, key m"))
  }

  @Test("Numbers stand in the cells, the scale's ends at the legend")
  func numbers() {
    let svg = pattern.svg().description
    for number in ["1.00", "0.42", "nan", "0", "hidden"] { #expect(svg.contains(">\(number)</text>")) }
    #expect(square(4, hidden: false).svg().description.contains(">hidden<") == false)
  }

  @Test("Cells that can be chosen are buttons with their places, one of them a stop of the Tab key")
  func selection() throws {
    #expect(!pattern.svg().description.contains("tabindex"))
    for (chosen, stop) in [
      (nil, "data-row=\"0\" data-column=\"0\""), ((1, 0), "data-row=\"1\" data-column=\"0\""),
    ]
      as [((Int, Int)?, String)]
    {
      let svg = pattern.svg(selection: .init(name: "0.<3", row: chosen?.0, column: chosen?.1)).description
      #expect(isWellFormed(svg))
      #expect(svg.contains("data-cells=\"0.&lt;3\""))
      // A picture's parts can't be reached by a screen reader, a group's can.
      #expect(svg.contains("role=\"group\"") && !svg.contains("role=\"img\""))
      #expect(svg.components(separatedBy: "role=\"button\"").count == 5)
      #expect(svg.components(separatedBy: "tabindex=\"0\"").count == 2)
      let button = " role=\"button\" aria-pressed=\"\(chosen == nil ? "false" : "true")\" tabindex=\"0\""
      #expect(svg.contains(stop + button))
      #expect(svg.contains("stroke-width:2.5") == (chosen != nil))
    }
  }

  @Test("Many columns have small cells without numbers, and the picture stays of a size to look at")
  func dense() throws {
    let svg = square(64).svg().description
    #expect(isWellFormed(svg))
    // The one number is the legend's.
    #expect(svg.components(separatedBy: ">0.50</text>").count == 2)
    #expect(svg.contains("<title>query 63, key 0: 0.50</title>"))
    let width = try #require(svg.firstMatch(of: /width="(\d+)"/)).1
    #expect(try #require(Int(width)) < 900)
    #expect(square(24).svg().description.components(separatedBy: ">0.50</text>").count > 24 * 12)
  }

  @Test("Labels are escaped, long ones are cut")
  func labels() {
    let map = HeatMap(
      title: String(repeating: "t", count: 10_000),
      rowTitle: "<",
      columnTitle: "&",
      rows: ["</text>", String(repeating: "r", count: 10_000)],
      columns: ["\"", "\u{1B}\u{0}", "👩‍👩‍👧"],
      cells: [[1, 2, 3], [4, 5, 6]]
    )
    let svg = map.svg().description
    #expect(isWellFormed(svg))
    #expect(svg.contains(">&lt;/text&gt;</text>"))
    #expect(svg.contains(">" + String(repeating: "r", count: 27) + "…</text>"))
    #expect(svg.utf8.count < 40_000)
  }

  @Test(
    "Whatever the numbers, there is a picture without a number that is none",
    arguments: [
      [], [[]], [[nil]], [[.nan, .infinity]], [[0]], [[-.greatestFiniteMagnitude, .greatestFiniteMagnitude]],
      [[.leastNonzeroMagnitude, -.leastNonzeroMagnitude]],
    ] as [[[Double?]]]
  )
  func oddNumbers(cells: [[Double?]]) {
    let map = HeatMap(
      title: "",
      rowTitle: "",
      columnTitle: "",
      rows: cells.map { _ in "" },
      columns: (cells.first ?? []).map { _ in "" },
      cells: cells
    )
    let svg = map.svg(palette: .page).description
    #expect(isWellFormed(svg))
    #expect(!svg.contains("\"nan\"") && !svg.contains("\"inf\"") && !svg.contains("\"-inf\""))
    #expect(svg.contains("no cells") == map.isEmpty)
  }

  private func square(_ count: Int, hidden: Bool = true) -> HeatMap {
    let labels = (0..<count).map(String.init)
    return HeatMap(
      title: "",
      rowTitle: "query",
      columnTitle: "key",
      rows: labels,
      columns: labels,
      cells: labels.indices.map { row in labels.indices.map { $0 > row && hidden ? nil : 0.5 } }
    )
  }

  private func isWellFormed(_ text: String) -> Bool {
    ParsedMarkup(text).isWellFormed
  }
}
