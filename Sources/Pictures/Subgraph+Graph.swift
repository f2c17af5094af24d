import Drawing
import Inspection

extension Subgraph {
  /// The graph to be drawn.
  public func graph(title: String) -> Graph {
    // No value stands at the place of the box.
    let box = -1
    return Graph(
      title: title,
      nodes: nodes.map { node in
        Graph.Node(
          id: node.position,
          name: node.name,
          operation: node.operation ?? "leaf",
          data: node.data,
          gradient: node.gradient,
          kind: node.position == result
            ? .result : node.isParameter ? .parameter : node.operation == nil ? .leaf : .operation
        )
      } + (leftOut.isEmpty ? [] : [Graph.Node(leftOut: box, name: "all other results")]),
      edges: edges.map { Graph.Edge(from: $0.parent, to: $0.child, derivative: $0.derivative) }
        + leftOut.map { Graph.Edge(from: $0.parent, toLeftOut: box, handedOn: $0.handedOn) }
    )
  }
}
