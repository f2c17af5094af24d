import Foundation
import TestSupport
import Testing

@testable import Drawing

@Suite("A line chart as a picture")
struct LineChartPictureTests {
  private static let points: [(x: Double, y: Double)] = (0..<200).map { index in
    let x = Double(index)
    return (x, 2 + 1 / (x + 1))
  }

  private func lossChart(
    _ series: [LineChart.Series],
    references: [LineChart.Reference] = []
  ) -> LineChart {
    LineChart(title: "Loss", xLabel: "step", yLabel: "nats per token", series: series, references: references)
  }

  /// The numbers in the paths that draw with a colour.
  private func paths(_ picture: ParsedMarkup, colour: String) -> [String] {
    picture.all("path").filter { $0.attributes["style"] == "stroke:\(colour)" }
      .compactMap { $0.attributes["d"] }
  }

  @Test("The root says what the picture is and how large")
  func root() {
    let picture = ParsedMarkup(
      lossChart([.init("training", Self.points, colour: 0)]).svg(width: 640, height: 300)
    )
    #expect(picture.isWellFormed)
    let root = picture.elements.first
    #expect(root?.name == "svg")
    #expect(root?.attributes["viewBox"] == "0 0 640 300")
    #expect(root?.attributes["role"] == "img")
    #expect(picture.all("title").map(\.text) == ["Loss"])
    #expect(picture.all("desc").first?.text.contains("step from 0 to 199.0 across") == true)
    #expect(picture.all("desc").first?.text.contains("training begins at 3.000, ends at 2.005") == true)
  }

  @Test("Any text stays the text that it was")
  func escaping() {
    let name = "a \"b\" <c> & \\d 損失"
    let chart = LineChart(
      title: name,
      xLabel: name,
      yLabel: name,
      series: [.init(name, Self.points, colour: 0)],
      references: [.init("two\nlines \u{1B}[31mred\u{0}", y: 2)]
    )
    let picture = ParsedMarkup(chart.svg())
    #expect(picture.isWellFormed)
    #expect(picture.texts.filter { $0 == name }.count == 4)
    #expect(picture.texts.contains("two\\nlines \\u{1b}[31mred\\u{0}"))
  }

  @Test("A label too long for the picture is cut")
  func longLabels() {
    let long = String(repeating: "long label ", count: 100)
    let chart = LineChart(
      title: long,
      xLabel: long,
      yLabel: long,
      series: [.init(long, Self.points, colour: 0), .init(long, [(0, 1)], colour: 1)],
      references: [.init(long, y: 2)]
    )
    let picture = ParsedMarkup(chart.svg())
    #expect(picture.isWellFormed)
    #expect(picture.texts.allSatisfy { $0.count < 120 })
  }

  @Test("A chart without a drawable point says so")
  func empty() {
    let nothing: [[LineChart.Series]] = [
      [], [.init("a", [], colour: 0)], [.init("a", [(.nan, 1)], colour: 0)],
    ]
    for series in nothing {
      let picture = ParsedMarkup(lossChart(series).svg())
      #expect(picture.isWellFormed)
      #expect(picture.texts.contains("nothing to draw"))
    }
    let negative = LineChart(
      title: "",
      xLabel: "",
      yLabel: "",
      series: [.init("a", [(1, -1), (2, 0)], colour: 0)],
      yScale: .logarithmic
    )
    #expect(ParsedMarkup(negative.svg()).texts == ["nothing to draw"])
  }

  @Test("A point that is not finite breaks the line, and one alone is a dot")
  func gaps() {
    let points: [(x: Double, y: Double)] = [
      (0, 1), (1, 2), (2, .nan), (3, 1), (4, .infinity), (5, 2), (6, 1),
    ]
    let picture = ParsedMarkup(lossChart([.init("", points, colour: 1)]).svg())
    let drawn = paths(picture, colour: Palette.file.series[1])
    #expect(drawn.map { $0.filter { $0 == "M" }.count } == [2, 1])
    #expect(drawn.last?.hasSuffix("h0") == true)
  }

  @Test("A point without a logarithm is left out and the line goes on")
  func leftOut() {
    let chart = LineChart(
      title: "",
      xLabel: "",
      yLabel: "",
      series: [.init("", [(1, 1), (2, -5), (3, 0), (4, 100)], colour: 0)],
      yScale: .logarithmic
    )
    let drawn = paths(ParsedMarkup(chart.svg()), colour: Palette.file.series[0])
    #expect(drawn.count == 1)
    #expect(drawn.first?.filter { $0 == "," }.count == 2)
  }

  @Test("A picture of many points is small")
  func size() {
    let points = (0..<50_000).map { (x: Double($0), y: Double($0 &* 7919 % 1000)) }
    let drawn = paths(
      ParsedMarkup(lossChart([.init("", points, colour: 0)]).svg()),
      colour: Palette.file.series[0]
    )
    #expect((drawn.first?.filter { $0 == "," }.count ?? .max) < 2 * 720)
  }

  @Test(
    "Every line with a name has one label; labels at the ends do not overlap",
    arguments: [1, 2, 5, 12, 25]
  )
  func labels(count: Int) {
    let series = (0..<count).map { index in
      LineChart.Series("line \(index)", [(0, Double(index)), (10, 2 + 0.001 * Double(index))], colour: index)
    }
    let picture = ParsedMarkup(lossChart(series, references: [.init("bound", y: 2)]).svg())
    let labels = picture.all("text").filter { $0.text.hasPrefix("line ") }
    #expect(Set(labels.map(\.text)).count == count)
    #expect(labels.count == count)
    #expect(picture.texts.filter { $0 == "bound" }.count == 1)
    let places = labels.map { [$0.attributes["x"] ?? "", $0.attributes["y"] ?? ""] }
    #expect(Set(places).count == count)
    let heights = labels.filter { $0.attributes["x"] == labels[0].attributes["x"] }
      .compactMap { $0.attributes["y"].flatMap(Double.init) }.sorted()
    #expect(zip(heights, heights.dropFirst()).allSatisfy { $1 - $0 > 14.9 })
  }

  @Test("A legend leaves half of the height to the lines, and counts the series without room")
  func legend() {
    let series = (0..<200).map { LineChart.Series("line \($0)", [(0, 1), (10, 2)], colour: $0) }
    let texts = ParsedMarkup(lossChart(series).svg()).texts
    let named = texts.filter { $0.hasPrefix("line ") }.count
    #expect(named > 10)
    #expect(texts.contains("and \(200 - named) more"))
    #expect(ChartLegend(of: series, width: 720, maximumHeight: 110).height <= 110)
  }

  @Test("A series without a name has no label")
  func unnamed() {
    let raw = LineChart.Series("", Self.points, colour: 0, emphasis: .faint)
    let without = ParsedMarkup(lossChart([raw]).svg()).texts
    #expect(without.filter { $0.contains { $0.isLetter } } == ["Loss", "step", "nats per token"])
  }

  @Test("What is faint lies behind what is not")
  func order() {
    let series: [LineChart.Series] = [
      .init("", Self.points, colour: 0), .init("", Self.points, colour: 1, emphasis: .faint),
    ]
    let styles = ParsedMarkup(lossChart(series).svg()).all("path").compactMap { $0.attributes["style"] }
    #expect(styles == ["stroke:\(Palette.file.series[1])", "stroke:\(Palette.file.series[0])"])
  }

  @Test("Colours are those of the palette, and stand only in style attributes")
  func colours() {
    let series = [LineChart.Series("a", Self.points, colour: 7), .init("b", Self.points, colour: -1)]
    let chart = lossChart(series, references: [.init("bound", y: 2)])
    let page = chart.svg(palette: .page).description
    #expect(!page.contains("#"))
    #expect(page.contains("stroke:var(--series-2)"))
    #expect(page.contains("stroke:var(--series-6)"))
    for element in ParsedMarkup(chart.svg(palette: .page)).elements {
      for (name, value) in element.attributes where name != "style" { #expect(!value.contains("var(")) }
    }
    #expect(!chart.svg().description.contains("var("))
  }

  @Test("No numbers keep a chart from being drawn")
  func extremes() {
    let huge = Double.greatestFiniteMagnitude
    let tiny = Double.leastNonzeroMagnitude
    let cases: [[(x: Double, y: Double)]] = [
      [(0, 0)], [(0, -huge), (1, huge)], [(1e300, 1e300), (-1e300, -1e300), (1, 1)], [(tiny, tiny), (0, 0)],
      [(1, 1e15), (2, 1e15 + 0.125)], [(1e-300, 1e-300), (1e300, 1e300)], [(5, 7), (5, 7)], [(3, 2), (1, 4)],
    ]
    for points in cases {
      for scale in [LineChart.AxisScale.linear, .logarithmic] {
        for size in [(720.0, 320.0), (0, 0), (-5, .nan), (.infinity, 1e6)] {
          let chart = LineChart(
            title: "t",
            xLabel: "x",
            yLabel: "y",
            series: [.init("a", points, colour: 0), .init("b", points, colour: 1, emphasis: .points)],
            references: [.init("r", y: .nan), .init("s", y: 1)],
            xScale: scale,
            yScale: scale
          )
          let text = chart.svg(width: size.0, height: size.1)
          #expect(ParsedMarkup(text).isWellFormed)
          #expect(!text.description.contains("nan") && !text.description.contains("\"inf"))
        }
      }
    }
  }
}
