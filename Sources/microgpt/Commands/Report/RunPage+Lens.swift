import Drawing
import Inspection
import Pictures
import VisibleText

extension RunPage {
  /// What is predicted after each token, and which parts say so.
  var lensPanel: Page.Panel {
    let (lens, attribution) = text.model.withForwardPass(over: text.tokens) {
      (LogitLens($0), DirectAttribution($0))
    }
    return Page.Panel(
      id: "predictions",
      title: "Predictions",
      shows:
        "What the model predicts after each token, how likely the token that came was, what it would have predicted after each of its "
        + "parts, and what each part adds to the logit of the token that came.",
      reading:
        "The first table has the prediction: of rank 1 is what the model holds likeliest. Read the second from left to right: the residual stream passes through the parts, and the output head is applied early after "
        + "each. In the second map below each column sums to its last row: the logit less the mean logit of all tokens.",
      limits:
        "An early stage is no step of the computation: later parts read the residual stream with matrices of their own. Contributions "
        + "are direct effects: what a part does by way of later parts counts as theirs."
        + (attribution.finalNormFactors == nil
          ? ""
          : " The final norm divides by the length of the whole residual stream at a position; that divisor is held constant, so a part's effect on it is in no row."),
      content: .group([
        lens.predictionTable(read: labels, label: text.label).figure(
          caption: "What the model predicts after each token, and what came"
        ),
        lens.table(read: labels, label: text.label).figure(caption: "The likeliest token after each part"),
        Figure.scrolling(
          lens.heatMap(label: text.label).table(),
          label: "Probability of the token that came, after each part",
          isWide: labels.count > 8
        ),
        Figure.scrolling(
          attribution.heatMap(.relative, label: text.label).table(),
          label: "What each part adds to the logit of the token that came",
          isWide: labels.count > 8
        ),
      ])
    )
  }
}
