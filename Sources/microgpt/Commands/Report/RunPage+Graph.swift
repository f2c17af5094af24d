import Drawing
import Inspection
import Pictures
import VisibleText

extension RunPage {
  /// The graph of one attention score, or of one loss where a score can't be drawn.
  var graphPanel: Page.Panel {
    text.model.withForwardPass(over: text.tokens) { pass in
      let last = pass.count - 1
      let score = Subgraph.Target.score(mostRead: pass, layer: model.layerCount - 1, position: last)
      do throws(SubgraphError) {
        let graph = try Subgraph(pass, of: score, depth: 2, limit: Self.largestNodeCount)
        return panel(
          title: "The graph of one score",
          shows:
            "One attention score, two operations back: the elements of its query and its key, their dot product, and the scale.",
          choice:
            "of all heads of the last layer the score with the largest weight at the last position",
          content: figure(
            graph,
            score,
            others: Subgraph.Target.score(steepestIn: pass, besides: score).map { $0.options }
          )
        )
      } catch { return lossPanel(pass, insteadBecause: error) }
    }
  }

  private func lossPanel(_ pass: ForwardPass, insteadBecause reason: SubgraphError) -> Page.Panel {
    let target = Subgraph.Target.loss(position: pass.count - 1)
    // Three operations back are all exponentials, which a large vocabulary has too many of; two are still the formula.
    let graph = [3, 2].lazy.compactMap { depth in
      try? Subgraph(pass, of: target, depth: depth, limit: Self.largestNodeCount)
    }.first
    let depth = graph?.depth ?? 2
    let why =
      reason == .noScores
      ? "this run’s kernel keeps no scores that could be drawn"
      : "with heads this wide, a score has too many operands to be drawn here"
    return panel(
      title: "The graph of one loss",
      shows: "The loss at the last position, \(depth == 3 ? "three" : "two") operations back: \(why).",
      choice: "the loss of what follows the last token",
      content: graph.map { figure($0, target, others: "--loss --position 0 --depth \(depth)") }
        ?? .element("p", "The vocabulary is too large: the graph has too many boxes to be drawn.")
    )
  }

  /// How many boxes a reader may be asked to look at.
  private static let largestNodeCount = 72

  private func panel(title: String, shows: String, choice: String, content: Markup) -> Page.Panel {
    Page.Panel(
      id: "graph",
      title: title,
      shows: shows,
      reading:
        "Each box is a value on the tape with its operation, its number (data) and the gradient of the text’s loss (grad); each arrow is an "
        + "operand with the derivative of that one operation. A box’s gradient is the sum over all its children of their gradients times "
        + "these derivatives, and of what stands at its arrow to the dashed box: that is the sum over all results that are left out.",
      limits: "It is one of very many values, \(choice), and says nothing about the others.",
      content: content
    )
  }

  private func figure(_ graph: Subgraph, _ target: Subgraph.Target, others options: String?) -> Markup {
    let title = target.title(labels: labels, next: text.nextLabels)
    let command = options.map { options in
      shellCommand(
        "microgpt inspect graph",
        [text.run.path],
        options: [(InspectedText.text.name, text.line)],
        others: options
      )
    }
    return Figure.scrolling(
      graph.graph(title: title).svg(palette: .page),
      label: title,
      caption: command.map { .group([.text("Another one: "), .element("code", .text($0.text))]) } ?? .empty
    )
  }
}
