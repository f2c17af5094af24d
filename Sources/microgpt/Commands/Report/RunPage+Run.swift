import Arguments
import Drawing
import Pictures
import Training
import Transformer
import VisibleText

extension RunPage {
  private var again: Markup {
    let training = TrainingInvocation(checkpoint, output: text.run)
    let isStopped = lastStep < checkpoint.training.stepCount
    let caveat =
      checkpoint.training.wasExtended(over: record.steps)
      ? "The run was resumed with another number of steps, so its learning rate jumped on the way. No single command repeats it; "
        + "this one makes a different run."
      : isStopped ? "The run was stopped before its last step. To train it from beginning to end:" : nil
    let resumption = shellCommand(
      "microgpt train",
      [checkpoint.source.name],
      options: [(TrainCommand.resume.name, text.run.path)]
    )
    guard !checkpoint.isImported else {
      return .group([.element("h3", "Make it again"), .element("p", "This page:"), Figure.command(command)])
    }
    return .group([
      .element("h3", "Make it again"),
      caveat.map { .element("p", .text($0)) } ?? .empty,
      Figure.command(training.command.text),
      isStopped
        ? .group([.element("p", "Go on from where it stopped:"), Figure.command(resumption.text)]) : .empty,
      .element("p", "This page:"),
      Figure.command(command),
    ])
  }

  /// The run, and how to make it again.
  var runPanel: Page.Panel {
    Page.Panel(
      id: "run",
      title: "The run",
      shows: "The model, how it was trained, and the commands that make the run and this page again.",
      reading:
        "Unless a note below says otherwise, the same command on the same file gives the same parameters bit for bit, with one build of "
        + "the program on one machine. A run does not record how many samples it printed, nor their temperature.",
      limits:
        "One seed is one run of many: another seed gives other numbers, and small differences between two runs mean little.",
      content: .group([
        Figure.facts(
          [
            ("Parameters", .text(NumberFormat.grouped(model.parameterCount))),
            ("Vocabulary", .text(counted(model.vocabularySize, "token"))),
          ]
            + checkpoint.facts(in: Setting.Group.allCases).map { fact in
              (fact.label.prefix(1).uppercased() + fact.label.dropFirst(), .text(excerpt(fact.fact)))
            }
        ),
        again,
      ])
    )
  }
}
