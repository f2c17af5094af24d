import Arguments
import Drawing
import Inspection
import Pictures
import Training
import VisibleText

/// `microgpt inspect film`: how a training changed what a run's model makes of a text.
struct FilmCommand {
  static let definition = CommandDefinition(
    program: About.name,
    name: "inspect film",
    abstract: "Show how a run came to read a text as it does, from its snapshots.",
    discussion: """
      A run has snapshots where it was trained with --snapshot-every. Shown are, over the steps: the loss of the text, what each \
      head mostly attends to, the gradient of each head's scale, and the patterns. The film ends with the checkpoint.
      """,
    arguments: [InspectedText.run],
    sections: [
      .init(
        "WHAT",
        [InspectedText.text.required, AttentionCommand.layer, AttentionCommand.head, RunFolder.checkpoint]
      ),
      InspectionOutput.section,
    ]
  )

  private let arguments: ParsedArguments

  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  func run() throws {
    let output = try InspectionOutput(arguments)
    let text = try InspectedText(arguments)
    let shape = text.checkpoint.model
    let layer = try arguments.index(AttentionCommand.layer, below: shape.layerCount, "layer")
    let head = try arguments.index(AttentionCommand.head, below: shape.headCount, "head")
    try output.pictureFile(source: text.run)
    guard let whole = try text.film(upTo: try text.run.loadCheckpoint()) else {
      throw Failure(text.run.isWithoutSnapshots(text.checkpoint))
    }
    let film = whole.filter { $0.layer == layer ?? $0.layer && $0.head == head ?? $0.head }
    try output.write(
      FigureDocument(.film, text, film),
      source: text.run,
      picture: { Self.picture(film, text.drawn) },
      text: { Self.show(film, text, $0) }
    )
  }

  private static func picture(_ film: Film, _ text: InspectedText) -> Markup {
    PictureSheet(
      title: Self.title(film, text).text,
      pictures: [
        film.lossChart.svg(width: 640, height: 240), film.roles.svg(),
        film.scaleGradientChart.svg(width: 640, height: 280),
        film.patterns(labels: text.labels).svg(),
      ],
      columnCount: 1
    ).svg()
  }

  private static func title(_ film: Film, _ text: InspectedText) -> Message {
    let steps = RunFolder.text(ofSteps: film.frames.map { $0.step })
    return "\(text.run.path), steps \(visible: steps), \(visible: text.reading)"
  }

  private static func show(_ film: Film, _ text: InspectedText, _ output: InspectionOutput) {
    output.title(title(film, text))
    output.titledChart(film.lossChart)
    output.section(film.roles.title)
    output.lines { film.roles.lines(maximumWidth: $0, style: output.style, glyphs: output.glyphs) }
    output.line()
    output.table(film.roleTable)
    output.titledChart(film.scaleGradientChart)
    let patterns = film.patterns(labels: text.labels)
    output.section(patterns.title)
    let count = patterns.drawnTimes(maximumWidth: output.width).count
    if count < film.frames.count {
      output.line("\(count) of \(film.frames.count) steps, evenly spread; --json has them all")
    }
    output.lines { patterns.lines(maximumWidth: $0, style: output.style, glyphs: output.glyphs) }
  }
}

extension InspectionOutput {
  /// A chart under its title, with the names of its letters where there are several.
  fileprivate func titledChart(_ chart: LineChart) {
    section(chart.title)
    self.chart(chart, widest: 80)
    guard chart.series.count > 1 else { return }
    let names = chart.series.enumerated().map { "\(LineChart.letter($0)) \($1.name)" }
    line("\(visible: names.joined(separator: ", ")); + several")
  }
}
