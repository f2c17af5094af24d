import Testing

@testable import Drawing

@Suite("A computation graph in DOT")
struct GraphDOTTests {
  @Test("Every node and edge is one statement")
  func statements() {
    #expect(
      GraphTests.square.dot() == """
        digraph {
          graph [rankdir=LR, label="y = x·x", labelloc=t, fontname="sans-serif"];
          node [fontname="sans-serif", fontsize=11];
          edge [fontname="sans-serif", fontsize=9, arrowsize=0.6];
          0 [label="leaf\\nx\\ndata 1.250\\ngrad -0.5000", shape=box];
          1 [label="·\\ny\\ndata 1.250\\ngrad -0.5000", shape=box, style=rounded, peripheries=2];
          0 -> 1 [label="3.000"];
          0 -> 1 [label="4.000"];
        }

        """
    )
  }

  @Test("Quotes, backslashes, ampersands and line breaks in texts mean nothing to DOT")
  func escaping() {
    let node = GraphTests.node(-3, "a\"b", name: "\\N & &lt;\nend\u{1B}[1m")
    let dot = Graph(title: "t\\", nodes: [node], edges: []).dot()
    #expect(dot.contains(#"label="t\\","#))
    #expect(
      dot.contains(
        ##"  -3 [label="a\"b\n\\N &amp; &amp;lt;\\nend\\u{1b}[1m\ndata 1.250\ngrad -0.5000", shape"##
      )
    )
  }

  @Test("Braces, brackets and quotes are balanced", arguments: GraphTests.all)
  func balance(graph: Graph) {
    let dot = graph.dot()
    #expect(dot.hasPrefix("digraph {\n") && dot.hasSuffix("}\n"))
    #expect(dot.filter { $0 == "\"" }.count.isMultiple(of: 2))
    #expect(dot.split(separator: "\n").count == 5 + graph.nodes.count + graph.edges.count)
  }
}
