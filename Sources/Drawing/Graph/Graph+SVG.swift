extension Graph {
  /// The graph as an SVG picture, in layers from left to right.
  ///
  /// A parent stands left of its children. Every node and edge tells its numbers as a tooltip; where the edges are few,
  /// their local derivatives are written beside them.
  public func svg(palette: Palette = .file) -> Markup {
    let pen = Pen(palette: palette)
    let margin = 24.0
    let hasLabels = edges.count <= 40
    let cards = nodes.map(NodeCard.init)
    let layout = GraphLayout(
      self,
      sizes: cards.map { ($0.width, $0.height) },
      layerGap: hasLabels && !edges.isEmpty ? 88 : 64
    )
    let heading = title.isEmpty ? "" : Pen.cut(title, to: max(layout.width, 480), size: Pen.headingSize)
    let kinds = Kind.allCases.filter { kind in nodes.contains { $0.kind == kind } }
    let legendWidth = kinds.map { 46 + Pen.width(of: $0.rawValue) }.reduce(0, +)
    let top = margin + (title.isEmpty ? 0 : 36)
    let height = top + max(20, layout.height) + margin
    let width =
      max(layout.width, Pen.width(of: heading, size: Pen.headingSize), legendWidth, 120) + 2 * margin

    var parts: [Markup] = []
    if !title.isEmpty { parts.append(pen.heading(heading, x: margin, y: margin + 8)) }
    if nodes.isEmpty {
      parts.append(
        pen.text("nothing to draw", x: width / 2, y: top + 14, colour: palette.muted, anchor: .middle)
      )
    }
    var drawn = zip(edges, layout.routes).map { edge, route in
      route.drawing(tooltip: tooltip(of: edge), pen: pen)
    }
    drawn += zip(cards, layout.boxes).map { card, box in card.drawing(in: box, pen: pen) }
    if hasLabels { drawn.append(edgeLabels(layout, pen: pen)) }
    let left = (width - layout.width) / 2
    parts.append(
      .element("g", ["transform": "translate(\(Markup.length(left)) \(Markup.length(top)))"], drawn)
    )
    parts.append(legend(of: kinds, x: margin, y: height + 4, pen: pen))
    return pen.picture(
      width: width,
      height: nodes.isEmpty ? height : height + 28,
      title: title,
      description: description,
      parts
    )
  }

  /// What a reader who does not see the graph should know of it.
  private var description: String {
    let results = nodes.filter { $0.kind == .result }.prefix(3).compactMap { node in
      node.data.map {
        " \(node.name.isEmpty ? node.operation : node.name) is \(NumberFormat.significant($0))."
      }
    }
    return
      "A computation graph of \(counted(nodes.count, "node")) and \(counted(edges.count, "edge")), from what was "
      + "read (left) to the result (right)." + results.joined()
  }

  private func tooltip(of edge: Edge) -> String {
    switch edge.number {
    case .derivative(let derivative):
      "\(edge.from) → \(edge.to): local derivative \(NumberFormat.significant(derivative))"
    case .handedOn(let sum):
      "\(edge.from): the results left out hand on \(NumberFormat.significant(sum))"
    }
  }

  /// The local derivatives, each where its edge is on its own, and as far as possible not over another.
  private func edgeLabels(_ layout: GraphLayout, pen: Pen) -> Markup {
    var taken = layout.boxes
    return .group(
      zip(edges, layout.routes).map { edge, route in
        let text = edge.label
        let width = Pen.width(of: text, size: 10)
        let places = [0.3, 0.42, 0.54, 0.66].flatMap { part in
          let point = route.point(part)
          return [-9.0, 9].map { offset in
            let top = point.y + offset - 6
            return GraphLayout.Box(left: point.x - width / 2, top: top, width: width, height: 12)
          }
        }
        let place = places.first { place in !taken.contains { $0.overlaps(place) } } ?? places[0]
        taken.append(place)
        return pen.text(
          text,
          x: place.left + width / 2,
          y: place.top + 9.5,
          colour: pen.palette.muted,
          size: 10,
          anchor: .middle,
          isClear: true
        )
      }
    )
  }

  /// What each outline means.
  private func legend(of kinds: [Kind], x: Double, y: Double, pen: Pen) -> Markup {
    var x = x
    var parts: [Markup] = []
    for kind in kinds {
      let box = GraphLayout.Box(left: x, top: y - 8, width: 24, height: 16)
      parts.append(NodeCard.outline(of: kind, in: box, pen: pen))
      parts.append(pen.text(kind.rawValue, x: x + 30, y: y + 4, colour: pen.palette.muted))
      x += 46 + Pen.width(of: kind.rawValue)
    }
    return .element("g", [:], parts)
  }
}

extension GraphLayout.Route {
  /// The edge as a smooth curve with an arrow head.
  func drawing(tooltip: String, pen: Pen) -> Markup {
    var (x, y) = start
    var data = "M" + Pen.point(x, y)
    func bend(to end: (x: Double, y: Double)) {
      let middle = (x + end.x) / 2
      data += "C\(Pen.point(middle, y)) \(Pen.point(middle, end.y)) \(Pen.point(end.x, end.y))"
    }
    for lane in lanes {
      bend(to: (lane.left, lane.y))
      data += "H" + Markup.length(lane.right)
      (x, y) = (lane.right, lane.y)
    }
    bend(to: (end.x - 6, end.y))
    let head =
      "M\(Pen.point(end.x - 7, end.y - 3.5))L\(Pen.point(end.x, end.y)) \(Pen.point(end.x - 7, end.y + 3.5))Z"
    let colour = pen.palette.muted
    return .element(
      "g",
      ["class": "edge"],
      .element("title", .text(tooltip)),
      .element(
        "path",
        [
          "d": data, "fill": "none", "stroke-width": "1.2", "stroke-opacity": "0.7",
          "style": "stroke:\(colour)",
        ]
      ),
      .element("path", ["d": head, "style": "fill:\(colour)"])
    )
  }

  /// A point of the first curve on which the edge is on its own, at a part of its length from 0 to 1.
  func point(_ part: Double) -> (x: Double, y: Double) {
    let from = sharedCount > 0 ? (lanes[sharedCount - 1].right, lanes[sharedCount - 1].y) : start
    let to = sharedCount < lanes.count ? (lanes[sharedCount].left, lanes[sharedCount].y) : end
    let rest = 1 - part
    // The Bézier curve whose inner points lie level with its ends, in the middle between them.
    let inner = 3 * rest * rest * part
    let outer = 3 * rest * part * part
    return (
      rest * rest * rest * from.0 + (inner + outer) * (from.0 + to.0) / 2 + part * part * part * to.0,
      (rest * rest * rest + inner) * from.1 + (outer + part * part * part) * to.1
    )
  }
}
