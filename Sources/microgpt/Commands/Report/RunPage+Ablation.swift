import Drawing
import Inspection
import Pictures

extension RunPage {
  /// What the loss of the text is without each part.
  var ablationPanel: Page.Panel {
    let ablation = Ablation(text.model, text: text.tokens)
    return Page.Panel(
      id: "ablation",
      title: "Without a part",
      shows:
        "The loss of this text with one head, one feed-forward part or one layer switched off, and with one position hidden from "
        + "later queries; beside each change, the change that the gradient forecasts.",
      reading:
        "A large change says that the model needs the part for this text. The forecast, the sum of ∂L/∂a · (a′ − a) over what is "
        + "replaced, is of first order: good for small changes. Its distance from the truth says how far switching off is from a small "
        + "change. A head is switched off before the output projection, where its numbers are its own.",
      limits:
        "One part is switched off at a time. Where another does its work, the loss hardly changes although both matter. One text is one "
        + "text; microgpt inspect ablate --file measures on many.",
      content: .group([
        ablation.table.figure(caption: "The loss without each part, in nats per token"),
        Figure.scrolling(
          ablation.positionMap(labels: labels).table(),
          label: "Change of the loss where a position is hidden",
          isWide: labels.count > 8
        ),
        Figure.details(
          summary: "Each position with its forecast",
          ablation.positionTable(labels: labels).figure(caption: "The loss with each position hidden")
        ),
      ])
    )
  }
}
