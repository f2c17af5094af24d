import Inspection
import Report

extension RunPage {
  /// Where the gradient of the text's loss goes.
  var flowPanel: Page.Panel {
    let flow = GradientFlow(text.model, tokens: text.tokens)
    return Page.Panel(
      id: "gradient-flow",
      title: "Gradient flow through the cache",
      shows:
        "How much gradient what was stored at each position receives from each query that reads it; and how much of each matrix’s "
        + "gradient comes that way.",
      reading:
        "A row is the position that reads, a column the stored one; the number is the norm of what the one contributes to the other’s "
        + "gradient. Everything left of the diagonal goes back through the cache: it is lost when stored keys and values are detached, "
        + "taken as numbers without a past.",
      limits:
        "Norms do not add up: contributions can cancel, so a column’s whole gradient may be smaller than its parts. A large gradient "
        + "says that a change would matter, not that what is stored is important as it is.",
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
            "‘Lost’ is the norm of the difference of the two gradients, as a part of the whole one; the cosine is that of the angle between "
              + "them. A model trained with a detached cache would follow the second one."
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

  /// The graph of one attention score.
  var graphPanel: Page.Panel {
    Page.Panel(
      id: "graph",
      title: "The graph of one score",
      shows: graphContent.isScore
        ? "One attention score, two operations back: the elements of its query and its key, their dot product, and the scale."
        : "One loss, a few operations back. This run’s kernel keeps no scores that could be drawn.",
      reading:
        "Each box is a value on the tape with its operation, its number (data) and the gradient of the text’s loss (grad); each arrow is an "
        + "operand with the derivative of that one operation. A box’s gradient is the sum over all its children of their gradients times "
        + "these derivatives; children that are not shown count too.",
      limits:
        "It is one of thousands of values, chosen as the key that the last token reads most, and says nothing about the others.",
      content: graphContent.markup
    )
  }

  private var graphContent: (isScore: Bool, markup: Markup) {
    text.model.withForwardPass(over: text.tokens) { pass in
      let last = pass.count - 1
      let target = try? Subgraph.Target.score(in: pass, layer: 0, head: 0, position: last, key: nil)
      if let target, let graph = try? Subgraph(pass, of: target, depth: 2, limit: 200) {
        return (true, figure(graph, target))
      }
      let loss = Subgraph.Target.loss(position: last)
      guard let graph = try? Subgraph(pass, of: loss, depth: 3, limit: 200) else {
        return (false, .element("p", "The graph has too many nodes to be drawn."))
      }
      return (false, figure(graph, loss))
    }
  }

  private func figure(_ graph: Subgraph, _ target: Subgraph.Target) -> Markup {
    let title = target.title(labels: labels, next: text.nextLabels)
    return Figure.scrolling(
      graph.graph(title: title).svg(palette: .page),
      label: title,
      caption: .group([
        .text("More of it, and other scores: "),
        .element(
          "code",
          .text("microgpt inspect graph \(shellWord(text.run.path)) --text \(shellWord(text.text)) --depth 3")
        ),
      ])
    )
  }
}
