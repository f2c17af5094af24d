import Arguments
import Drawing
import Inspection
import Pictures
import Training
import Transformer

extension RunPage {
  /// The loss over the steps, beside what needs no model.
  var lossPanel: Page.Panel {
    let evaluation = losses?.evaluation
    let steps = record.steps
    var references = [
      LineChart.Reference(
        "uniform \(decimals(evaluation?.uniformLoss ?? uniformLoss))",
        y: evaluation?.uniformLoss ?? uniformLoss
      )
    ]
    if let evaluation {
      let loss = evaluation.bigramLossPerDocument
      references.append(.init("bigrams \(decimals(loss))", y: loss))
    }
    var series = [
      LineChart.Series("batch", steps.map { (Double($0.step), $0.loss) }, colour: 0, emphasis: .faint),
      LineChart.Series("smoothed", steps.map { (Double($0.step), $0.smoothedLoss) }, colour: 0),
    ]
    let held = steps.compactMap { step in
      step.validationLossPerDocument.map { (x: Double(step.step), y: $0) }
    }
    if !held.isEmpty { series.append(.init("held out", held, colour: 1, emphasis: .points)) }
    if !held.isEmpty, let best {
      let point = (x: Double(best.step), y: best.validationLoss)
      series.append(.init("lowest, step \(best.step)", [point], colour: 3, emphasis: .points))
    }
    let chart = LineChart(
      title: "Loss by step",
      xLabel: "step",
      yLabel: "nats per token",
      series: series,
      references: references
    )
    return Page.Panel(
      id: "loss",
      title: "Loss",
      shows:
        "The loss of each step’s documents before the parameters moved, in nats per token, and its running mean; the horizontal "
        + "lines are the losses of baselines: the same probability for every token"
        + (evaluation == nil ? "." : ", and bigram counts.")
        + " All losses in the chart are means over documents of each document’s mean over its tokens, which training minimises.",
      reading:
        "Lower is better. "
        + (evaluation == nil
          ? ""
          : "Below the line of bigrams, the model predicts better than counts of which token follows which. ")
        + "The perplexity, e to the mean loss over all tokens, is the number of equally likely tokens that would be as hard to predict.",
      limits:
        "A step’s loss is measured before the model learns from its documents. On the first pass through the file they are new to the "
        + "model; after that, only held-out documents tell how well it predicts other texts. The table of the file covers all of it, seen or "
        + "not. A lower loss means a likelier text, not a better one.",
      content: steps.isEmpty
        ? missing(RunFolder.metricsName)
        : .group([
          Figure.scrolling(
            chart.svg(palette: .page, width: Self.chartWidth),
            label: "Loss by step",
            caption: .text(
              "Each step in pale blue; the running mean as a line: zₙ/(1 − 0.98ⁿ) with zₙ = 0.98 zₙ₋₁ + 0.02 lossₙ and z₀ = 0"
                + (held.isEmpty
                  ? "."
                  : "; the held-out documents as points."
                    + (best.map { " The lowest is \(decimals($0.validationLoss)), after step \($0.step)." }
                      ?? ""))
            ),
            isChart: true
          ),
          olderMeansNote,
          omissionNote,
          losses.map { evaluationTable($0, of: "prediction of the training’s file") }
            ?? .element("p", missingSource),
          heldOutLosses.map { evaluationTable($0, of: "prediction of what was held out", isHeldOut: true) }
            ?? .empty,
        ])
    )
  }

  private func evaluationTable(_ losses: FileEvaluation, of what: String, isHeldOut: Bool = false) -> Markup {
    let evaluation = losses.evaluation
    var table = Table(columns: [
      .init(what),
      .init("loss per document", alignment: .right),
      .init("loss per token", alignment: .right), .init("perplexity", alignment: .right),
    ])
    let alone = losses.seeingOnlyItself
    for (name, lossPerDocument, loss) in [
      (
        "the model after \(counted(checkpoint.state.stepsDone, "step"))", evaluation.lossPerDocument,
        evaluation.loss
      ),
      ("the same, seeing only itself", alone.perDocument, alone.perToken),
      (
        isHeldOut
          ? "bigram counts of what was trained on" : "bigram counts (a pair can’t predict itself)",
        evaluation.bigramLossPerDocument,
        evaluation.bigramLoss
      ),
      ("uniform", evaluation.uniformLoss, evaluation.uniformLoss),
    ] {
      let perplexity = NumberFormat.fixed(evaluation.perplexity(of: loss), decimals: 2)
      table.append([name, decimals(lossPerDocument), decimals(loss), perplexity])
    }
    let cut =
      evaluation.truncatedCount == 0
      ? ""
      : "; \(counted(evaluation.truncatedCount, "document")) longer than the context length, cut there"
    return table.figure(caption: "\(counted(evaluation.tokenCount, "token")) predicted\(cut); loss in nats")
  }

  /// The norm of the gradient over the steps.
  var gradientNormPanel: Page.Panel {
    let steps = record.steps
    let chart = LineChart(
      title: "Norm of the gradient by step",
      xLabel: "step",
      yLabel: "‖∂L/∂θ‖, logarithmic",
      series: [
        .init("each step", steps.map { (Double($0.step), $0.gradientNorm) }, colour: 2, emphasis: .faint),
        .init("running median", Self.medians(of: steps, width: 51), colour: 2),
      ],
      references: checkpoint.training.gradientClip.map { [.init("clipped to \(shortText($0))", y: $0)] }
        ?? [],
      yScale: .logarithmic
    )
    return Page.Panel(
      id: "gradient-norms",
      title: "Gradient norms over training",
      shows:
        "The Euclidean norm of the gradient of all parameters together, at each step, before any clipping.",
      reading:
        "The line is the median of up to 51 steps around each. Spikes are often texts that surprise the model; a norm that keeps "
        + "growing announces trouble; one that falls towards 0 says that the loss is flat here.",
      limits:
        "Adam divides each component by its own recent size, so the norm is not the length of the step.",
      content: steps.isEmpty
        ? missing(RunFolder.metricsName)
        : .group([
          Figure.scrolling(
            chart.svg(palette: .page, width: Self.chartWidth),
            label: "Norm of the gradient by step",
            caption: .text("Each step in pale green, a running median as a line."),
            isChart: true
          ),
          omissionNote,
        ])
    )
  }

  /// The median of the norms of `width` steps around each, at up to 400 places.
  private static func medians(of steps: [StepFigures], width: Int) -> [(x: Double, y: Double)] {
    let stride = max(1, steps.count / 400)
    return Swift.stride(from: 0, to: steps.count, by: stride).map { index in
      let around = steps[max(0, index - width / 2)..<min(steps.count, index + width / 2 + 1)]
      let sorted = around.map(\.gradientNorm).sorted()
      return (Double(steps[index].step), sorted[sorted.count / 2])
    }
  }

  private var uniformLoss: Double { Evaluation.uniformLoss(vocabularySize: model.vocabularySize) }

  /// How wide the main charts are, in pixels.
  static let chartWidth = 1024.0

  func decimals(_ number: Double) -> String { NumberFormat.fixed(number, decimals: 4) }

  /// What stands where the text of the training is needed and not at hand.
  var missingSource: Markup {
    .group([
      "The text the run was trained on has moved or changed; ",
      .element("code", "--data"),
      " says where it is.",
    ])
  }

  /// What stands where a file of the run has nothing to show.
  func missing(_ name: String) -> Markup {
    .element(
      "p",
      "The run has no ",
      .element("code", .text(name)),
      " that can be read, so there is nothing to draw."
    )
  }

  /// Where held-out losses can't stand beside the others.
  private var olderMeansNote: Markup {
    guard record.holdsOlderMeans else { return .empty }
    return .element(
      "p",
      "An earlier version of this program measured held-out losses as means over tokens; they are not shown."
    )
  }

  /// What is left out of the figures of the steps.
  private var omissionNote: Markup {
    guard let omission = record.omission else { return .empty }
    return .element(
      "p",
      "Of the run’s ",
      .element("code", .text(RunFolder.metricsName)),
      .text(": \(omission).")
    )
  }
}
