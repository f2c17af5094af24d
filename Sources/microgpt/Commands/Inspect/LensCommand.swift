import Arguments
import Drawing
import Inspection
import Pictures
import Transformer
import VisibleText

/// `microgpt inspect lens`: what would be predicted after each part, and what each part adds to a logit.
struct LensCommand {
  static let show = Option(
    "--show",
    placeholder: "cells",
    as: .choice,
    default: DirectAttribution.Cells.relative,
    help: "What the map of parts shows: logits, or relative, a logit less the mean of all logits."
  )

  static let definition = CommandDefinition(
    program: About.name,
    name: "inspect lens",
    abstract: "Show what would be predicted after each part, and what each part adds to the logit that came.",
    discussion: """
      The residual stream is a sum: the embedding, what each head adds, what each feed-forward part adds. The logit lens \
      takes the model's last step early, after each part. Direct attribution divides the logit of the token that came among \
      the parts; they sum to the logit exactly. A final norm is taken early with the head, and attribution holds what it \
      divides by constant at each position.
      """,
    arguments: [InspectedText.run],
    sections: [
      .init("WHAT", [InspectedText.text.required, show, RunFolder.checkpoint]), InspectionOutput.section,
    ]
  )

  /// What `--json` prints.
  struct Figures: Encodable {
    let lens: LogitLens
    let attribution: DirectAttribution
  }

  private let arguments: ParsedArguments

  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  func run() throws {
    let output = try InspectionOutput(arguments)
    try output.check(Self.show, jsonPrints: "both")
    let text = try InspectedText(arguments)
    let figures = text.model.withForwardPass(over: text.tokens) {
      Figures(lens: LogitLens($0), attribution: DirectAttribution($0))
    }
    func maps(_ text: InspectedText) -> [HeatMap] {
      [
        figures.lens.heatMap(label: text.label),
        figures.attribution.heatMap(arguments[Self.show], label: text.label),
      ]
    }
    try output.write(
      FigureDocument(.lens, text, figures),
      source: text.run,
      picture: {
        PictureSheet(
          title: text.drawn.title.text,
          pictures: maps(text.drawn).map { $0.svg() },
          columnCount: 2
        ).svg()
      },
      text: { output in
        output.title(text.title)
        output.table(figures.lens.table(read: text.labels, label: text.label))
        output.line()
        output.legend(LogitLens.legend)
        for map in maps(text) {
          output.line()
          output.heatMap(map)
        }
        output.line()
        output.legend(figures.attribution.legend)
      }
    )
  }
}
