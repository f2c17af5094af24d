import Inspection
import Drawing
import Pictures

extension RunPage {
  /// Where the gradient of the text's loss goes.
  var flowPanel: Page.Panel {
    let flow = GradientFlow(text.model, tokens: text.tokens)
    return Page.Panel(
      id: "gradient-flow",
      title: "Gradient flow through the cache",
      shows:
        "The KV cache holds the keys and values of the tokens read so far. How much gradient the keys and values stored at each position receive from each query that attends to them; and how much of "
        + "each matrix’s gradient comes that way.",
      reading:
        "Rows are queries, columns are stored positions; a number is the norm of what the query contributes to the gradient of what "
        + "is stored. Left of the diagonal the gradient flows back through the cache; it is lost if the cache is detached, that is, if "
        + "stored keys and values are treated as constants.",
      limits:
        "Norms do not add up: contributions can cancel, so a column’s whole gradient may be smaller than its parts. A large gradient "
        + "says that a change would matter, not that what is stored matters as it is.",
      content: .group([
        Figure.grid(
          flow.caches.map { cache in
            Figure.scrolling(
              flow.cacheMap(of: cache, labels: labels).table(),
              label: "layer \(cache.layer): gradient that stored \(cache.content.rawValue) receive"
            )
          }
        ),
        flow.matrixTable.figure(caption: "The gradient of each matrix, whole and with the cache detached"),
        .element(
          "p",
          .text(
            "‘Lost’ is the norm of the difference of the two gradients divided by that of the whole one, more than 100 % where the two "
              + "parts cancel; where they do, the detached norm may be larger than the whole; the cosine is that of the angle between them. A model trained with a detached cache would follow the second one."
          )
        ),
        Figure.details(
          summary: "What each position contributes to each matrix",
          Figure.scrolling(
            flow.positionMap(labels: labels).table(),
            label: "Contributions of positions to matrices"
          )
        ),
      ])
    )
  }
}
