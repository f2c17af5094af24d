import Inspection
import Drawing
import Training
import Transformer
import VisibleText

/// The page about a run and a text: everything that `inspect` shows, and the run's training and samples.
struct RunPage {
  let text: InspectedText
  let record: RunHistory
  /// The losses on the text that the run was trained on; nil where that is not at hand.
  let losses: FileEvaluation?
  /// The losses on what the run held out; nil where it held nothing out, or the text is not at hand.
  let heldOutLosses: FileEvaluation?
  /// What the run's snapshots make of the text; nil for a run without.
  let film: Film?
  /// The step of the run's last checkpoint, which may be a later one than the page's.
  let lastStep: Int
  /// The run's model of the lowest held-out loss; nil where none was measured.
  let best: BestModel?
  /// The command that wrote the page.
  let command: String

  var checkpoint: Checkpoint { text.checkpoint }
  var model: GPTConfiguration { text.checkpoint.model }
  var labels: [String] { text.labels }

  /// The page as one HTML file.
  var html: String {
    Page(
      about: excerpt(text.run.path),
      lead: lead,
      panels: [
        runPanel, lossPanel, gradientNormPanel, samplesPanel, attentionPanel, ablationPanel, lensPanel,
        circuitsPanel, scalingPanel, flowPanel, graphPanel,
      ] + [stepsPanel, filmPanel].compactMap { $0 },
      command: command
    ).html
  }

  private var lead: Markup {
    .group([
      .element(
        "p",
        .text(
          "A GPT of \(counted(model.parameterCount, "parameter")), "
            + (checkpoint.isImported
              ? "imported from " : "trained for \(counted(checkpoint.state.stepsDone, "step")) on ")
        ),
        .element("code", .text(excerpt(InputFile.title(checkpoint.source.name)))),
        .text(", reads “"),
        .element("b", .text(text.read.text)),
        .text(
          "”\(text.read.bytes.map { " \($0)" }.joined())\(text.predicted.map { " and predicts \($0)" } ?? ""). This page shows what it learned, what it attends to, what it needs, and where the gradient of its loss goes. Its numbers come from the "
            + "run’s files and this text; the baselines and the marks on samples also use the file it was trained on, and the end of the "
            + "section on scaling uses random numbers."
        )
      ),
      note, earlierNote,
    ])
  }

  /// Says what is of the whole run on a page about an earlier checkpoint.
  private var earlierNote: Markup {
    guard checkpoint.state.stepsDone < lastStep else { return .empty }
    return .element(
      "p",
      .text(
        "The run went on: it has made \(counted(lastStep, "step")). The curves of the training and the samples on this page are of "
          + "the whole run; everything else is of the model after \(counted(checkpoint.state.stepsDone, "step"))."
      )
    )
  }

  private var note: Markup {
    guard text.omittedCount > 0 else { return .empty }
    return .element(
      "p",
      .text(
        "Only the first \(counted(text.tokens.count - 1, "token")) of the text, the boundary included, fit the model’s context or this "
          + "page. ‘The text’ below means this part."
      )
    )
  }

  /// The most positions for which a page with so many heads stays light.
  static func largestPositionCount(heads: Int) -> Int {
    max(8, Int((6000 / Double(heads)).squareRoot()))
  }
}
