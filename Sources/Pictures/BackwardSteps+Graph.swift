import Drawing
import Inspection

extension BackwardSteps {
  /// One step to be drawn: what it reads on the way, what it computes, and the derivative along each arrow.
  ///
  /// The gradients of all that is read add up: what no arrow to a drawn result hands on is at the arrow to the dashed box.
  ///
  /// - Parameters:
  ///   - number: the step's number, counted from 1.
  ///   - operandCount: how many operands are drawn at most, those that get most.
  ///   - resultCount: how many results are drawn at most, those with the largest gradients.
  public func graph(ofStep number: Int, operandCount: Int = 4, resultCount: Int = 3) -> Graph {
    let step = steps[number - 1]
    let operands = step.largest(operandCount)
    let results = step.steepest(resultCount)
    let edges = operands.flatMap { $0.edges(to: results) }
    let rest = operands.compactMap { $0.rest(besides: results) }
    return Graph(
      title: "step \(number): \(step.operation)",
      nodes: operands.map(node) + results.map { node($0, step) }
        + (rest.isEmpty ? [] : [Graph.Node(leftOut: Self.box, name: "all other results")]),
      edges: edges + rest
    )
  }

  /// No value stands at the place of the box.
  fileprivate static let box = -1

  private func node(_ operand: Operand) -> Graph.Node {
    Graph.Node(
      id: operand.number.position,
      name: operand.number.name.isEmpty ? "" : label(operand),
      operation: operand.producedInStep.map { "step \($0): \(steps[$0 - 1].operation)" } ?? "end of the way",
      data: operand.number.data,
      gradient: operand.number.gradient,
      kind: .operation
    )
  }

  private func node(_ result: Number, _ step: Step) -> Graph.Node {
    Graph.Node(
      id: result.position,
      name: result.name.isEmpty ? "" : withoutLayer(result.name),
      operation: step.operation,
      data: result.data,
      gradient: result.gradient,
      kind: .result
    )
  }
}

extension BackwardSteps.Step {
  /// The results with the largest gradients, in the order of the tape.
  fileprivate func steepest(_ count: Int) -> [BackwardSteps.Number] {
    let sorted = results.sorted { $0.gradient.magnitude > $1.gradient.magnitude }
    return sorted.prefix(count).sorted { $0.position < $1.position }
  }
}

extension BackwardSteps.Operand {
  private func terms(to results: [BackwardSteps.Number]) -> [BackwardSteps.Term] {
    terms.filter { term in results.contains { $0.position == term.result } }
  }

  fileprivate func edges(to results: [BackwardSteps.Number]) -> [Graph.Edge] {
    terms(to: results).map { Graph.Edge(from: number.position, to: $0.result, derivative: $0.derivative) }
  }

  /// What all results that are not drawn hand on together, nil where there are none.
  fileprivate func rest(besides results: [BackwardSteps.Number]) -> Graph.Edge? {
    let shown = terms(to: results)
    guard shown.count < terms.count || !otherSteps.isEmpty || resultsOffTheWay > 0 else { return nil }
    let handedOn = shown.reduce(0) { $0 + $1.product }
    return Graph.Edge(
      from: number.position,
      toLeftOut: BackwardSteps.box,
      handedOn: number.gradient - handedOn
    )
  }
}
