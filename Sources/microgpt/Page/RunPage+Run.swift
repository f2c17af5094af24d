import Report
import Training
import Transformer

extension RunPage {
  /// Where the first command does not make this run.
  private var caveat: Markup {
    let training = checkpoint.training
    if record.steps.contains(where: { $0.learningRate != training.learningRate(at: $0.step - 1) }) {
      return .element(
        "p",
        "The run was resumed with another number of steps, so that its learning rate jumped on the way: no single command makes it again."
      )
    }
    guard checkpoint.state.stepsDone < training.stepCount else { return .empty }
    return .element("p", "The run was stopped before its last step; the first command goes on to the end.")
  }

  /// The run, and how to make it again.
  var runPanel: Page.Panel {
    let training = checkpoint.training
    let attention = model.attention
    let state = checkpoint.state
    return Page.Panel(
      id: "run",
      title: "The run",
      shows: "The model, how it was trained, and the commands that make the run and this page again.",
      reading:
        "The same command on the same file gives the same parameters bit for bit, on one platform. A run does not keep how many "
        + "samples it printed, nor their temperature.",
      limits:
        "The seed fixes one run of many: another seed gives other numbers, and small differences between two runs mean little.",
      content: .group([
        Figure.facts([
          ("Parameters", .text(NumberFormat.grouped(model.parameterCount))),
          ("Layers", "\(model.layerCount)"),
          ("Embedding", "\(model.embeddingWidth)"),
          ("Heads", "\(model.headCount) of width \(model.headWidth)"),
          (
            "Attention", .text("\(attention.mask) mask, \(attention.store) store, \(attention.kernel) kernel")
          ),
          (
            "Scale",
            .text(
              "\(NumberFormat.significant(model.attentionScale))"
                + (attention.scale == .inverseRoot ? ", 1/√\(model.keyWidth)" : "")
            )
          ),
          ("Context", .text(counted(model.contextLength, "token"))),
          ("Vocabulary", .text(counted(model.vocabularySize, "token"))),
          (
            "Steps",
            .text("\(NumberFormat.grouped(state.stepsDone)) of \(NumberFormat.grouped(training.stepCount))")
          ),
          ("Learning rate", "\(shortText(training.learningRate)), falling to 0"),
          ("Batch", "\(training.batchSize)"),
          ("Seed", "\(training.seed)"),
        ]),
        .element("h3", "Make it again"),
        Figure.command(TrainingInvocation(checkpoint, output: text.run).text),
        Figure.command(command),
        caveat,
      ])
    )
  }
}
