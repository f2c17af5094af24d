import Arguments
import Drawing
import Inspection
import Pictures
import VisibleText

/// `microgpt inspect scaling`: what the √d scaling does, at initialisation, on a text, and over a training.
struct ScalingCommand {
  let arguments: ParsedArguments

  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  func run() throws {
    try checkCombinations()
    let output = try InspectionOutput(arguments)
    if let file = arguments[Self.train] {
      try train(on: file, output)
    } else if let run = arguments[Self.run] {
      try differentiate(run, output)
    } else {
      try initialise(output)
    }
  }

  /// Refuses options that belong to another of the three.
  private func checkCombinations() throws(UsageError) {
    let isTraining = arguments[Self.train] != nil
    let hasRun = arguments[Self.run] != nil
    let isText = arguments[InspectedText.text] != nil
    func refuse(_ name: String, _ reason: String) throws(UsageError) {
      throw arguments.usageError("\(name) has no effect \(reason)")
    }
    if isText && isTraining { try refuse("--text", "with --train") }
    if isText && !hasRun { try refuse("--text", "without a run") }
    if arguments.isGiven(RunFolder.checkpoint), isTraining || !hasRun {
      try refuse(RunFolder.checkpoint.name, isTraining ? "with --train" : "without a run")
    }
    if !isTraining {
      for option in Self.trainingOptions where arguments.isGiven(option) {
        try refuse(option.name, "without --train")
      }
    }
    if hasRun && !isTraining && arguments[Self.seed] != nil {
      try refuse(Self.seed.name, "with a run and without --train")
    }
    if isTraining || hasRun {
      for option in Self.initialisationOptions where arguments.isGiven(option) {
        try refuse(option.name, isTraining ? "with --train" : "with a run")
      }
    }
  }

  // MARK: At initialisation

  private func initialise(_ output: InspectionOutput) throws {
    let keyElements = (arguments[Self.widths].max() ?? 1) * arguments[Self.keys]
    guard keyElements <= Self.largestKeyElementCount else {
      throw arguments.usageError(
        "\(counted(arguments[Self.keys], "key")) of \(counted(keyElements / arguments[Self.keys], "element")) need too much memory; "
          + "give --widths and --keys whose product is at most \(NumberFormat.grouped(Self.largestKeyElementCount))"
      )
    }
    let queryCount = arguments[Self.queries] * arguments[Self.widths].count
    let statistics = ScaleStatistics(
      headWidths: arguments[Self.widths],
      keyCount: arguments[Self.keys],
      queryCount: arguments[Self.queries],
      seed: arguments.given(Self.seed) ?? 42,
      progress: { SignsOfLife.progress($0, of: queryCount, "query") }
    )
    try output.write(
      FigureDocument(.scalingInitialisation, statistics),
      picture: {
        PictureSheet(
          title: "queries and keys of unit variance, \(counted(statistics.keyCount, "key"))",
          pictures: statistics.charts.map { $0.svg(width: 520, height: 300) },
          columnCount: 2
        ).svg()
      },
      text: { output in
        output.title(
          "queries and keys of independent components with variance 1: \(counted(statistics.queryCount, "query", "queries")), "
            + "\(counted(statistics.keyCount, "key")) each"
        )
        output.table(statistics.table)
        output.line()
        output.line(
          "raw sd: standard deviation of q·k, expected to be √d; scaled sd: that of s·q·k, which should be 1"
        )
        output.line(
          "entropy of the pattern in nats, ln \(statistics.keyCount) = "
            + "\(NumberFormat.fixed(statistics.evenEntropy, decimals: 3)) if all keys get the same; largest: the largest weight"
        )
        output.line(
          "‖J‖: Frobenius norm of softmax's Jacobian diag(w) − w wᵀ; ‖∂L/∂score‖ for ∂L/∂w of variance 1; all are means"
        )
      }
    )
  }

  // MARK: On a text

  private func differentiate(_ run: String, _ output: InspectionOutput) throws {
    let text = try InspectedText(arguments, run: run)
    let shape = text.checkpoint.model
    let count = shape.layerCount * shape.headCount * (text.tokens.count - 1)
    if count > 1000 {
      Terminal.error.line(
        "note: \(counted(count, "scale")) to differentiate, with two forward computations each"
      )
    }
    let gradients = text.model.withForwardPass(over: text.tokens) { ScaleGradients($0) }
    let sweep = ScaleSweep(text.model, tokens: text.tokens)
    let labels = text.labels
    try output.write(
      FigureDocument(
        .scaling,
        text,
        ScaleReport(gradients: gradients, sweep: sweep)
      ),
      source: text.run,
      picture: {
        PictureSheet(
          title: text.drawn.title.text,
          pictures: [
            gradients.heatMap(labels: text.drawn.labels).svg(), sweep.chart(gradients).svg(width: 560),
          ],
          columnCount: 1
        ).svg()
      },
      text: { output in
        output.title(text.title)
        for line in gradients.summary { output.line("\(visible: line)") }
        output.line()
        output.table(gradients.table(labels: labels))
        output.line()
        output.line(
          "head: layer.head; keys: how many keys the query sees; the four numbers are ∂L/∂s of that head and query;"
        )
        output.line(
          "apart: how far the three exact ones disagree, relative to Σ w (|g| + |ḡ|) |a|, the size of the terms;"
        )
        output.line(
          "error: how far the difference is from backpropagation, relative to the larger one, or to 0.001"
        )
        output.line()
        output.heatMap(gradients.heatMap(labels: labels))
      }
    )
  }

  /// The figures of a text.
  private struct ScaleReport: Encodable {
    let gradients: ScaleGradients
    let sweep: ScaleSweep
  }
}
