extension ArcDiagram {
  /// The diagram as a whole SVG picture, each arc saying what it is when pointed at.
  public func svg(palette: Palette = .file) -> Markup {
    let drawing = ArcDrawing(of: self, palette: palette)
    return drawing.pen.picture(
      width: drawing.width,
      height: drawing.height,
      title: title,
      description: drawing.description,
      [drawing.heading] + (labels.isEmpty ? [drawing.note] : [drawing.arcs, drawing.tokens])
    )
  }

  /// Whether there is an arc to a key.
  fileprivate func isRead(_ key: Int) -> Bool {
    guard let weight = weights[key] else { return false }
    return weight.isFinite && weight > 0
  }

  /// A key's weight as it is written.
  fileprivate func number(for key: Int) -> String {
    weights[key].map(HeatMap.Format.fixed(decimals: 2).text(of:)) ?? "hidden"
  }

  /// An arc in words: "m reads e: 0.42".
  fileprivate func words(for key: Int) -> String {
    let reader = truncated(drawable(labels[query]), to: 40)
    return reader + " attends to " + truncated(drawable(labels[key]), to: 40) + ": " + number(for: key)
  }
}

/// Where everything of an arc diagram stands in a picture, in units that are pixels at full size.
private struct ArcDrawing {
  let diagram: ArcDiagram
  let pen: Pen
  let colour: String
  let title: String
  let labels: [String]
  /// The middle of each token.
  let centres: [Double]
  let width: Double
  /// The line on which the arcs stand, above the tokens.
  let floor: Double
  /// An arc's height over half its width: the same for all, so that none crosses another.
  let slope: Double

  private static let margin = 20.0
  private static let labelSize = 13.0
  private static let highest = 170.0
  private static let loopHeight = 26.0

  init(of diagram: ArcDiagram, palette: Palette) {
    self.diagram = diagram
    pen = Pen(palette: palette)
    colour = pen.colour(diagram.colour)
    title = truncated(drawable(diagram.title), to: 100)
    labels = diagram.labels.map { truncated(drawable($0), to: 12) }

    var centres: [Double] = []
    var end = Self.margin
    for label in labels {
      // Each token is as wide as its weight below it, or wider.
      let slot = max(34, Pen.width(of: label, size: Self.labelSize) + 14)
      centres.append(end + slot / 2)
      end += slot
    }
    self.centres = centres
    let titleEnd = Self.margin + Pen.width(of: title, size: Pen.headingSize)
    width = (max(end, titleEnd, 100) + Self.margin).rounded(.up)

    let widest = labels.indices.filter(diagram.isRead).reduce(0) {
      max($0, (centres[$1] - centres[diagram.query]).magnitude / 2)
    }
    slope = min(1, Self.highest / max(1, widest))
    floor = Self.margin + (title.isEmpty ? 0 : 30) + max(Self.loopHeight, widest * slope) + 6
  }

  var height: Double { (floor + 44 + Self.margin / 2).rounded(.up) }
}

extension ArcDrawing {
  /// What is read, in words: "m reads e: 0.42, m: 0.58".
  var description: String {
    guard !labels.isEmpty else { return "No tokens." }
    let keys = labels.indices.filter(diagram.isRead).map { "\(labels[$0]): \(diagram.number(for: $0))" }
    return "\(labels[diagram.query]) attends to \(keys.isEmpty ? "nothing" : keys.joined(separator: ", "))."
  }

  var heading: Markup { pen.heading(title, x: Self.margin, y: Self.margin + 12) }

  /// What stands in the place of no tokens.
  var note: Markup {
    pen.text("no tokens", x: Self.margin, y: floor, colour: pen.palette.muted, size: 12)
  }

  /// The arcs, the thickest last and so on top.
  var arcs: Markup {
    let weights = diagram.weights
    let keys = labels.indices.filter(diagram.isRead).sorted { (weights[$0] ?? 0) < (weights[$1] ?? 0) }
    return .element("g", ["style": "fill:none;stroke:\(colour)"], keys.map(arc))
  }

  private func arc(to key: Int) -> Markup {
    let weight = min(1, diagram.weights[key] ?? 0)
    return .element(
      "path",
      [
        "d": key == diagram.query ? loop : path(to: key),
        "stroke-width": Markup.length(max(0.5, 10 * weight)),
        // Fainter, but so that a hairline still shows.
        "stroke-opacity": Markup.length(0.3 + 0.6 * weight.squareRoot()),
      ],
      .element("title", .text(diagram.words(for: key)))
    )
  }

  private func path(to key: Int) -> String {
    let start = centres[diagram.query]
    let end = centres[key]
    let radius = (end - start).magnitude / 2
    let y = Markup.length(floor)
    let radii = Markup.length(radius) + " " + Markup.length(radius * slope)
    // Over the tokens: against the clock to the left, with it to the right.
    return "M\(Markup.length(start)) \(y)A\(radii) 0 0 \(end < start ? 0 : 1) \(Markup.length(end)) \(y)"
  }

  private var loop: String {
    let x = centres[diagram.query]
    // A cubic curve rises to three quarters of its handles' height.
    let y = floor - Self.loopHeight / 0.75
    let points = [(x - 18, y), (x + 18, y), (x + 4, floor)].map {
      Markup.length($0.0) + " " + Markup.length($0.1)
    }
    return "M\(Markup.length(x - 4)) \(Markup.length(floor))C" + points.joined(separator: " ")
  }
}

extension ArcDrawing {
  /// The tokens with their weights below.
  var tokens: Markup {
    .group(labels.indices.map(token))
  }

  private func token(_ index: Int) -> Markup {
    let x = centres[index]
    let isQuery = index == diagram.query
    let isHidden = diagram.weights[index] == nil
    return .element(
      "g",
      [:],
      [
        .element("title", .text(diagram.words(for: index))),
        isQuery ? mark(around: index) : .empty,
        pen.text(
          labels[index],
          x: x,
          y: floor + 19,
          colour: isHidden ? pen.palette.muted : pen.palette.ink,
          size: Self.labelSize,
          anchor: .middle,
          isBold: isQuery
        ),
        isHidden
          ? .empty
          : pen.text(
            diagram.number(for: index),
            x: x,
            y: floor + 40,
            colour: pen.palette.muted,
            size: 10.5,
            anchor: .middle
          ),
      ]
    )
  }

  private func mark(around index: Int) -> Markup {
    let half = max(12, Pen.width(of: labels[index], size: Self.labelSize) / 2 + 5)
    return .element(
      "rect",
      [
        "x": Markup.length(centres[index] - half), "y": Markup.length(floor + 4),
        "width": Markup.length(2 * half), "height": "21", "rx": "4", "fill-opacity": "0.16",
        "style": "fill:\(colour)",
      ]
    )
  }
}
