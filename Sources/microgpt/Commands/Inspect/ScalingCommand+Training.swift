import Arguments
import Drawing
import Inspection
import Pictures
import Training
import VisibleText

extension ScalingCommand {
  /// Trains with each scale, and shows what becomes of the attention.
  func train(on file: String, _ output: InspectionOutput) throws {
    let checkpoint = try arguments[Self.run].map { try RunFolder(path: $0).loadCheckpoint() }
    let plan = try plan(like: checkpoint)
    let source = arguments[Self.run].map(RunFolder.init)
    try output.pictureFile(source: source)
    let text = try TextFile(file, layout: plan.training.layout)
    Terminal.noteDebugBuild()
    let training: ScaleTraining
    do {
      training = try ScaleTraining(
        text.corpus,
        plan: plan,
        progress: { run, count in Terminal.error.line("training \(run + 1) of \(count)") },
        step: { SignsOfLife.progress($0, of: plan.training.stepCount, "step") }
      )
    } catch { throw arguments.usageError("\(error)") }
    let model: Message = source.map { "the shape of \($0.path)" } ?? "a model of one layer"
    let title: Message =
      "\(file): \(model), embedding \(training.embeddingWidth), \(counted(training.stepCount, "step")) with each scale"
    try output.write(
      FigureDocument(.scalingTraining, training, run: source),
      source: source,
      picture: {
        PictureSheet(
          title: title.text,
          pictures: training.charts.map { $0.svg(width: 460, height: 260) },
          columnCount: 4
        ).svg()
      },
      text: { output in
        output.title(title)
        output.table(training.table(glyphs: output.glyphs))
        output.line()
        output.line(
          "Of \(Self.probe(training, plan.training.layout)): the mean of their losses, in nats per token, after training, and on "
            + "the way, each line on a scale of its own; before → after:"
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
    case .lines: "the \(counted(training.probeCount, "line")) that training reaches last"
    case .stream: "\(counted(training.probeCount, "window")) of the text"
    }
  }

  /// The run's own shape and training, or microgpt's with an embedding wide enough to show something.
  private func plan(like checkpoint: Checkpoint?) throws(UsageError) -> ScaleTraining.Plan {
    var plan = ScaleTraining.Plan()
    if let checkpoint {
      plan.shape = checkpoint.model.shape
      plan.training = checkpoint.training
    }
    plan.shape.embeddingWidth = arguments[Self.embedding] ?? plan.shape.embeddingWidth
    plan.training.stepCount = arguments[Self.steps] ?? plan.training.stepCount
    if let seed = arguments[Self.seed] { plan.training.seed = seed }
    let width = plan.shape.embeddingWidth
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
