import Inspection
import Report
import Training

/// `microgpt inspect scaling`: what the √d scaling does, at initialisation, on a text, and over a training.
struct ScalingCommand {
  private let arguments: ParsedArguments

  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  func run() throws {
    try checkCombinations()
    if let file = arguments[Self.train] {
      try train(on: file)
    } else if let run = arguments[Self.run] {
      try differentiate(run)
    } else {
      try initialise()
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

  private func initialise() throws {
    let keyElements = (arguments[Self.widths].max() ?? 1) * arguments[Self.keys]
    guard keyElements <= Self.largestKeyElementCount else {
      throw arguments.usageError(
        "\(counted(arguments[Self.keys], "key")) of \(counted(keyElements / arguments[Self.keys], "element")) need too much memory; "
          + "give --widths and --keys whose product is at most \(NumberFormat.grouped(Self.largestKeyElementCount))"
      )
    }
    let statistics = ScaleStatistics(
      headWidths: arguments[Self.widths],
      keyCount: arguments[Self.keys],
      queryCount: arguments[Self.queries],
      seed: UInt64(arguments.given(Self.seed) ?? 42)
    )
    try InspectionOutput(arguments).write(
      InspectionDocument(.scalingInitialisation, statistics),
      picture: {
        PictureSheet(
          title: "queries and keys of unit variance, \(statistics.keyCount) keys",
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
          "raw sd: standard deviation of q·k, √d is expected; scaled sd: that of s q·k, 1 is wanted"
        )
        output.line(
          "entropy of the pattern in nats, ln \(statistics.keyCount) = "
            + "\(NumberFormat.fixed(statistics.evenEntropy, decimals: 3)) where it is even; largest: its largest weight"
        )
        output.line(
          "‖J‖: Frobenius norm of softmax's Jacobian diag(w) − w wᵀ; ‖∂L/∂score‖ for ∂L/∂w of variance 1; all are means"
        )
      }
    )
  }

  // MARK: On a text

  private func differentiate(_ run: String) throws {
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
    try InspectionOutput(arguments).write(
      InspectionDocument(
        .scaling,
        text,
        ScaleReport(gradients: gradients, sweep: sweep)
      ),
      source: text.run,
      picture: {
        PictureSheet(
          title: text.title,
          pictures: [gradients.heatMap(labels: labels).svg(), sweep.chart(gradients).svg(width: 560)],
          columnCount: 1
        ).svg()
      },
      text: { output in
        output.title(text.title)
        for line in gradients.summary { output.line(line) }
        output.line()
        output.table(gradients.table(labels: labels))
        output.line()
        output.line(
          "head: layer.head; keys: how many the query sees; the four numbers are ∂L/∂s of that head and query;"
        )
        output.line(
          "apart: how far the first three are apart, relative to Σ w (|g| + |ḡ|) |a|, the size of the terms;"
        )
        output.line(
          "the second apart: how far the difference is from backpropagation, relative to 0.001 at least"
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

  // MARK: Over a training

  private func train(on file: String) throws {
    let checkpoint = try arguments[Self.run].map { try RunFolder(path: $0).loadCheckpoint() }
    let plan = try plan(like: checkpoint)
    let source = arguments[Self.run].map(RunFolder.init)
    let output = InspectionOutput(arguments)
    try output.pictureFile(source: source)
    let text = try TextFile(file, layout: plan.training.layout)
    Program.noteDebugBuild()
    let training: ScaleTraining
    do {
      training = try ScaleTraining(text.corpus, plan: plan) { run, count in
        Terminal.error.line("training \(run + 1) of \(count)")
      }
    } catch { throw arguments.usageError("\(error)") }
    let model = source.map { "the shape of \($0.path)" } ?? "a model of one layer"
    let title =
      "\(file): \(model), embedding \(training.embeddingWidth), \(counted(training.stepCount, "step")) with each scale"
    try output.write(
      InspectionDocument(.scalingTraining, training, run: source),
      source: source,
      picture: {
        PictureSheet(
          title: title,
          pictures: training.charts.map { $0.svg(width: 460, height: 260) },
          columnCount: 4
        ).svg()
      },
      text: { output in
        output.title(title)
        output.table(training.table(glyphs: output.glyphs))
        output.line()
        output.line(
          "Of \(Self.probe(training, plan.training.layout)): the loss in nats per token after training, and on the way, each "
            + "line on a scale of its own; before → after:"
        )
        output.line(
          "score sd, the standard deviation of the scaled scores; evenness, entropy of the patterns / ln n, 1 where even; "
            + "the gradients of all W_q and all W_k."
        )
        output.line(
          "One seed: small differences of the loss mean nothing. Longer queries and keys can make up for a small scale."
        )
      }
    )
  }

  /// What the figures of a training are taken over.
  private static func probe(_ training: ScaleTraining, _ layout: Corpus.Layout) -> String {
    switch layout {
    case .lines: "the \(counted(training.probeCount, "line")) that training comes to last"
    case .stream: "\(counted(training.probeCount, "window")) of the text"
    }
  }

  /// The run's own shape and training, or microgpt's with an embedding wide enough to show something.
  private func plan(like checkpoint: Checkpoint?) throws(UsageError) -> ScaleTraining.Plan {
    var plan = ScaleTraining.Plan()
    if let checkpoint {
      plan.layerCount = checkpoint.model.layerCount
      plan.embeddingWidth = checkpoint.model.embeddingWidth
      plan.contextLength = checkpoint.model.contextLength
      plan.attention = checkpoint.model.attention
      plan.training = checkpoint.training
    }
    plan.embeddingWidth = arguments[Self.embedding] ?? plan.embeddingWidth
    plan.training.stepCount = arguments[Self.steps] ?? plan.training.stepCount
    if let seed = arguments[Self.seed] { plan.training.seed = UInt64(seed) }
    let width = plan.embeddingWidth
    if let widths = arguments[Self.headWidths] {
      guard let odd = widths.first(where: { width % $0 != 0 }) else {
        plan.headWidths = widths
        return plan
      }
      throw arguments.usageError(
        "--head-widths: heads of width \(odd) can't share an embedding of \(width) evenly"
      )
    }
    // One wide head, and narrower ones by fours.
    plan.headWidths = [16, 4, 1].filter { width % $0 == 0 }.map { width / $0 }
      .filter { plan.allows(headWidth: $0) }
    guard !plan.headWidths.isEmpty else {
      throw arguments.usageError(
        "--head-widths: the run's attention fits none of the usual widths; give some"
      )
    }
    return plan
  }
}
