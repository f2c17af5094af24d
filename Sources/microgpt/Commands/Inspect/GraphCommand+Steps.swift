import Arguments
import Drawing
import Inspection
import Pictures
import VisibleText

extension GraphCommand {
  /// Prints the way from the loss back to the score's query and key.
  func printSteps(_ output: InspectionOutput) throws {
    try refuseBesideSteps()
    let text = try InspectedText(arguments)
    let steps = try text.model.withForwardPass(over: text.tokens) { pass throws(UsageError) in
      do throws(SubgraphError) {
        return try BackwardSteps(pass, to: target(in: pass), limit: arguments[Self.limit])
      } catch {
        throw arguments.usageError(
          error == .noScores ? "FlashAttention keeps no scores, so there is no way back to one" : "\(error)"
        )
      }
    }
    try output.write(
      FigureDocument(.graphSteps, text, steps),
      text: { output in
        output.title(text.title)
        output.paragraph(steps.target.title(labels: text.labels, next: text.nextLabels))
        output.paragraph(steps.summary)
        for picture in steps.pictures() { output.step(picture) }
        output.line()
        output.paragraph("The way ends here. \(steps.endSummary).")
        output.table(steps.dimensionTable)
        output.line()
        output.table(steps.endTable)
        output.line()
        output.paragraph(BackwardSteps.endLegend)
      }
    )
  }

  private func refuseBesideSteps() throws(UsageError) {
    if arguments[Self.loss] {
      throw arguments.usageError(
        "\(Self.loss.name) has no effect with --steps, which begins at the text's loss"
      )
    }
    if arguments.isGiven(Self.depth) {
      throw arguments.usageError(
        "\(Self.depth.name) has no effect with --steps, which goes back to the query and the key"
      )
    }
    if arguments[InspectionOutput.svg] != nil {
      throw arguments.usageError(
        "\(InspectionOutput.svg.name) has no effect with --steps, which have no picture"
      )
    }
  }
}

extension InspectionOutput {
  /// A numbered step: what is computed, what arrives, and what is handed on.
  fileprivate func step(_ step: StepPicture) {
    line()
    let number = "\(step.number). "
    for (index, line) in wrapped(number + step.title, width: width, margin: "    ").enumerated() {
      index == 0 ? title("\(visible: line)") : self.line("\(visible: line)")
    }
    paragraph(step.arrival)
    table(step.table)
    if !step.notes.isEmpty { line() }
    for note in step.notes { paragraph(note) }
  }
}
