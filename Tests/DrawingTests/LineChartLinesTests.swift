import TestSupport
import Testing

@testable import Drawing

@Suite("A line chart as text")
struct LineChartLinesTests {
  private func chart(_ series: [[(x: Double, y: Double)]], bands: [LineChart.Band] = []) -> LineChart {
    LineChart(
      title: "Loss",
      xLabel: "step",
      yLabel: "nats",
      series: series.enumerated().map { .init("s\($0)", $1, colour: $0) },
      bands: bands
    )
  }

  @Test("A falling line goes from the upper left to the lower right, a flat one stays where it is")
  func places() {
    let falling = (0...10).map { (x: Double($0), y: 2 - Double($0) / 10) }
    let flat = (0...10).map { (x: Double($0), y: 1.0) }
    let lines = chart([falling, flat]).lines(width: 40, height: 9)
    let cells = lines.filter { $0.contains("│") }.map { Array($0.drop { $0 != "│" }.dropFirst()) }
    #expect(cells.count == 9)
    #expect(cells[0].first == "A")
    #expect(cells[8].allSatisfy { "B+".contains($0) } && cells[8].first == "B")
    // Where the two meet there is a plus, at the right end.
    #expect(cells[8].last == "+")
    let columns = cells.compactMap { $0.firstIndex(of: "A") }
    #expect(columns == columns.sorted())
    #expect(lines[0] == "nats" && lines.last?.hasSuffix("step") == true)
  }

  @Test("A single point is seen where other series meet; where it is one of two points there is a plus")
  func point() {
    let line = (0...10).map { (x: Double($0), y: Double($0)) }
    func letters(_ third: [(x: Double, y: Double)]) -> Set<Character> {
      Set(chart([line, line, third]).lines(width: 60, height: 11).joined().filter { "ABC+".contains($0) })
    }
    #expect(letters([(5, 5)]) == ["C", "+"])
    #expect(letters([(5, 5), (5, 5)]) == ["+"])
  }

  @Test("No line is wider than asked", arguments: [24, 40, 80, 120])
  func width(columns: Int) {
    let points = (0...3000).map { (x: Double($0), y: 1 + 1 / (1 + Double($0))) }
    for line in chart([points]).lines(width: columns) { #expect(displayWidth(of: line) <= columns) }
  }

  @Test("Without points there is nothing to draw; in ASCII everything is; letters go on after Z")
  func edges() {
    #expect(chart([[]]).lines(width: 40) == ["nothing to draw"])
    #expect(chart([[(0, .nan)]]).lines(width: 40) == ["nothing to draw"])
    let ascii = chart([[(0, 1), (1, 2)]]).lines(width: 40, glyphs: .ascii).joined()
    #expect(ascii.allSatisfy { $0.isASCII })
    #expect([0, 25, 26, 51, 52].map { String(LineChart.letter($0)) } == ["A", "Z", "a", "z", "*"])
  }

  @Test("A band is an area from its low to its high numbers, behind the line")
  func bands() throws {
    let line = [(x: 0.0, y: 1.5), (x: 10.0, y: 1.5)]
    let band = LineChart.Band([(0, 1, 2), (10, 1, 2)], colour: 0)
    let picture = ParsedMarkup(chart([line], bands: [band]).svg())
    #expect(picture.isWellFormed)
    let area = try #require(picture.all("path").first { $0.attributes["fill-opacity"] != nil })
    let heights = try #require(area.attributes["d"]).dropFirst().dropLast().split(separator: " ").compactMap {
      Double($0.split(separator: ",")[1])
    }
    // Up along the high numbers, back along the low ones, which are further down on the page.
    #expect(heights.count == 4 && heights[0] == heights[1] && heights[2] == heights[3])
    #expect(heights[0] < heights[2])
  }
}
