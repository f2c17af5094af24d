import Autograd
import Inspection
import TestSupport
import Testing
import Transformer

@Suite("Subgraph")
struct SubgraphTests {
  static func graph(
    _ variant: Variant = Variant.all[0],
    _ target: Subgraph.Target = .score(layer: 1, head: 2, position: 4, key: 3),
    depth: Int = 2,
    limit: Int = 500
  ) throws -> Subgraph {
    try variant.model().withForwardPass(over: Variant.document) {
      try Subgraph($0, of: target, depth: depth, limit: limit)
    }
  }

  @Test("a score is the scale times the dot product of query and key")
  func score() throws {
    let graph = try Self.graph()
    let result = try #require(graph.nodes.last)
    #expect(result.position == graph.result && result.name == "layer1.scores[2][3]@4")
    let names = Set(graph.nodes.map(\.name))
    #expect(names.isSuperset(of: ["layer1.scale[2]@4", "layer1.query[2][0]@4", "layer1.query[2][1]@4"]))
    // Heads of width 2: the key of head 2 is at 4 and 5 of what is stored.
    #expect(names.isSuperset(of: ["layer1.key[4]@3", "layer1.key[5]@3"]))
    #expect(graph.nodes.count == 7)
    #expect(graph.isCut)
    let scale = try #require(graph.nodes.first { $0.name == "layer1.scale[2]@4" })
    #expect(scale.operation == nil && !scale.isParameter)
  }

  @Test("one more operation reaches the parameters")
  func parameters() throws {
    let graph = try Self.graph(depth: 3)
    let parameters = graph.nodes.filter(\.isParameter).map(\.name)
    // Two rows of W_q, two of W_k, eight columns each.
    #expect(parameters.count == 32)
    #expect(parameters.contains("layer1.attn_wq[4,0]") && parameters.contains("layer1.attn_wk[5,7]"))
  }

  @Test("the gradient of each node is the sum over its children where all of them are in the graph")
  func chainRule() throws {
    // The loss of the last position alone reads the logits there.
    let graph = try Self.graph(Variant.all[0], .loss(position: 5), depth: 30, limit: 100_000)
    let gradients = Dictionary(uniqueKeysWithValues: graph.nodes.map { ($0.position, $0.gradient) })
    var sums: [Int: Double] = [:]
    for edge in graph.edges {
      sums[edge.parent, default: 0] += (gradients[edge.child] ?? 0) * edge.derivative
    }
    let logits = graph.nodes.filter { $0.name.hasPrefix("logits") && $0.name.hasSuffix("@5") }
    #expect(logits.count == 3)
    for logit in logits { #expect(agree(sums[logit.position] ?? 0, logit.gradient, within: 1e-13)) }
  }

  @Test("with the results left out, the gradients of all nodes add up", arguments: Variant.all)
  func closes(variant: Variant) throws {
    let isScored = variant.choices.kernel == .softmax
    let key = try #require((0...3).last { variant.isVisible(3, $0) })
    let target: Subgraph.Target =
      isScored ? .score(layer: 0, head: 1, position: 3, key: key) : .loss(position: 3)
    let graph = try Self.graph(variant, target, depth: 3)
    var sums: [Int: Double] = [:]
    let gradients = Dictionary(uniqueKeysWithValues: graph.nodes.map { ($0.position, $0.gradient) })
    for edge in graph.edges {
      sums[edge.parent, default: 0] += (gradients[edge.child] ?? 0) * edge.derivative
    }
    for leftOut in graph.leftOut {
      #expect(leftOut.count > 0)
      sums[leftOut.parent, default: 0] += leftOut.handedOn
    }
    for node in graph.nodes { #expect(agree(sums[node.position] ?? 0, node.gradient, within: 1e-13)) }
    #expect(graph.leftOut.contains { $0.parent == graph.result })
  }

  @Test("without a head or a key, the score is the one with the largest weight of all heads")
  func mostRead() throws {
    try Variant.all[0].model().withForwardPass(over: Variant.document) { pass -> Void in
      let weights: [[Double]] = (0..<4).map { pass.head($0, layer: 1, position: 4).pattern?.data ?? [] }
      let largest = try #require(weights.flatMap { $0 }.max())
      let target = Subgraph.Target.score(mostRead: pass, layer: 1, position: 4)
      let chosen = weights.indices.flatMap { head in
        weights[head].indices.map { Subgraph.Target.score(layer: 1, head: head, position: 4, key: $0) }
      }
      let index = try #require(chosen.firstIndex(of: target))
      #expect(weights.flatMap { $0 }[index] == largest)
      #expect(weights.map { $0.max() ?? 0 } != Array(repeating: largest, count: 4))
      let inHead = Subgraph.Target.score(mostRead: pass, layer: 1, head: 2, position: 4)
      #expect(
        inHead
          == .score(
            layer: 1,
            head: 2,
            position: 4,
            key: weights[2].indices.max { weights[2][$0] < weights[2][$1] } ?? -1
          )
      )
    }
  }

  @Test("the steepest score has the largest gradient, which is not 0, at another position")
  func steepest() throws {
    try Variant.all[0].model().withForwardPass(over: Variant.document) { pass -> Void in
      let last = Subgraph.Target.score(mostRead: pass, layer: 1, position: 5)
      let found: Subgraph.Target = try #require(Subgraph.Target.score(steepestIn: pass, besides: last))
      var largest = 0.0
      for layer in 0..<2 {
        for head in 0..<4 {
          for position in 0..<5 {
            let scores = try #require(pass.head(head, layer: layer, position: position).scores)
            largest = scores.grad.reduce(largest) { max($0, $1.magnitude) }
          }
        }
      }
      let graph = try Subgraph(pass, of: found, depth: 0, limit: 1)
      #expect(graph.nodes[0].gradient.magnitude == largest && largest > 0)
    }
    try Variant.all[0].model().withForwardPass(over: [2, 1]) {
      // One key: every weight is 1, whatever the score.
      #expect(Subgraph.Target.score(steepestIn: $0) == nil)
    }
  }

  @Test("parents stand before children, edges join nodes of the graph", arguments: Variant.all)
  func order(variant: Variant) throws {
    let graph = try Self.graph(variant, .loss(position: 3), depth: 4)
    #expect(graph.nodes.map(\.position) == graph.nodes.map(\.position).sorted())
    let positions = Set(graph.nodes.map(\.position))
    for edge in graph.edges {
      #expect(edge.parent < edge.child && positions.contains(edge.parent) && positions.contains(edge.child))
    }
    #expect(graph.nodes.last?.name == "loss@3")
  }

  @Test("a graph that is too large is refused with the numbers")
  func limit() throws {
    #expect(throws: SubgraphError.tooLarge(depth: 3, reached: 3, count: 55, limit: 50)) {
      try Self.graph(depth: 3, limit: 50)
    }
    #expect(try Self.graph(depth: 3, limit: 55).nodes.count == 55)
    #expect(try Self.graph(depth: 0, limit: 1).nodes.count == 1)
  }

  @Test("what is not there is refused with what there is")
  func refusals() throws {
    #expect(throws: SubgraphError.noSuch("layer", 2, count: 2)) {
      try Self.graph(Variant.all[0], .score(layer: 2, head: 0, position: 0, key: 0))
    }
    #expect(throws: SubgraphError.noSuch("head", -1, count: 4)) {
      try Self.graph(Variant.all[0], .score(layer: 0, head: -1, position: 0, key: 0))
    }
    #expect(throws: SubgraphError.noSuch("position", 6, count: 6)) {
      try Self.graph(Variant.all[0], .loss(position: 6))
    }
    #expect(throws: SubgraphError.hidden(key: 3, from: 2, visible: [0, 1, 2])) {
      try Self.graph(Variant.all[0], .score(layer: 0, head: 0, position: 2, key: 3))
    }
    let flash = Variant("flash") { $0.kernel = .flash(tileSize: 2) }
    #expect(throws: SubgraphError.noScores) { try Self.graph(flash) }
  }
}

@Suite("Shapes")
struct ShapesTests {
  @Test("the lists have the shapes that the configuration says", arguments: Variant.all)
  func shapes(variant: Variant) throws {
    let model = try variant.model()
    let shapes = model.withForwardPass(over: Variant.document) { Shapes($0) }
    func shape(_ name: String, layer: Int?) -> [Int]? {
      shapes.lists.first { $0.name == name && $0.layer == layer }?.shape
    }
    let visible = (0..<6).count { variant.isVisible(5, $0) }
    #expect(shape("logits", layer: nil) == [3])
    let hidden = [variant.shape.hiddenWidth ?? 32]
    #expect(shape("hidden", layer: 1) == hidden)
    #expect(shape("gate", layer: 1) == (variant.shape.feedForward == .swiglu ? hidden : nil))
    let isUsual = variant.shape.feedForward == .relu
    #expect((shape("rectified", layer: 1) ?? shape("activated", layer: 1)) == hidden)
    #expect((shape("rectified", layer: 1) != nil) == isUsual)
    #expect((shape("output.norm", layer: nil) != nil) == variant.shape.hasFinalNorm)
    #expect((shape("embedding", layer: nil) == nil) == (variant.choices.positions != .learned))
    #expect((shape("pattern", layer: 0) == nil) == (variant.choices.kernel != .softmax))
    if variant.choices.kernel == .softmax { #expect(shape("scores", layer: 0) == [4, visible]) }
    if let width = variant.choices.latentWidth {
      let rotary = model.configuration.rotaryWidth
      #expect(shape("latent", layer: 0) == [width + rotary])
      #expect(shape("keys", layer: 0) == [4, visible, variant.absorbsLatents ? width + rotary : 2 + rotary])
    } else {
      #expect(shape("key", layer: 0) == [2 * model.configuration.keyValueHeadCount])
      #expect(shape("keys", layer: 0) == [4, visible, 2])
      #expect(shape("z", layer: 1) == [4, 2])
    }
    #expect(shapes.visibleCount == visible && shapes.position == 5)
  }
}
