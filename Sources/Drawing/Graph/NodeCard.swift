/// A node as a box with its texts.
struct NodeCard {
  let node: Graph.Node
  private let operation: String
  private let name: String

  init(_ node: Graph.Node) {
    self.node = node
    operation = truncated(drawable(node.operation), to: 24)
    name = truncated(drawable(node.name), to: 28)
  }

  private static let padding = 12.0

  var width: Double {
    let numbers = node.numbers.map { 36 + Pen.width(of: $0.value, size: 11) }
    let texts = [Pen.width(of: operation, size: 13.5), Pen.width(of: name, size: 11)]
    return max(72, (numbers + texts).max() ?? 0) + 2 * Self.padding
  }

  var height: Double { name.isEmpty ? 58 : 74 }

  func drawing(in box: GraphLayout.Box, pen: Pen) -> Markup {
    let left = box.left + Self.padding
    let right = box.right - Self.padding
    var y = box.top + 20
    var parts = [
      .element("title", .text(tooltip)),
      Self.outline(of: node.kind, in: box, pen: pen),
      pen.text(operation, x: left, y: y, size: 13, isBold: true),
    ]
    if !name.isEmpty {
      y += 15
      parts.append(pen.text(name, x: left, y: y, size: 11))
    }
    y += 3
    for (name, value) in node.numbers {
      y += 13.5
      parts.append(pen.text(name, x: left, y: y, colour: pen.palette.muted, size: 11))
      parts.append(pen.text(value, x: right, y: y, size: 11, anchor: .end))
    }
    return .element("g", ["class": "node"], parts)
  }

  private var tooltip: String {
    let name = node.name.isEmpty ? "" : " " + drawable(node.name)
    let id = node.kind == .leftOut ? "not drawn" : "\(node.id)"
    let head = "\(id)\(name): \(drawable(node.operation)) (\(node.kind.rawValue))"
    return ([head] + node.numbers.map { "\($0.name) \($0.value)" }).joined(separator: "\n")
  }

  /// The outline of a kind: corners cut, sharp or round, or two lines.
  static func outline(of kind: Graph.Kind, in box: GraphLayout.Box, pen: Pen) -> Markup {
    let colour =
      switch kind {
      case .parameter: pen.colour(0)
      case .leaf: pen.colour(2)
      case .operation, .leftOut: pen.palette.muted
      case .result: pen.colour(1)
      }
    let style = "fill:\(colour);stroke:\(colour)"
    func rectangle(inset: Double, radius: Double, opacity: String, dash: String = "none") -> Markup {
      .element(
        "rect",
        [
          "x": Markup.length(box.left + inset), "y": Markup.length(box.top + inset),
          "width": Markup.length(box.width - 2 * inset), "height": Markup.length(box.height - 2 * inset),
          "rx": Markup.length(radius), "stroke-dasharray": dash, "fill-opacity": opacity, "style": style,
        ]
      )
    }
    let radius = min(8, box.height / 3)
    switch kind {
    case .leaf:
      return rectangle(inset: 0, radius: 0, opacity: "0.08")
    case .operation:
      return rectangle(inset: 0, radius: radius, opacity: "0.05")
    case .leftOut:
      return rectangle(inset: 0, radius: radius, opacity: "0", dash: "4 3")
    case .result:
      return .group([
        rectangle(inset: 0, radius: radius, opacity: "0.08"),
        rectangle(inset: 3, radius: radius - 2, opacity: "0"),
      ])
    case .parameter:
      let (left, right) = (Markup.length(box.left), Markup.length(box.right))
      let (top, bottom) = (Markup.length(box.top), Markup.length(box.bottom))
      let (innerLeft, innerRight) = (Markup.length(box.left + radius), Markup.length(box.right - radius))
      let (innerTop, innerBottom) = (Markup.length(box.top + radius), Markup.length(box.bottom - radius))
      let data =
        "M\(innerLeft),\(top)H\(innerRight)L\(right),\(innerTop)V\(innerBottom)L\(innerRight),\(bottom)"
        + "H\(innerLeft)L\(left),\(innerBottom)V\(innerTop)Z"
      return .element("path", ["d": data, "fill-opacity": "0.08", "style": style])
    }
  }
}
