import Foundation
import TestSupport
import Testing

@testable import Drawing

@Suite("ArcDiagram")
struct ArcDiagramTests {
  let diagram = ArcDiagram(
    title: "head 2",
    labels: ["e", "m", "<a>", "x"],
    query: 2,
    weights: [0.7, 0.2, 0.1, nil]
  )

  @Test("It is well-formed, has a name, and needs no style sheet")
  func frame() {
    let svg = diagram.svg().description
    #expect(isWellFormed(svg))
    #expect(svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 "))
    #expect(svg.contains("role=\"img\""))
    #expect(svg.contains("<title>head 2</title>"))
    #expect(!svg.contains("<style") && !svg.contains("var("))
  }

  @Test("There is an arc to each token that is read, the thinnest first")
  func arcs() {
    let svg = diagram.svg().description
    #expect(widths(svg) == ["1", "2", "7"])
    for words in ["&lt;a&gt;: 0.10", "m: 0.20", "e: 0.70"] {
      #expect(svg.contains("<title>&lt;a&gt; attends to \(words)</title></path>"))
    }
  }

  @Test("Hidden tokens, and weights that are not positive numbers, have no arc")
  func noArcs() {
    let weights: [Double?] = [nil, 0, -1, .nan, .infinity, 0.5]
    let svg = ArcDiagram(title: "", labels: weights.map { _ in "a" }, query: 5, weights: weights).svg()
    #expect(isWellFormed(svg.description))
    #expect(widths(svg.description) == ["5"])
    #expect(!svg.description.contains("\"nan\"") && !svg.description.contains("\"inf\""))
  }

  @Test("A weight beyond 1 is drawn as 1, and a tiny one still as a hairline")
  func extremes() {
    let svg = ArcDiagram(title: "", labels: ["a", "b"], query: 1, weights: [7, 1e-9]).svg().description
    #expect(widths(svg) == ["0.5", "10"])
  }

  @Test("Each weight stands below its token, and only hidden tokens have none")
  func numbers() {
    let svg = diagram.svg().description
    for number in ["0.70", "0.20", "0.10"] { #expect(svg.contains(">\(number)</text>")) }
    #expect(!svg.contains(">hidden</text>"))
    #expect(svg.contains("<title>&lt;a&gt; attends to x: hidden</title>"))
  }

  @Test("Only the query is bold")
  func query() {
    let svg = diagram.svg().description
    #expect(svg.contains(/font-weight="600"[^>]*>&lt;a&gt;<\/text>/))
    #expect(svg.components(separatedBy: "font-weight=\"600\"").count == 3)
  }

  @Test("Arcs rise above the tokens, to the left as to the right, and all stay in the picture")
  func sweep() throws {
    let weights: [Double?] = Array(repeating: 1.0 / 31, count: 31)
    let labels = weights.map { _ in "token" }
    let svg = ArcDiagram(title: "t", labels: labels, query: 15, weights: weights).svg().description
    let arcs = svg.matches(of: /d="M([\d.]+) ([\d.]+)A([\d.]+) ([\d.]+) 0 0 ([01]) ([\d.]+) [\d.]+"/)
    #expect(arcs.count == 30)
    for arc in arcs {
      let start = try #require(Double(arc.1))
      let floor = try #require(Double(arc.2))
      let rise = try #require(Double(arc.4))
      let end = try #require(Double(arc.6))
      // An SVG arc of sweep 1 goes clockwise: from left to right it is the upper half.
      #expect((arc.5 == "1") == (end > start))
      #expect(floor - rise > 30)
    }
  }

  @Test("Its colour is one of the palette's, which begin again after the last")
  func colours() {
    let count = Palette.file.series.count
    for index in 0..<(2 * count) {
      let svg = ArcDiagram(title: "", labels: ["a"], query: 0, weights: [1], colour: index).svg().description
      #expect(svg.contains("fill:none;stroke:\(Palette.file.series[index % count])\""))
    }
  }

  @Test("Long tokens are cut, and what steers a terminal is left out")
  func labels() {
    let labels = [String(repeating: "a", count: 10_000), "\u{1B}[31m\n", "👩‍👩‍👧", ""]
    let svg = ArcDiagram(title: labels[0], labels: labels, query: 0, weights: [0.1, 0.2, 0.3, 0.4]).svg()
      .description
    #expect(isWellFormed(svg))
    #expect(svg.contains(">" + String(repeating: "a", count: 11) + "…</text>"))
    #expect(svg.utf8.count < 20_000)
  }

  @Test("Without tokens it says so")
  func empty() {
    let svg = ArcDiagram(title: "head 2", labels: [], query: 0, weights: []).svg().description
    #expect(isWellFormed(svg))
    #expect(svg.contains(">no tokens</text>"))
  }

  private func widths(_ svg: String) -> [String] {
    svg.matches(of: /stroke-width="([\d.]+)"/).map { String($0.1) }
  }

  private func isWellFormed(_ text: String) -> Bool {
    ParsedMarkup(text).isWellFormed
  }
}
