import Testing

@testable import Drawing

/// Pictures of a page in files of their own.
@Suite("Pictures taken out of a page")
struct FileColoursTests {
  /// Each kind of picture, drawn with a palette.
  private static let drawings: [(name: String, draw: @Sendable (Palette) -> Markup)] = [
    ("chart", { chart.svg(palette: $0) }),
    (
      "chart without points", { LineChart(title: "t", xLabel: "x", yLabel: "y", series: []).svg(palette: $0) }
    ),
    ("map", { map(.sequential(maximum: 1)).svg(palette: $0) }),
    ("signed map", { map(.diverging(maximum: 1)).svg(palette: $0) }),
    ("arcs", { arcs.svg(palette: $0) }),
    ("film", { film.svg(palette: $0) }),
    ("states", { states.svg(palette: $0) }),
    (
      "sheet",
      { palette in
        PictureSheet(
          title: "var(--x)",
          pictures: [arcs.svg(palette: palette), film.svg(palette: palette)],
          columnCount: 1
        )
        .svg(palette: palette)
      }
    ),
  ]

  private static let chart = LineChart(
    title: "Loss & more",
    xLabel: "step",
    yLabel: "loss",
    series: (0..<7).map { index in
      .init(
        "\(index)",
        [(0, Double(index)), (1, 2), (3, 4)],
        colour: index,
        emphasis: index == 1 ? .dashed : .line
      )
    },
    references: [.init("even", y: 1)],
    bands: [.init([(0, 1, 2), (3, 2, 3)], colour: 1)]
  )
  private static let arcs = ArcDiagram(
    title: "arcs",
    labels: ["a", "b"],
    query: 1,
    weights: [0.25, 0.75],
    colour: 2
  )
  private static let film = FilmStrip(
    title: "film",
    timeTitle: "step",
    times: ["0", "1"],
    rows: ["a", "b"],
    strips: [.init("s", frames: [[[1], [0.5, 0.5]], [[1], [nil, 1]]])]
  )
  private static let states = StateStrip(
    title: "states",
    timeTitle: "step",
    times: ["0", "1"],
    states: [.init("a", "one", colour: 3), .init("b", "two", colour: nil)],
    rows: [("r", [0, 1])]
  )

  private static func map(_ scale: HeatMap.Scale) -> HeatMap {
    HeatMap(
      title: "map",
      rowTitle: "query",
      columnTitle: "key",
      rows: ["a", "b"],
      columns: ["a", "b"],
      cells: [[1, nil], [-0.25, 0.75]],
      scale: scale,
      format: .fixed(decimals: 2)
    )
  }

  @Test(
    "A picture of a page in the colours of a file is the picture drawn for a file",
    arguments: drawings.indices
  )
  func same(index: Int) {
    let (name, draw) = Self.drawings[index]
    #expect("\(draw(.page).inFileColours)" == "\(draw(.file))", "\(name)")
    #expect("\(draw(.page))" != "\(draw(.file))", "\(name)")
  }

  @Test("The pictures of a page are found in their order, one within another not")
  func found() {
    let page = Markup.group([
      "text", Figure.scrolling(Self.arcs.svg(palette: .page), label: "l"),
      .element("div", Self.drawings[7].draw(.page)),
    ])
    #expect(page.pictures.map { $0.pictureTitle } == ["arcs", "var(--x)"])
    #expect(Markup.element("p", "x").pictures.isEmpty)
    #expect(Markup.element("p", "x").pictureTitle == "")
  }
}
