/// A computation drawn as a graph: its operations from what was read (left) to the result (right).
///
///     let graph = Graph(
///       title: "y = x·x",
///       nodes: [
///         .init(id: 0, name: "x", operation: "leaf", data: 3, gradient: 6, kind: .leaf),
///         .init(id: 1, name: "y", operation: "·", data: 9, gradient: 1, kind: .result),
///       ],
///       edges: [.init(from: 0, to: 1, derivative: 3), .init(from: 0, to: 1, derivative: 3)]
///     )
///     print(graph.svg())
public struct Graph: Sendable {
  /// What stands above the picture.
  public let title: String
  /// The boxes, in any order; an edge names two of them.
  public let nodes: [Node]
  /// Which values were computed from which; a value that is used twice in an operation has two edges to it.
  public let edges: [Edge]

  /// Creates a graph.
  ///
  /// Every node must have an id of its own, every edge must join two of the nodes, and no path may lead back to where it
  /// began.
  public init(title: String, nodes: [Node], edges: [Edge]) {
    self.title = title
    self.nodes = nodes
    self.edges = edges
    var indices: [Int: Int] = [:]
    for (index, node) in nodes.enumerated() {
      precondition(indices.updateValue(index, forKey: node.id) == nil, "two nodes have the id \(node.id)")
    }
    links = edges.map { edge in
      guard let parent = indices[edge.from], let child = indices[edge.to] else {
        preconditionFailure("an edge from \(edge.from) to \(edge.to) has an end that is not a node")
      }
      return Link(parent: parent, child: child)
    }
    let order = Self.topologicalOrder(count: nodes.count, links: links)
    precondition(
      order.count == nodes.count,
      "\(nodes.count - order.count) of \(nodes.count) nodes lie on cycles or behind them"
    )
    self.order = order
  }

  /// The edges with places in `nodes` instead of ids.
  let links: [Link]
  /// The places of all nodes, every parent before its children.
  let order: [Int]

  /// A value and the operation that computed it.
  public struct Node: Sendable {
    /// What edges know it by.
    public let id: Int
    /// Its name, or nothing.
    public let name: String
    /// The operation, such as `exp`.
    public let operation: String
    /// The number that the box shows; nil for the box of all that is left out.
    public let data: Double?
    /// The derivative of the result with respect to it; nil for the box of all that is left out.
    public let gradient: Double?
    /// The part that it plays.
    public let kind: Kind

    /// Creates a box with a number and its gradient.
    public init(id: Int, name: String, operation: String, data: Double, gradient: Double, kind: Kind) {
      self.id = id
      self.name = name
      self.operation = operation
      self.data = data
      self.gradient = gradient
      self.kind = kind
    }

    /// Creates the box of all results that are not shown by themselves.
    public init(leftOut id: Int, name: String) {
      self.id = id
      self.name = name
      operation = Kind.leftOut.rawValue
      data = nil
      gradient = nil
      kind = .leftOut
    }
  }

  /// The part that a value plays in a computation.
  public enum Kind: String, Sendable, CaseIterable {
    /// A number that training changes.
    case parameter
    /// Any other number that was read, not computed.
    case leaf
    /// A number that was computed on the way.
    case operation
    /// What was computed in the end.
    case result
    /// All results that are not shown by themselves; it has no number.
    case leftOut = "left out"
  }

  /// A value that another was computed from.
  public struct Edge: Sendable {
    /// The id of the parent: what was read.
    public let from: Int
    /// The id of the child: what was computed.
    public let to: Int
    /// What is known of it.
    public let number: Number

    /// What is known of an arrow.
    public enum Number: Sendable {
      /// The local derivative ∂child/∂parent along it.
      case derivative(Double)
      /// The gradient that all results left out hand on to the parent.
      case handedOn(Double)
    }

    /// Creates an arrow from an operand to what was computed from it.
    public init(from: Int, to: Int, derivative: Double) {
      self.from = from
      self.to = to
      number = .derivative(derivative)
    }

    /// Creates an arrow to the results left out, which hand on so much gradient.
    public init(from: Int, toLeftOut to: Int, handedOn: Double) {
      self.from = from
      self.to = to
      number = .handedOn(handedOn)
    }

    /// The number beside the arrow.
    var label: String {
      switch number {
      case .derivative(let derivative): NumberFormat.significant(derivative)
      case .handedOn(let sum): "Σ " + NumberFormat.significant(sum)
      }
    }
  }

  struct Link: Equatable {
    let parent: Int
    let child: Int
  }

  /// Nodes with every parent before its children; those on cycles or behind them are missing.
  private static func topologicalOrder(count: Int, links: [Link]) -> [Int] {
    var children = Array(repeating: [Int](), count: count)
    var waiting = Array(repeating: 0, count: count)
    for link in links {
      children[link.parent].append(link.child)
      waiting[link.child] += 1
    }
    var order = (0..<count).filter { waiting[$0] == 0 }
    var next = 0
    while next < order.count {
      for child in children[order[next]] {
        waiting[child] -= 1
        if waiting[child] == 0 { order.append(child) }
      }
      next += 1
    }
    return order
  }
}
