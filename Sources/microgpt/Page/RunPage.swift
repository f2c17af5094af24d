import Inspection
import Drawing
import Training
import Transformer
import VisibleText

/// The page about a run and a text: everything that `inspect` shows, and the run's training and samples.
struct RunPage {
  let text: InspectedText
  let record: RunRecord
  /// The command that wrote the page.
  let command: String

  var checkpoint: Checkpoint { text.checkpoint }
  var model: GPTConfiguration { text.checkpoint.model }
  var labels: [String] { text.labels }

  /// The page as one HTML file.
  var html: String {
    Page(
      title: "microgpt: \(excerpt(text.run.path))",
      lead: lead,
      panels: [
        runPanel, lossPanel, gradientNormPanel, samplesPanel, attentionPanel, scalingPanel, flowPanel,
        graphPanel,
      ],
      footer: .element(
        "p",
        .text("Written by microgpt \(Program.version) with "),
        .element("code", .text(command)),
        "."
      ),
      generator: OutputFile.generator
    ).html
  }

  private var lead: Markup {
    .group([
      .element(
        "p",
        .text(
          "A GPT of \(counted(model.parameterCount, "parameter")), trained for \(counted(checkpoint.state.stepsDone, "step")) on "
        ),
        .element("code", .text(excerpt(checkpoint.source.name))),
        .text(", reads “"),
        .element("b", .text(text.read.text)),
        .text(
          "”\(text.read.bytes.map { " \($0)" }.joined())\(text.predicted.map { " and predicts \($0)" } ?? ""). This page shows what it learned, what it looks at, and where the gradient of its loss goes. Its numbers come from the "
            + "run’s files and this text; the baselines and the marks on samples also from the file it was trained on, and the end of the "
            + "part on scaling from random numbers."
        )
      ),
      note,
    ])
  }

  private var note: Markup {
    guard text.omittedCount > 0 else { return .empty }
    return .element(
      "p",
      .text(
        "Of the text only the first \(counted(text.tokens.count - 1, "token")) are read here, the boundary counted: there the model’s "
          + "context ends, or the room on this page. ‘The text’ below is this part of it."
      )
    )
  }

  /// The most positions for which a page with so many heads stays light.
  static func largestPositionCount(heads: Int) -> Int {
    max(8, Int((6000 / Double(heads)).squareRoot()))
  }
}
