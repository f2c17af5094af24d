import Arguments
import Drawing
import Inspection
import Pictures
import VisibleText

/// `microgpt inspect graph`: the graph of one attention score or of one loss.
struct GraphCommand {
  static let steps = Flag(
    "--steps",
    help: "Go back from the loss to the score's query and key instead, an operation a step."
  )
  static let loss = Flag("--loss", help: "Draw the loss at the position instead of a score.")
  static let layer = Option(
    "--layer",
    placeholder: "n",
    as: .integer(in: 0...),
    default: 0,
    help: "The layer, counted from 0."
  )
  static let head = Option(
    "--head",
    placeholder: "n",
    as: .integer(in: 0...),
    defaultText: "the one with the largest weight",
    help: "The head, counted from 0."
  )
  static let position = Option(
    "--position",
    placeholder: "n",
    as: .integer(in: 0...),
    defaultText: "the last",
    help: "The position of the query, counted from 0."
  )
  static let key = Option(
    "--key",
    placeholder: "n",
    as: .integer(in: 0...),
    defaultText: "the one with the largest weight",
    help: "The position of the key."
  )
  /// The most nodes of a picture.
  private static let largestNodeCount = 5000

  static let depth = Option(
    "--depth",
    placeholder: "n",
    as: .integer(in: 0...1000),
    default: 2,
    help: "How many operations to go back from the result."
  )
  static let limit = Option(
    "--limit",
    placeholder: "n",
    as: .integer(in: 1...largestNodeCount),
    default: 200,
    help: "The largest number of nodes to draw, or of steps."
  )

  static let definition = CommandDefinition(
    program: About.name,
    name: "inspect graph",
    abstract: "Draw the graph of one attention score or one loss, with every number and gradient.",
    discussion: """
      Prints the graph in DOT, for Graphviz; --svg draws it without Graphviz. A node is a value on the tape, with its operation, \
      its number and the gradient of the text's loss; an edge is an operand, with the derivative of that one operation. Results that are not shown are in one box: at the arrow stands what they hand on.

      --steps follows the gradient instead, in words: each operation from the loss back to the query and the key of the score, with \
      its number, the gradient that has arrived, the derivative by each operand, and the product that is handed on.
      """,
    arguments: [InspectedText.run],
    sections: [
      .init(
        "WHAT",
        [
          InspectedText.text.required, layer, head, position, key, loss, steps, depth, limit,
          RunFolder.checkpoint,
        ]
      ),
      InspectionOutput.section,
    ]
  )

  let arguments: ParsedArguments

  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  func run() throws {
    let output = try InspectionOutput(arguments)
    if arguments[Self.steps] { return try printSteps(output) }
    let text = try InspectedText(arguments)
    if arguments[Self.loss] {
      let ofScores: [any NamedDeclaration] = [Self.layer, Self.head, Self.key]
      for option in ofScores where arguments.isGiven(option) {
        throw arguments.usageError("\(option.name) has no effect with --loss")
      }
    }
    let (graph, target) = try text.model.withForwardPass(over: text.tokens) {
      pass throws(UsageError) -> (Subgraph, Subgraph.Target) in
      do throws(SubgraphError) {
        let target = self.target(in: pass)
        return (
          try Subgraph(pass, of: target, depth: arguments[Self.depth], limit: arguments[Self.limit]),
          target
        )
      } catch { throw arguments.usageError(advice(error, pass)) }
    }
    func drawing(_ text: InspectedText) -> Graph {
      let title = target.title(labels: text.labels, next: text.nextLabels)
      return graph.graph(title: "\(title) in '\(text.used)'")
    }
    try output.write(
      FigureDocument(.graph, text, graph),
      source: text.run,
      picture: { drawing(text.drawn).svg() },
      text: { $0.write(drawing(text).dot()) }
    )
  }

  /// What is wrong, and options with which the command would draw something.
  func advice(_ error: SubgraphError, _ pass: ForwardPass) -> Message {
    switch error {
    case .tooLarge(let depth, let reached, let count, let limit):
      let whole = try? Subgraph(
        pass,
        of: target(in: pass),
        depth: depth,
        limit: Self.largestNodeCount
      )
      let choice = whole.map { " or --limit \($0.nodes.count)" } ?? ""
      return
        "the graph to depth \(depth) is too large to draw: at depth \(reached) it has \(count) nodes already, "
        + "and the limit is \(limit); give --depth \(reached - 1)\(choice)"
    case .noScores:
      let given = [Self.layer.name, Self.head.name, Self.key.name].filter { name in
        Self.definition.options.contains { $0.name == name && arguments.isGiven($0) }
      }
      let instead = given.isEmpty ? "" : " instead of \(given.joined(separator: ", "))"
      return "\(error): --loss\(instead)"
    case .noSuch, .hidden, .tooManySteps: return "\(error)"
    }
  }

  func target(in pass: ForwardPass) -> Subgraph.Target {
    let position = arguments[Self.position] ?? pass.count - 1
    if arguments[Self.loss] { return .loss(position: position) }
    return .score(
      mostRead: pass,
      layer: arguments[Self.layer],
      head: arguments[Self.head],
      position: position,
      key: arguments[Self.key]
    )
  }
}

extension Subgraph.Target {
  /// The options that choose it.
  var options: String {
    switch self {
    case .loss(let position): "--loss --position \(position)"
    case .score(let layer, let head, let position, let key):
      "--layer \(layer) --head \(head) --position \(position) --key \(key)"
    }
  }
}
