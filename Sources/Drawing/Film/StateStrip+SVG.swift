extension StateStrip {
  /// The strip as an SVG picture, with a letter on a colour for each time, at most 48 of them, evenly spread.
  public func svg(palette: Palette = .file) -> Markup {
    StateStripDrawing(self, pen: Pen(palette: palette)).picture
  }
}

/// Where everything of the strip stands in a picture.
private struct StateStripDrawing {
  let strip: StateStrip
  let pen: Pen
  let times: [Int]
  let left: Double

  private static let margin = ChartFrame.margin
  private static let cell = (width: 16.0, height: 22.0)
  private static let top = 66.0
  private static let legendRow = 20.0

  init(_ strip: StateStrip, pen: Pen) {
    self.strip = strip
    self.pen = pen
    times = evenlySpread(48, of: strip.times.count)
    let names = [strip.timeTitle] + strip.rows.map { $0.name }
    left = (Self.margin + Pen.width(ofWidest: names, size: 12) + 10).rounded()
  }

  private var bottom: Double { Self.top + Double(strip.rows.count) * Self.cell.height }

  var picture: Markup {
    let end = left + max(180, Double(times.count) * Self.cell.width)
    let title = Self.margin + Pen.width(of: drawable(strip.title), size: Pen.headingSize)
    return pen.picture(
      width: max(end, title) + Self.margin * 2,
      height: bottom + 20 + Double(strip.occurring.count) * Self.legendRow,
      title: strip.title,
      description: description,
      [pen.heading(strip.title, x: Self.margin, y: 26), axis] + strip.rows.indices.map(row) + legend
    )
  }

  private var description: String {
    strip.rows.map { row in
      guard let first = row.states.first, let last = row.states.last else { return row.name }
      return "\(row.name): first \(strip.states[first].name), at last \(strip.states[last].name)."
    }.joined(separator: " ")
  }

  private func x(_ place: Int) -> Double { left + Double(place) * Self.cell.width }

  private var axis: Markup {
    let longest = Pen.width(ofWidest: strip.times, size: 11) + 10
    let every = max(1, Int((longest / Self.cell.width).rounded(.up)))
    let labels = times.indices.filter { $0.isMultiple(of: every) }.map { place in
      pen.text(strip.times[times[place]], x: x(place), y: Self.top - 8, colour: pen.palette.muted, size: 11)
    }
    let title = pen.text(
      strip.timeTitle,
      x: left - 10,
      y: Self.top - 8,
      colour: pen.palette.muted,
      size: 11,
      anchor: .end
    )
    return .group([title] + labels)
  }

  private func row(_ index: Int) -> Markup {
    let row = strip.rows[index]
    let y = Self.top + Double(index) * Self.cell.height
    let name = pen.text(row.name, x: left - 10, y: y + 15, anchor: .end)
    return .group(
      [name]
        + times.enumerated().map { place, time in
          let words = "\(row.name), \(strip.timeTitle) \(strip.times[time]): "
          return mark(strip.states[row.states[time]], x: x(place), y: y, words: words)
        }
    )
  }

  private func mark(_ state: StateStrip.State, x: Double, y: Double, words: String = "") -> Markup {
    let fill = state.colour.map { "fill:\(pen.colour($0));fill-opacity:0.35" } ?? "fill:none"
    return .group([
      .element(
        "rect",
        [
          "x": Markup.length(x), "y": Markup.length(y), "width": Markup.length(Self.cell.width - 1),
          "height": Markup.length(Self.cell.height - 2),
          "style": "\(fill);stroke:\(pen.palette.grid);stroke-width:0.75;pointer-events:all",
        ],
        .element("title", .text(drawable(words + state.name)))
      ),
      .element(
        "g",
        ["pointer-events": "none"],
        pen.text(String(state.letter), x: x + (Self.cell.width - 1) / 2, y: y + 14, anchor: .middle)
      ),
    ])
  }

  private var legend: [Markup] {
    strip.occurring.enumerated().map { index, state in
      let y = bottom + 14 + Double(index) * Self.legendRow
      return .group([
        mark(state, x: left, y: y - 4), pen.text(state.name, x: left + Self.cell.width + 8, y: y + 10),
      ])
    }
  }
}
