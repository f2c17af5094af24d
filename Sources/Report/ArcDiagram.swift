/// For one query: the line of tokens, with an arc to each that it reads, as thick as the weight.
///
/// A drawing of one row of an attention pattern, after Wattenberg's arc diagrams (2002).
public struct ArcDiagram: Sendable {
  /// What the weights are of: "layer 0, head 2".
  public let title: String
  /// The tokens in order.
  public let labels: [String]
  /// The index of the token that reads.
  public let query: Int
  /// How much the query reads of each token, from 0 to 1; nil where the token is hidden from it.
  public let weights: [Double?]
  /// The arcs' colour: an index into the palette's series, which begin again after the last.
  public let colour: Int

  /// Creates a diagram with one weight per label, the query being one of them.
  public init(title: String, labels: [String], query: Int, weights: [Double?], colour: Int = 0) {
    precondition(weights.count == labels.count, "\(weights.count) weights do not fit \(labels.count) labels")
    precondition(
      labels.isEmpty || labels.indices.contains(query),
      "the query \(query) is none of the \(labels.count) labels"
    )
    precondition(colour >= 0, "there is no colour \(colour)")
    self.title = singleLine(title)
    self.labels = labels.map(singleLine)
    self.query = query
    self.weights = weights
    self.colour = colour
  }

  /// The diagram as a whole SVG picture, each arc saying what it is when pointed at.
  ///
  /// It has plain attributes and no style sheet, so that any program draws it.
  public func svg(palette: Palette = .file) -> Markup {
    let drawing = Drawing(of: self, palette: palette)
    let width = Markup.length(drawing.width)
    let height = Markup.length(drawing.height)
    return .element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "role": "img",
        "width": width, "height": height, "viewBox": "0 0 \(width) \(height)",
        "font-family": "Helvetica, Arial, sans-serif",
      ],
      .element("title", .text(title)),
      .element("rect", ["width": width, "height": height, "fill": palette.paper]),
      drawing.heading,
      drawing.arcs,
      drawing.tokens
    )
  }
}

/// Where everything stands in the picture, in its units, which are pixels at full size.
private struct Drawing {
  let diagram: ArcDiagram
  let palette: Palette
  let colour: String
  let labels: [String]
  /// The middle of each token.
  let centres: [Double]
  let width: Double
  /// Where the arcs stand; the tokens are below it.
  let floor: Double
  /// An arc's height over half its width, the same for all, so that none crosses another.
  let slope: Double

  private static let margin = 20.0
  private static let labelSize = 13.0
  private static let highest = 170.0
  private static let loopHeight = 26.0

  init(of diagram: ArcDiagram, palette: Palette) {
    self.diagram = diagram
    self.palette = palette
    colour = palette.series.isEmpty ? palette.ink : palette.series[diagram.colour % palette.series.count]
    labels = diagram.labels.map { truncated($0, to: 12) }
    var x = Self.margin
    var centres: [Double] = []
    for label in labels {
      // Below each token there is room for its weight.
      let slot = max(34, Self.width(of: label, size: Self.labelSize) + 14)
      centres.append(x + slot / 2)
      x += slot
    }
    self.centres = centres
    width = max(x, Self.margin + Self.width(of: diagram.title, size: 15)) + Self.margin

    let query = labels.isEmpty ? 0 : centres[diagram.query]
    let read = centres.indices.filter { Self.isRead(diagram.weights[$0]) }
    let widest = read.reduce(0) { max($0, (centres[$1] - query).magnitude / 2) }
    slope = widest > Self.highest ? Self.highest / widest : 1
    let peak = max(Self.loopHeight, widest * slope)
    floor = Self.margin + (diagram.title.isEmpty ? 0 : 30) + peak + 6
  }

  var height: Double { floor + 48 + Self.margin / 2 }

  private static func isRead(_ weight: Double?) -> Bool {
    guard let weight else { return false }
    return weight > 0 && weight.isFinite
  }

  private static func width(of text: String, size: Double) -> Double {
    Double(displayWidth(of: text)) * size * 0.58
  }
}

extension Drawing {
  var heading: Markup {
    text(diagram.title, x: Self.margin, y: Self.margin + 12, size: 15, weight: "600", anchor: "start")
  }

  /// The arcs, the thickest last and so on top.
  var arcs: Markup {
    let order = labels.indices.filter { Self.isRead(diagram.weights[$0]) }
      .sorted { (diagram.weights[$0] ?? 0) < (diagram.weights[$1] ?? 0) }
    return .element("g", ["fill": "none", "stroke": colour], order.map(arc))
  }

  private func arc(to key: Int) -> Markup {
    let weight = min(1, diagram.weights[key] ?? 0)
    return .element(
      "path",
      [
        "d": key == diagram.query ? loop : path(to: key),
        "stroke-width": Markup.length(max(0.4, 7 * weight)),
        "stroke-opacity": Markup.length(0.25 + 0.6 * weight),
      ],
      .element("title", .text(words(for: key)))
    )
  }

  private func path(to key: Int) -> String {
    let from = centres[diagram.query]
    let to = centres[key]
    let radius = (to - from).magnitude / 2
    let y = Markup.length(floor)
    let radii = Markup.length(radius) + " " + Markup.length(radius * slope)
    // Over the tokens: against the clock to the left, with it to the right.
    return "M\(Markup.length(from)) \(y)A\(radii) 0 0 \(to < from ? 0 : 1) \(Markup.length(to)) \(y)"
  }

  private var loop: String {
    let x = centres[diagram.query]
    // A cubic curve rises to three quarters of its handles' height.
    let y = floor - Self.loopHeight / 0.75
    let points = [(x - 18, y), (x + 18, y), (x + 4, floor)]
      .map { Markup.length($0.0) + " " + Markup.length($0.1) }
    return "M\(Markup.length(x - 4)) \(Markup.length(floor))C" + points.joined(separator: " ")
  }

  private func words(for key: Int) -> String {
    "\(diagram.labels[diagram.query]) reads \(diagram.labels[key]): \(number(for: key))"
  }

  private func number(for key: Int) -> String {
    diagram.weights[key].map(HeatMap.Format.fixed(decimals: 2).text(of:)) ?? "hidden"
  }

  var tokens: Markup {
    .group(labels.indices.map(token))
  }

  private func token(_ index: Int) -> Markup {
    let x = centres[index]
    let isQuery = index == diagram.query
    let isHidden = diagram.weights[index] == nil
    let size = Self.labelSize
    var pieces: [Markup] = []
    if isQuery {
      let half = max(12, Self.width(of: labels[index], size: size) / 2 + 5)
      pieces.append(
        .element(
          "rect",
          [
            "x": Markup.length(x - half), "y": Markup.length(floor + 4), "width": Markup.length(2 * half),
            "height": "21", "rx": "4", "fill": colour, "fill-opacity": "0.16",
          ]
        )
      )
    }
    pieces.append(
      text(
        labels[index],
        x: x,
        y: floor + 19,
        size: size,
        fill: isHidden ? palette.muted : palette.ink,
        weight: isQuery ? "700" : "400"
      )
    )
    if !isHidden {
      pieces.append(text(number(for: index), x: x, y: floor + 40, size: 10.5, fill: palette.muted))
    }
    return .element("g", [:], [.element("title", .text(words(for: index)))] + pieces)
  }

  private func text(
    _ content: String,
    x: Double,
    y: Double,
    size: Double,
    fill: String? = nil,
    weight: String = "400",
    anchor: String = "middle"
  ) -> Markup {
    guard !content.isEmpty else { return .empty }
    return .element(
      "text",
      [
        "x": Markup.length(x), "y": Markup.length(y), "font-size": Markup.length(size),
        "font-weight": weight, "fill": fill ?? palette.ink, "text-anchor": anchor,
      ],
      .text(content)
    )
  }
}
