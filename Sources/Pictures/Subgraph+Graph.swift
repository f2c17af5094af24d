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

extension Subgraph.Target {
  /// The target in words.
  ///
  /// - Parameters:
  ///   - labels: the tokens that are read.
  ///   - next: the token that follows each.
  public func title(labels: [String], next: [String]) -> String {
    switch self {
    case .loss(let position):
      "loss at position \(position), where \(next[position]) follows \(labels[position])"
    case .score(let layer, let head, let position, let key):
      "layer \(layer), head \(head): score of query \(position) (\(labels[position])) for key \(key) (\(labels[key]))"
    }
  }
}
