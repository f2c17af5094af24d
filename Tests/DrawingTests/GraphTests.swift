import TestSupport
import Testing

@testable import Drawing

@Suite("A computation graph")
struct GraphTests {
  static func node(
    _ id: Int,
    _ operation: String = "tanh",
    name: String = "",
    kind: Graph.Kind = .operation
  ) -> Graph.Node {
    .init(id: id, name: name, operation: operation, data: 1.25, gradient: -0.5, kind: kind)
  }

  static let square = Graph(
    title: "y = x·x",
    nodes: [node(0, "leaf", name: "x", kind: .leaf), node(1, "·", name: "y", kind: .result)],
    edges: [.init(from: 0, to: 1, derivative: 3), .init(from: 0, to: 1, derivative: 4)]
  )

  /// Nodes each computed from up to three of the fifteen before it.
  static func random(_ count: Int) -> Graph {
    var state: UInt64 = 7
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let nodes = (0..<count).map { index in
      let name = next(3) == 0 ? "layer0.attn_wq[\(index),2]" : ""
      return node(index * 3 - 5, name: name, kind: index == count - 1 ? .result : .operation)
    }
    let edges = (1..<max(1, count)).flatMap { index in
      (0...next(3)).map { _ in
        Graph.Edge(from: nodes[max(0, index - 1 - next(15))].id, to: nodes[index].id, derivative: 0.5)
      }
    }
    return Graph(title: "random", nodes: nodes, edges: edges)
  }

  static let all: [Graph] = [
    Graph(title: "none", nodes: [], edges: []),
    Graph(title: "one", nodes: [node(4)], edges: []),
    square,
    Graph(
      title: "chain",
      nodes: (0..<30).map { node($0) },
      edges: (1..<30).map { .init(from: $0 - 1, to: $0, derivative: 1) }
    ),
    Graph(
      title: "sum",
      nodes: (0...60).map { node($0) },
      edges: (0..<60).map { .init(from: $0, to: 60, derivative: 1) }
    ),
    random(150),
  ]

  @Test("Every node and every edge is drawn once, with its numbers", arguments: all)
  func counts(graph: Graph) {
    let picture = ParsedMarkup(graph.svg())
    #expect(picture.isWellFormed)
    let groups = picture.all("g")
    #expect(groups.filter { $0.attributes["class"] == "node" }.count == graph.nodes.count)
    #expect(groups.filter { $0.attributes["class"] == "edge" }.count == graph.edges.count)
    #expect(picture.all("title").count == 1 + graph.nodes.count + graph.edges.count)
    #expect(picture.texts.filter { $0 == "1.250" }.count >= graph.nodes.count)
    #expect(picture.texts.filter { $0 == "-0.5000" }.count == graph.nodes.count)
  }

  @Test("A graph of few edges shows their local derivatives")
  func derivatives() {
    let texts = ParsedMarkup(Self.square.svg()).texts
    #expect(texts.contains("3.000") && texts.contains("4.000"))
  }

  @Test("Each kind has an outline of its own, in the picture and in its legend")
  func kinds() {
    let nodes = Graph.Kind.allCases.enumerated().map { Self.node($0, kind: $1) }
    let picture = ParsedMarkup(Graph(title: "kinds", nodes: nodes, edges: []).svg())
    for kind in Graph.Kind.allCases { #expect(picture.texts.filter { $0 == kind.rawValue }.count == 1) }
    // A cut outline is a path; the others are rectangles, one of them within another; and one lies behind all.
    #expect(picture.all("path").count == 2)
    #expect(picture.all("rect").count == 2 * 5 + 1)
    #expect(Set(picture.all("rect").compactMap { $0.attributes["rx"] }).count == 5)
  }

  @Test("The same graph gives the same picture", arguments: all)
  func determinism(graph: Graph) {
    #expect(graph.svg() == graph.svg())
  }

  @Test("Colours of a page stand only in style attributes")
  func colours() {
    #expect(!Self.square.svg(palette: .page).description.contains("#"))
    for element in ParsedMarkup(Self.square.svg(palette: .page)).elements {
      for (name, value) in element.attributes where name != "style" { #expect(!value.contains("var(")) }
    }
  }

  @Test("Any text and any number can be drawn")
  func anything() {
    let names = [
      "a \"b\" <c> & \\d", "two\nlines", "\u{1B}[31mred\u{0}", "損失", String(repeating: "long", count: 99),
    ]
    let nodes = names.enumerated().map { index, name in
      Graph.Node(id: index, name: name, operation: name, data: .nan, gradient: -.infinity, kind: .leaf)
    }
    let edges = [Graph.Edge(from: 0, to: 1, derivative: .infinity)]
    let picture = ParsedMarkup(Graph(title: names.joined(), nodes: nodes, edges: edges).svg())
    #expect(picture.isWellFormed)
    #expect(picture.texts.filter { $0 == names[0] }.count == 2)
    #expect(picture.texts.contains("two\\nlines"))
    #expect(picture.texts.contains("inf"))
    let tooltips = picture.all("title").map(\.text)
    #expect(tooltips.contains { $0.hasPrefix("4 " + names[4]) })
  }
}
