import Attention
import Autograd
import Transformer

/// A value of a pass with what it was computed from, some operations back: every node with its operation, number and gradient.
public struct Subgraph: Equatable, Sendable, Encodable {
  /// Where the result stands on the tape.
  public let result: Int
  /// How many operations back from the result the nodes reach.
  public let depth: Int
  /// Whether nodes have parents that are not shown.
  public let isCut: Bool
  /// The nodes in the order of the tape: parents before children.
  public let nodes: [Node]
  /// One for each operand read; two from x to x · x.
  public let edges: [Edge]
  /// What nodes receive from results for which there is no edge: with it, the gradients of all nodes add up.
  public let leftOut: [LeftOut]

  /// Results left out that one node is an operand of.
  public struct LeftOut: Equatable, Sendable, Encodable {
    /// Where the node stands on the tape.
    public let parent: Int
    /// How many results there are.
    public let count: Int
    /// Σ ∂L/∂result · ∂result/∂parent: what they hand on to the node.
    public let handedOn: Double
  }

  /// A value of the graph, with its number and its gradient.
  public struct Node: Equatable, Sendable, Encodable {
    /// Where it stands on the tape.
    public let position: Int
    /// Where it stands in the model, such as `layer0.attn_wq[3,2]` or `layer0.query[1][0]@4` for position 4; empty for what
    /// has no name.
    public let name: String
    /// What computed it, or nil for a leaf.
    @ExplicitNull public private(set) var operation: String?
    /// Whether it is a parameter.
    public let isParameter: Bool
    /// The number that the value holds.
    public let data: Double
    /// ∂L/∂(this number), where L is the loss of the text.
    public let gradient: Double
  }

  /// An operand of an operation.
  public struct Edge: Equatable, Sendable, Encodable {
    /// Where the parent stands on the tape.
    public let parent: Int
    /// Where the child stands on the tape.
    public let child: Int
    /// ∂child/∂parent in this operation.
    public let derivative: Double
  }

  /// What a graph can be drawn of.
  public enum Target: Equatable, Sendable {
    /// The scaled score of a head's query at `position` for the key at position `key`.
    case score(layer: Int, head: Int, position: Int, key: Int)
    /// −ln p(the next token) at a position.
    case loss(position: Int)

    /// The score at a position that gets most weight: of all heads of the layer and all keys, or of the one that is given.
    ///
    /// For what the pass does not have, head 0 and the position's own key.
    public static func score(
      mostRead pass: ForwardPass,
      layer: Int,
      head: Int? = nil,
      position: Int,
      key: Int? = nil
    ) -> Target {
      let shape = pass.model.configuration
      var best = (head: head ?? 0, key: key ?? position, weight: -1.0)
      if (0..<shape.layerCount).contains(layer), (0..<pass.count).contains(position) {
        let visible = pass.visiblePositions(layer: layer, position: position)
        for candidate in 0..<shape.headCount where candidate == head ?? candidate {
          let pattern = pass.head(candidate, layer: layer, position: position).patternNumbers
          for (place, weight) in zip(visible, pattern) where place == key ?? place && weight > best.weight {
            best = (candidate, place, weight)
          }
        }
      }
      return .score(layer: layer, head: best.head, position: position, key: best.key)
    }

    /// The score with the largest |∂L/∂score|, of those at other positions than the one that is given if any is not 0.
    ///
    /// It is nil where no other score has a gradient, as in a pass where every query sees one key, or a kernel keeps none.
    public static func score(steepestIn pass: ForwardPass, besides other: Target? = nil) -> Target? {
      let all = pass.scores.filter { $0.gradient != 0 && $0.target != other }
      let elsewhere = all.filter { !$0.target.isAtPosition(of: other) }
      return (elsewhere.isEmpty ? all : elsewhere).max { $0.gradient.magnitude < $1.gradient.magnitude }?
        .target
    }

    private func isAtPosition(of other: Target?) -> Bool {
      guard case .score(_, _, let position, _) = self, case .score(_, _, position, _)? = other else {
        return false
      }
      return true
    }
  }

  /// The graph of a target.
  ///
  /// - Parameters:
  ///   - pass: the forward pass that the target is in.
  ///   - target: the score or the loss that the graph leads to.
  ///   - depth: how many operations to go back.
  ///   - limit: how many nodes there may be.
  /// - Throws: ``SubgraphError`` where there is no such target, or there would be more nodes.
  public init(_ pass: ForwardPass, of target: Target, depth: Int, limit: Int) throws(SubgraphError) {
    let root = try target.value(in: pass)
    // Nodes by position, with how many operations from the result they are.
    var found = [root.position: root]
    var frontier = [root]
    var edges: [Edge] = []
    var isCut = false
    for level in 0...depth {
      var next: [Value] = []
      for child in frontier {
        let parents = child.parents
        if level == depth {
          isCut = isCut || !parents.isEmpty
          continue
        }
        for parent in parents {
          edges.append(
            Edge(
              parent: parent.value.position,
              child: child.position,
              derivative: parent.localDerivative
            )
          )
          if found.updateValue(parent.value, forKey: parent.value.position) == nil {
            next.append(parent.value)
          }
        }
      }
      guard found.count <= limit else {
        throw .tooLarge(depth: depth, reached: level + 1, count: found.count, limit: limit)
      }
      frontier = next
    }
    leftOut = Self.leftOut(pass, of: found, shown: Set(edges.map { $0.child }))
    let names = ValueNames(pass)
    result = root.position
    self.depth = depth
    self.isCut = isCut
    nodes = found.values.sorted { $0.position < $1.position }.map { value in
      Node(
        position: value.position,
        name: names.name(of: value.position),
        operation: value.operation.map { "\($0)" },
        isParameter: pass.model.parameterVector.extent.contains(value.position),
        data: value.data,
        gradient: value.grad
      )
    }
    self.edges = edges.sorted { ($0.child, $0.parent) < ($1.child, $1.parent) }
  }
}

extension Subgraph {
  /// What is computed from the nodes and is not `shown` with its operands.
  private static func leftOut(
    _ pass: ForwardPass,
    of nodes: [Int: Value],
    shown: Set<Int>
  ) -> [LeftOut] {
    var sums: [Int: (count: Int, handedOn: Double)] = [:]
    let tape = pass.model.tape.run(from: 0)
    let first = nodes.keys.min() ?? 0
    for position in first..<pass.end where !shown.contains(position) {
      let child = tape[position]
      // A maximum hands nothing on.
      guard child.operation != .maximum else { continue }
      for parent in child.parents where nodes[parent.value.position] != nil {
        let old = sums[parent.value.position] ?? (0, 0)
        sums[parent.value.position] = (old.count + 1, old.handedOn + child.grad * parent.localDerivative)
      }
    }
    return sums.keys.sorted().compactMap { parent in
      sums[parent].map { LeftOut(parent: parent, count: $0.count, handedOn: $0.handedOn) }
    }
  }
}

extension Subgraph.Target {
  /// The value that the graph leads to.
  func value(in pass: ForwardPass) throws(SubgraphError) -> Value {
    switch self {
    case .loss(let position):
      try Self.check(position, pass.count, "position")
      return pass.positions[position].loss
    case .score(let layer, let head, let position, let key):
      try Self.check(layer, pass.model.configuration.layerCount, "layer")
      try Self.check(head, pass.model.configuration.headCount, "head")
      try Self.check(position, pass.count, "position")
      let visible = pass.visiblePositions(layer: layer, position: position)
      guard let index = visible.firstIndex(of: key) else {
        throw .hidden(key: key, from: position, visible: visible)
      }
      guard let scores = pass.head(head, layer: layer, position: position).scores else {
        throw .noScores
      }
      return scores[index]
    }
  }

  private static func check(_ number: Int, _ count: Int, _ what: String) throws(SubgraphError) {
    guard number >= 0 && number < count else { throw .noSuch(what, number, count: count) }
  }
}

extension ForwardPass {
  /// All scores that the kernel keeps, with ∂L/∂score.
  fileprivate var scores: [(target: Subgraph.Target, gradient: Double)] {
    positions.indices.flatMap { position in
      model.configuration.headIndices.flatMap { scores(layer: $0.layer, head: $0.head, position: position) }
    }
  }

  private func scores(layer: Int, head: Int, position: Int) -> [(target: Subgraph.Target, gradient: Double)] {
    let gradient = self.head(head, layer: layer, position: position).scores?.grad ?? []
    return zip(visiblePositions(layer: layer, position: position), gradient).map { key, gradient in
      (Subgraph.Target.score(layer: layer, head: head, position: position, key: key), gradient)
    }
  }
}

extension GPTConfiguration {
  /// Every head with its layer.
  fileprivate var headIndices: [(layer: Int, head: Int)] {
    (0..<layerCount).flatMap { layer in (0..<headCount).map { (layer, $0) } }
  }
}

/// Why there is no such graph.
public enum SubgraphError: Error, Equatable, CustomStringConvertible {
  /// The graph has more nodes than it may have: already `count`, `reached` operations back.
  case tooLarge(depth: Int, reached: Int, count: Int, limit: Int)
  /// The way back from the loss has so many steps.
  case tooManySteps(Int, limit: Int)
  /// There is no layer, head or position of that number.
  case noSuch(String, Int, count: Int)
  /// The key is not visible from the position.
  case hidden(key: Int, from: Int, visible: [Int])
  /// The kernel keeps no scores.
  case noScores

  /// The reason, with what would be accepted.
  public var description: String {
    switch self {
    case .tooLarge(let depth, let reached, let count, let limit):
      """
      the graph to depth \(depth) is too large to draw: at depth \(reached) it has \(count) nodes already, and \
      the limit is \(limit); choose a depth of at most \(reached - 1) or a larger limit
      """
    case .tooManySteps(let count, let limit):
      """
      from the loss back to this score there are \(count) steps, and the limit is \(limit); choose a larger limit, the last \
      position or a later layer
      """
    case .noSuch(let what, let number, let count):
      "there is no \(what) \(number)" + (count == 1 ? ", only 0" : "; choose one from 0 to \(count - 1)")
    case .hidden(let key, let position, let visible):
      "the key at position \(key) is hidden from the query at \(position), which sees \(Self.list(visible))"
    case .noScores:
      "FlashAttention keeps no scores, so that there is no node to draw; draw the loss instead"
    }
  }

  /// Positions in their order, many in a row as `0 to 9`.
  private static func list(_ positions: [Int]) -> String {
    var runs: [ClosedRange<Int>] = []
    for position in positions {
      if let last = runs.last, last.upperBound + 1 == position {
        runs[runs.count - 1] = last.lowerBound...position
      } else {
        runs.append(position...position)
      }
    }
    return runs.map { run in
      run.count > 4 ? "\(run.lowerBound) to \(run.upperBound)" : run.map { "\($0)" }.joined(separator: ", ")
    }.joined(separator: ", ")
  }
}
