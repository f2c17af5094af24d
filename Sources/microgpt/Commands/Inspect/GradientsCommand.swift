import Arguments
import Drawing
import Inspection
import Pictures
import VisibleText

/// `microgpt inspect gradients`: where the gradient of a text's loss goes.
struct GradientsCommand {
  static let definition = CommandDefinition(
    program: About.name,
    name: "inspect gradients",
    abstract: "Show where the gradient of a text's loss goes, and how much of it comes through the KV cache.",
    discussion: """
      Three things: the norm of each matrix's gradient, whole and with the cache detached, that is, with stored keys and \
      values treated as constants; what each position contributes to each matrix; and how much gradient each stored key and \
      value receives from each query that attends to it.
      """,
    arguments: [InspectedText.run],
    sections: [.init("WHAT", [InspectedText.text.required, RunFolder.checkpoint]), InspectionOutput.section]
  )

  private let arguments: ParsedArguments

  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  func run() throws {
    let output = try InspectionOutput(arguments)
    let text = try InspectedText(arguments)
    let flow = GradientFlow(text.model, tokens: text.tokens)
    let labels = text.labels
    let drawnLabels = text.drawn.labels
    try output.write(
      FigureDocument(.gradients, text, flow),
      source: text.run,
      picture: {
        PictureSheet(
          title: text.drawn.title.text,
          pictures: flow.caches.map { flow.cacheMap(of: $0, labels: drawnLabels).svg() }
            + [flow.positionMap(labels: drawnLabels).svg()],
          columnCount: 2
        ).svg()
      },
      text: { output in
        output.title(text.title)
        output.line(
          "L = \(NumberFormat.fixed(flow.loss, decimals: 4)) nats per token, the loss of this text alone"
        )
        output.line()
        output.table(flow.matrixTable)
        output.line()
        output.legend(GradientFlow.matrixLegend)
        output.line()
        output.heatMap(flow.positionMap(labels: labels))
        for cache in flow.caches {
          output.line()
          output.heatMap(flow.cacheMap(of: cache, labels: labels))
          output.line()
          output.table(flow.cacheTable(of: cache, labels: labels))
        }
        output.line()
        output.legend(GradientFlow.partLegend)
      }
    )
  }
}
