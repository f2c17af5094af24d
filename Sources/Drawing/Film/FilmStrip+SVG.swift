extension FilmStrip {
  /// The strips as one SVG picture: a row of small matrices for each, at most `frameCount` of them.
  ///
  /// A cell is the denser the larger its number, and says what it is when pointed at.
  public func svg(palette: Palette = .file, frameCount: Int = 8) -> Markup {
    FilmStripDrawing(self, pen: Pen(palette: palette), frameCount: max(1, frameCount)).picture
  }
}

/// Where everything of the strips stands in a picture.
private struct FilmStripDrawing {
  let strip: FilmStrip
  let pen: Pen
  let times: [Int]
  let cell: Double
  let labels: [String]
  let labelWidth: Double
  let frameWidth: Double

  private static let margin = ChartFrame.margin
  private static let gap = 14.0
  private static let top = 48.0
  private static let headingHeight = 36.0
  private static let labelSize = 9.0

  init(_ strip: FilmStrip, pen: Pen, frameCount: Int) {
    self.strip = strip
    self.pen = pen
    times = evenlySpread(frameCount, of: strip.times.count)
    let count = Double(max(1, strip.columnCount, strip.rows.count))
    cell = min(11, max(3, (110 / count).rounded(.down)))
    labels = cell >= 9 ? strip.rows.map { truncated(drawable($0), to: 10) } : []
    labelWidth = Pen.width(ofWidest: labels, size: Self.labelSize) + (labels.isEmpty ? 0 : 6)
    let caption = Pen.width(ofWidest: strip.times.map { "\(strip.timeTitle) \($0)" }, size: 11)
    frameWidth = max(cell * Double(strip.columnCount), caption)
  }

  private var left: Double { Self.margin + labelWidth }
  private var stripHeight: Double { Self.headingHeight + cell * Double(strip.rows.count) + Self.gap }
  private var width: Double {
    let title = Self.margin + Pen.width(of: drawable(strip.title), size: Pen.headingSize)
    return (max(title, left + Double(times.count) * (frameWidth + Self.gap)) + Self.margin).rounded(.up)
  }

  var picture: Markup {
    let heading = pen.heading(strip.title, x: Self.margin, y: 26)
    let height = Self.top + Double(strip.strips.count) * stripHeight + Self.margin / 2
    let frames = times.map { strip.times[$0] }.joined(separator: ", ")
    return pen.picture(
      width: width,
      height: height,
      title: strip.title,
      description: "Small maps at \(strip.timeTitle) \(frames), a row of them for each of: "
        + strip.strips.map { $0.name }.joined(separator: "; ") + ".",
      [heading] + strip.strips.enumerated().map { row($1, y: Self.top + Double($0) * stripHeight) }
    )
  }

  private func row(_ part: FilmStrip.Strip, y: Double) -> Markup {
    let top = y + Self.headingHeight
    let names = labels.enumerated().map { index, label in
      pen.text(
        label,
        x: left - 6,
        y: top + (Double(index) + 0.5) * cell + Self.labelSize * 0.35,
        colour: pen.palette.muted,
        size: Self.labelSize,
        anchor: .end
      )
    }
    let frames = times.enumerated().map { place, time in
      let x = left + Double(place) * (frameWidth + Self.gap)
      let caption = "\(strip.timeTitle) \(strip.times[time])"
      return Markup.group([
        pen.text(caption, x: x, y: top - 6, colour: pen.palette.muted, size: 11),
        frame(part.frames[time], x: x, y: top),
      ])
    }
    return .group(
      [pen.text(part.name, x: Self.margin, y: y + 14, isBold: true)] + names + frames
    )
  }

  private func frame(_ cells: [[Double?]], x: Double, y: Double) -> Markup {
    let size = (width: cell * Double(strip.columnCount), height: cell * Double(cells.count))
    let rim = Markup.element(
      "rect",
      [
        "x": Markup.length(x - 0.5), "y": Markup.length(y - 0.5), "width": Markup.length(size.width + 1),
        "height": Markup.length(size.height + 1), "style": "fill:none;stroke:\(pen.palette.grid)",
      ]
    )
    let squares = cells.enumerated().flatMap { row, values in
      values.enumerated().map { column, value in
        square(value, x: x + Double(column) * cell, y: y + Double(row) * cell, label: strip.rows[row])
      }
    }
    return .group([rim, .element("g", ["shape-rendering": "crispEdges"], squares)])
  }

  private func square(_ value: Double?, x: Double, y: Double, label: String) -> Markup {
    guard let value, value.isFinite else { return .empty }
    let share = NumberFormat.fixed(min(1, max(0, value)), decimals: 2)
    return .element(
      "rect",
      [
        "x": Markup.length(x), "y": Markup.length(y), "width": Markup.length(cell),
        "height": Markup.length(cell), "style": "fill:\(pen.colour(0));fill-opacity:\(share)",
      ],
      .element("title", .text("\(drawable(label)): \(share)"))
    )
  }
}
