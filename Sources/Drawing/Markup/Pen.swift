/// Draws the parts of an SVG picture in a palette's colours.
///
/// Colours stand in `style`: as an attribute, `var()` would not be understood everywhere.
struct Pen {
  let palette: Palette

  /// The side of its position on which a text stands.
  enum Anchor: String {
    case start, middle, end
  }

  /// A picture of a size with a name and perhaps a description, on the palette's paper.
  func picture(
    width: Double,
    height: Double,
    title: String,
    description: String? = nil,
    role: String = "img",
    _ parts: [Markup]
  ) -> Markup {
    let width = Markup.length(width)
    let height = Markup.length(height)
    return .element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": "0 0 \(width) \(height)", "width": width,
        "height": height, "role": role, "font-family": "system-ui, -apple-system, 'Segoe UI', sans-serif",
        "font-size": "12",
      ],
      [
        .element("title", .text(drawable(title))),
        description.map { .element("desc", .text(drawable($0))) } ?? .empty,
        // A page has its own paper, and a shade at the edge of what can be scrolled.
        palette == .page ? .empty : paper(width: width, height: height),
      ] + parts
    )
  }

  /// What lies behind a picture in a file of its own.
  func paper(width: String, height: String) -> Markup {
    .element("rect", ["width": width, "height": height, "style": "fill:\(palette.paper)"])
  }

  /// A line of text, nothing if it is empty; `isClear` puts a rim of paper around it where it may stand on lines.
  func text(
    _ text: String,
    x: Double,
    y: Double,
    colour: String? = nil,
    size: Double = 12,
    anchor: Anchor = .start,
    isBold: Bool = false,
    isClear: Bool = false
  ) -> Markup {
    guard !text.isEmpty else { return .empty }
    var style = "fill:\(colour ?? palette.ink)"
    if isClear {
      style += ";stroke:\(palette.paper);stroke-width:3px;stroke-linejoin:round;paint-order:stroke"
    }
    var attributes = [
      Markup.Attribute(name: "x", value: Markup.length(x)),
      Markup.Attribute(name: "y", value: Markup.length(y)),
    ]
    if size != 12 { attributes.append(.init(name: "font-size", value: Markup.length(size))) }
    if anchor != .start { attributes.append(.init(name: "text-anchor", value: anchor.rawValue)) }
    if isBold { attributes.append(.init(name: "font-weight", value: "600")) }
    attributes.append(.init(name: "style", value: style))
    return .node(name: "text", attributes: attributes, children: [.text(drawable(text))])
  }

  /// What a picture is, at its top.
  func heading(_ title: String, x: Double, y: Double) -> Markup {
    text(title, x: x, y: y, size: Self.headingSize, isBold: true)
  }

  static let headingSize = 15.0

  /// A straight line.
  func line(
    from start: (x: Double, y: Double),
    to end: (x: Double, y: Double),
    colour: String,
    width: Double = 1
  ) -> Markup {
    .element(
      "line",
      [
        "x1": Markup.length(start.x), "y1": Markup.length(start.y), "x2": Markup.length(end.x),
        "y2": Markup.length(end.y), "style": "stroke:\(colour);stroke-width:\(Markup.length(width))",
      ]
    )
  }

  /// The colour of a series; they begin anew after the last one.
  func colour(_ index: Int) -> String {
    let count = palette.series.count
    return count == 0 ? palette.ink : palette.series[(index % count + count) % count]
  }

  /// A point as paths take it.
  static func point(_ x: Double, _ y: Double) -> String { Markup.length(x) + "," + Markup.length(y) }

  /// The width that a text needs at most in an ordinary font.
  static func width(of text: String, size: Double = 12) -> Double {
    Double(displayWidth(of: drawable(text))) * size * emWidth
  }

  /// How wide the widest of several texts is.
  static func width(ofWidest texts: [String], size: Double) -> Double {
    texts.reduce(0) { max($0, width(of: $1, size: size)) }
  }

  /// How wide a letter of an ordinary font is, in units of its size.
  private static let emWidth = 0.58

  /// The text as it is drawn, cut to what a width has room for.
  static func cut(_ text: String, to width: Double, size: Double = 12) -> String {
    truncated(drawable(text), to: max(1, Int(width / (size * emWidth) + 1e-9)))
  }
}
