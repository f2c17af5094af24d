import Drawing
import Inspection
import Pictures
import VisibleText

extension RunPage {
  /// The way of the gradient from the loss back to the query and the key of one score; nil where a kernel keeps none.
  var stepsPanel: Page.Panel? {
    let steps = text.model.withForwardPass(over: text.tokens) { pass -> BackwardSteps? in
      let last = Subgraph.Target.score(mostRead: pass, layer: model.layerCount - 1, position: pass.count - 1)
      return try? BackwardSteps(pass, to: last, limit: Self.largestStepCount)
    }
    return steps.map(panel)
  }

  private static let largestStepCount = 200

  private func panel(_ steps: BackwardSteps) -> Page.Panel {
    Page.Panel(
      id: "steps",
      title: "Backward, step by step",
      shows:
        "The way of the gradient from the text’s loss L back to the query and the key of one score, in the order in which the backward pass "
        + "comes to the operations: \(steps.target.title(labels: labels, next: text.nextLabels)).",
      reading:
        "A step is one operation. ∂L/∂y has arrived from the steps before; times ∂y/∂operand it is handed on. Where several "
        + "operations read an operand, what they hand on adds up to its gradient.",
      limits:
        "It is the way to one score. The same pass back gives every other number its gradient, too; what is read beside the way is only "
        + "summed up here.",
      content: .group([
        .element("p", .text(steps.summary)),
        .element("ol", ["class": "steps"], steps.pictures().map(item)),
        .element("h3", "Where the way ends"),
        .element("p", .text(steps.endSummary + ".")),
        steps.dimensionTable.figure(caption: "What arrives at each dimension through this score"),
        steps.endTable.figure(caption: "The gradients of the query, the key and the scale"),
        .element("p", .text(BackwardSteps.endLegend)),
      ])
    )
  }

  private func item(_ step: StepPicture) -> Markup {
    .element(
      "li",
      [:],
      [
        Figure.details(
          summary: step.title,
          .group(
            [
              .element("p", .text(step.arrival)),
              step.table.figure(caption: "Handed on in step \(step.number)"),
            ]
              + step.notes.map { .element("p", .text($0)) }
          )
        )
      ]
    )
  }
}
