extension Markup {
  /// A whole SVG picture of a size, on a palette's paper.
  ///
  /// Everything is said in plain attributes, so that programs without a style sheet's language draw it too.
  static func picture(
    title: String,
    width: Double,
    height: Double,
    palette: Palette,
    _ parts: [Markup]
  ) -> Markup {
    let width = length(width)
    let height = length(height)
    return .element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": "0 0 \(width) \(height)", "width": width,
        "height": height, "role": "img", "font-family": "system-ui, -apple-system, 'Segoe UI', sans-serif",
      ],
      [
        .element("title", .text(title)),
        .element("rect", ["width": width, "height": height, "fill": palette.paper]),
      ] + parts
    )
  }

  /// The side of its position on which a text of a picture stands.
  enum Anchor: String {
    case start, middle, end
  }

  /// A line of text in a picture, nothing if it is empty.
  static func line(
    _ content: String,
    x: Double,
    y: Double,
    size: Double,
    fill: String,
    anchor: Anchor = .start,
    isBold: Bool = false
  ) -> Markup {
    guard !content.isEmpty else { return .empty }
    var attributes = [
      Attribute(name: "x", value: length(x)), Attribute(name: "y", value: length(y)),
      Attribute(name: "font-size", value: length(size)), Attribute(name: "fill", value: fill),
    ]
    if anchor != .start { attributes.append(.init(name: "text-anchor", value: anchor.rawValue)) }
    if isBold { attributes.append(.init(name: "font-weight", value: "600")) }
    return .node(name: "text", attributes: attributes, children: [.text(content)])
  }

  /// About how wide a line of text is in an ordinary font.
  static func lineWidth(of content: String, size: Double) -> Double {
    Double(displayWidth(of: content)) * size * 0.6
  }

  /// How wide the widest of several lines is.
  static func lineWidth(ofWidest lines: [String], size: Double) -> Double {
    lines.reduce(0) { max($0, lineWidth(of: $1, size: size)) }
  }
}
