import Testing

@testable import Drawing

@Suite("Layout of a computation graph")
struct GraphLayoutTests {
  private func layout(_ graph: Graph) -> GraphLayout {
    let sizes = graph.nodes.map { node in
      (width: 80 + Double(node.name.count), height: node.name.isEmpty ? 58.0 : 74)
    }
    return GraphLayout(graph, sizes: sizes, layerGap: 64)
  }

  @Test("Parents stand left of their children", arguments: GraphTests.all)
  func ranks(graph: Graph) {
    let layout = layout(graph)
    for link in graph.links { #expect(layout.boxes[link.parent].right < layout.boxes[link.child].left) }
  }

  @Test("A node stands as many layers before the last as its longest path has edges")
  func longestPath() {
    let edges = [(0, 1), (1, 2), (2, 3), (0, 3), (4, 3), (5, 2)]
    let graph = Graph(
      title: "",
      nodes: (0...5).map { GraphTests.node($0) },
      edges: edges.map { .init(from: $0.0, to: $0.1, derivative: 1) }
    )
    #expect(Array(GraphLayers(graph).layer.prefix(6)) == [0, 1, 2, 3, 2, 1])
  }

  @Test("No two boxes overlap, and all stand within the picture", arguments: GraphTests.all)
  func boxes(graph: Graph) {
    let layout = layout(graph)
    for (index, box) in layout.boxes.enumerated() {
      #expect(!layout.boxes[..<index].contains { $0.overlaps(box) })
      #expect(box.left >= 0 && box.top > -1e-9)
      #expect(box.right <= layout.width && box.bottom <= layout.height + 1e-9)
    }
  }

  @Test(
    "Every edge goes from its parent's right side to its child's left side, and through no box",
    arguments: GraphTests.all
  )
  func routes(graph: Graph) {
    let layout = layout(graph)
    #expect(layout.routes.count == graph.edges.count)
    for (link, route) in zip(graph.links, layout.routes) {
      let parent = layout.boxes[link.parent]
      let child = layout.boxes[link.child]
      #expect(route.start.x == parent.right && (parent.top...parent.bottom).contains(route.start.y))
      #expect(route.end.x == child.left && (child.top...child.bottom).contains(route.end.y))
      var x = route.start.x
      for lane in route.lanes {
        // What bends lies between two layers, where no box stands; what is level passes between boxes.
        #expect(!layout.boxes.contains { $0.left < lane.left && $0.right > x })
        #expect(
          !layout.boxes.contains {
            $0.left < lane.right && $0.right > lane.left && $0.top < lane.y && $0.bottom > lane.y
          }
        )
        x = lane.right
      }
      #expect(!layout.boxes.contains { $0.left < route.end.x && $0.right > x })
    }
  }

  @Test("The edges of a tree do not cross")
  func tree() {
    // A binary tree whose leaves are given in a mixed order.
    let edges = (1..<31).map { Graph.Edge(from: $0, to: ($0 - 1) / 2, derivative: 1) }
    let mixed = (0..<31).map { GraphTests.node($0 * 12 % 31) }
    let graph = Graph(title: "", nodes: mixed, edges: edges)
    let layout = layout(graph)
    for (one, first) in zip(graph.links, layout.routes) {
      for (other, second) in zip(graph.links, layout.routes)
      where first.end.x == second.end.x && one.child != other.child {
        #expect((first.start.y < second.start.y) == (first.end.y < second.end.y))
      }
    }
  }

  @Test("A value used twice in one operation has two edges apart from each other")
  func parallel() {
    let routes = layout(GraphTests.square).routes
    #expect(routes[0].start.y != routes[1].start.y)
    #expect(routes[0].end.y != routes[1].end.y)
  }

  @Test("A chain is straight")
  func chain() {
    let chain = GraphTests.all[3]
    #expect(Set(layout(chain).boxes.map(\.middle)).count == 1)
  }

  @Test("A layer of many nodes has rows of equal distance")
  func rows() {
    let boxes = layout(GraphTests.all[4]).boxes.dropLast().sorted { $0.top < $1.top }
    for (upper, lower) in zip(boxes, boxes.dropFirst()) {
      #expect(abs(lower.top - upper.bottom - GraphLayout.rowGap) < 1e-6)
    }
  }
}
