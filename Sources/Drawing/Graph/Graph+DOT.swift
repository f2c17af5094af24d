import VisibleText

extension Graph {
  /// The graph in Graphviz' language DOT: `dot -Tsvg` draws it.
  public func dot() -> String {
    var text = "digraph {\n"
    text += "  graph [rankdir=LR, label=\(Self.quoted([title])), labelloc=t, fontname=\"sans-serif\"];\n"
    text += "  node [fontname=\"sans-serif\", fontsize=11];\n"
    text += "  edge [fontname=\"sans-serif\", fontsize=9, arrowsize=0.6];\n"
    for node in nodes {
      let lines = [node.operation, node.name].filter { !$0.isEmpty } + node.numbers.map { "\($0) \($1)" }
      text += "  \(node.id) [label=\(Self.quoted(lines)), \(node.kind.dotShape)];\n"
    }
    for edge in edges {
      let label = Self.quoted([edge.label])
      text += "  \(edge.from) -> \(edge.to) [label=\(label)];\n"
    }
    return text + "}\n"
  }

  /// Lines as one quoted string, in which DOT finds neither an escape of its own nor an HTML entity.
  private static func quoted(_ lines: [String]) -> String {
    let escaped = lines.map { line in
      harmless(line).unicodeScalars.reduce(into: "") { text, scalar in
        switch scalar {
        case "\\": text += "\\\\"
        case "\"": text += "\\\""
        case "&": text += "&amp;"
        default: text.unicodeScalars.append(scalar)
        }
      }
    }
    return "\"" + escaped.joined(separator: "\\n") + "\""
  }
}

extension Graph.Node {
  /// The numbers of a node and what they are called.
  var numbers: [(name: String, value: String)] {
    [("data", data), ("grad", gradient)].compactMap { name, number in
      number.map { (name, NumberFormat.significant($0)) }
    }
  }
}

extension Graph.Kind {
  fileprivate var dotShape: String {
    switch self {
    case .parameter: "shape=octagon"
    case .leaf: "shape=box"
    case .operation: "shape=box, style=rounded"
    case .result: "shape=box, style=rounded, peripheries=2"
    case .leftOut: "shape=box, style=dashed"
    }
  }
}
