import Drawing
import Inspection
import Pictures
import TestSupport
import Testing
import Transformer

/// What is drawn of results, held to the results.
@Suite("Pictures of results", .serialized)
struct PicturesTests {
  static let labels = ["<|>", "a", "b", "b", "a", "<|>"]
  static let tokens = Variant.document

  @Test("All heads' maps share one colour scale, and hold the numbers of their heads", arguments: Variant.all)
  func attentionMaps(variant: Variant) throws {
    let maps = try variant.model().withForwardPass(over: Self.tokens) { AttentionMaps($0) }
    for cells in AttentionMaps.Cells.allCases {
      func numbers(_ head: AttentionMaps.Head) -> [[Double?]] {
        switch cells {
        case .pattern: head.pattern
        case .scores: head.scores
        case .gradient: head.gradient
        }
      }
      let largest = maps.heads.flatMap { numbers($0).joined().compactMap { $0?.magnitude } }.max() ?? 0
      for head in maps.heads {
        let map = maps.heatMap(of: head, cells, labels: Self.labels)
        #expect(map.cells == numbers(head))
        #expect(map.scale == (cells == .pattern ? .sequential(maximum: 1) : .diverging(maximum: largest)))
        #expect(map.rows == Self.labels && map.columns == Self.labels)
      }
    }
  }

  @Test("The table of roles has a row for each head, with its word", arguments: Variant.all)
  func roles(variant: Variant) throws {
    let maps = try variant.model().withForwardPass(over: Self.tokens) { AttentionMaps($0) }
    let rows = maps.roleTable.rows
    #expect(rows.map { "\($0[0]).\($0[1])" } == ["0.0", "0.1", "0.2", "0.3", "1.0", "1.1", "1.2", "1.3"])
    #expect(rows.map { $0[2] } == maps.heads.map { $0.role.word.rawValue })
  }

  @Test("Arcs go from one query to what it attends to, with the weights of its row")
  func arcs() throws {
    let maps = try Variant.all[0].model().withForwardPass(over: Self.tokens) { AttentionMaps($0) }
    for head in maps.heads {
      for query in Self.labels.indices {
        let diagram = head.arcs(of: query, labels: Self.labels)
        #expect(diagram.query == query)
        #expect(diagram.weights == head.pattern[query])
        #expect(diagram.weights.compactMap { $0 }.count == query + 1)
      }
    }
  }

  @Test("A step of s in the direction that the summary names lowers the loss", arguments: Variant.all)
  func summary(variant: Variant) throws {
    let model = try variant.model()
    let gradients = model.withForwardPass(over: Self.tokens) { ScaleGradients($0) }
    try #require(gradients.gradient != 0)
    let line = gradients.summary[0]
    let (larger, smaller) = (
      line.hasSuffix(": a slightly larger s would lower the loss"),
      line.hasSuffix(": a slightly smaller s would lower the loss")
    )
    try #require(larger != smaller)
    model.attentionScale.data += (larger ? 0.001 : -0.001) * gradients.scale.magnitude
    let moved = model.withForwardPass(over: Self.tokens) { $0.loss.data }
    #expect(moved < gradients.loss)
  }

  @Test(
    "The map of the scale's gradients has a row for each head and the sum of its cells is the whole gradient"
  )
  func scaleMap() throws {
    let gradients = try Variant.all[0].model().withForwardPass(over: Self.tokens) { ScaleGradients($0) }
    let map = gradients.heatMap(labels: Self.labels)
    #expect(map.rows.count == 8 && map.rows[5] == "layer 1, head 1")
    let sum = map.cells.joined().compactMap { $0 }.reduce(0, +)
    #expect(abs(sum - gradients.gradient) < 1e-14)
    #expect(gradients.table(labels: Self.labels).rows.count == 8 * Self.labels.count)
  }

  @Test("The dashed line of the sweep touches the curve where the model stands")
  func tangent() throws {
    let model = try Variant.all[0].model()
    let gradients = model.withForwardPass(over: Self.tokens) { ScaleGradients($0) }
    let scale = model.attentionScale.data
    let sweep = ScaleSweep(model, tokens: Self.tokens, multiples: [0.999, 1, 1.001])
    let chart = sweep.chart(gradients)
    let line = chart.series[1].points
    let curve = chart.series[0].points
    let slope = (curve[2].y - curve[0].y) / (curve[2].x - curve[0].x)
    #expect(abs((line[1].y - line[0].y) / (line[1].x - line[0].x) - slope) < 1e-6 * slope.magnitude + 1e-9)
    #expect(chart.series[2].points.map { $0.x } == [scale])
    #expect(abs(chart.series[2].points[0].y - curve[1].y) < 1e-14)
  }

  @Test("Rows of the flow's map and table are the matrices, and the cache's map holds what is sent")
  func flow() throws {
    let flow = GradientFlow(try Variant.all[0].model(), tokens: Self.tokens)
    #expect(flow.matrixTable.rows.map { $0[0] } == flow.matrices.map { $0.name })
    let map = flow.positionMap(labels: Self.labels)
    #expect(Array(map.rows.prefix(5)) == ["wte", "wpe", "lm_head", "0.attn_wq", "0.attn_wk"])
    #expect(map.cells == flow.matrices.map { $0.normByPosition.map { $0 } })
    for cache in flow.caches {
      #expect(flow.cacheMap(of: cache, labels: Self.labels).cells == cache.norms)
      #expect(flow.cacheTable(of: cache, labels: Self.labels).rows.count == Self.labels.count)
    }
  }

  @Test("The check's table names each matrix, and that of the shapes each list")
  func tables() throws {
    let model = try Variant.all[0].model()
    let check = MatrixCheck(model, tokens: Self.tokens, largestCount: 4)
    #expect(check.table.rows.map { $0[0] } == check.matrices.map { $0.name })
    let shapes = model.withForwardPass(over: Self.tokens) { Shapes($0) }
    #expect(shapes.table.rows.count == shapes.lists.count)
    #expect(shapes.table.rows.map { $0[2] } == shapes.lists.map { $0.meaning })
  }

  @Test(
    "The graph has the boxes and arrows of the part, one box is the result and one is all that is left out"
  )
  func graph() throws {
    try Variant.all[0].model().withForwardPass(over: Self.tokens) { pass in
      let part = try Subgraph(pass, of: .loss(position: 0), depth: 2, limit: 100)
      let graph = part.graph(title: "loss")
      let drawn = graph.nodes.filter { $0.kind != .leftOut }
      #expect(drawn.map { $0.id } == part.nodes.map { $0.position })
      #expect(graph.nodes.count == drawn.count + 1 && !part.leftOut.isEmpty)
      #expect(graph.edges.count == part.edges.count + part.leftOut.count)
      #expect(graph.nodes.filter { $0.kind == .result }.map { $0.id } == [part.result])
    }
  }
}
