import VisibleText

extension FilmStrip {
  /// The strips as lines of text, a glyph or a patch of colour for each cell.
  ///
  /// - Parameters:
  ///   - maximumWidth: how many columns there are; one frame is drawn even where it needs more.
  ///   - style: draws cells as colours, where colours are on.
  ///   - glyphs: what cells are drawn with where they are not.
  public func lines(
    maximumWidth: Int,
    style: Style = .plain,
    glyphs: GlyphSet = .unicode
  ) -> [String] {
    let layout = Layout(self, width: maximumWidth, style: style, glyphs: glyphs)
    return Array(strips.map { layout.lines(of: $0) }.joined(separator: [""]))
      + [layout.legend(maximumWidth: maximumWidth)].filter { !$0.isEmpty }
  }

  /// The places of the frames that ``lines(maximumWidth:style:glyphs:)`` draws.
  public func drawnTimes(maximumWidth: Int) -> [Int] {
    Layout(self, width: maximumWidth, style: .plain, glyphs: .unicode).times
  }
}

/// Where everything stands in a terminal.
private struct Layout {
  let strip: FilmStrip
  let style: Style
  let glyphs: GlyphSet
  /// The title of the times, and the names of the rows.
  let rowLabels: [String]
  let times: [Int]
  /// How many columns a cell takes.
  let cellWidth: Int
  let frameWidth: Int

  private static let gap = "  "
  /// As many frames are worth narrow cells.
  private static let fewestFrames = 6
  private static let colours = ColourScale(.sequential(maximum: 1))

  init(_ strip: FilmStrip, width: Int, style: Style, glyphs: GlyphSet) {
    self.strip = strip
    self.style = style
    self.glyphs = glyphs
    rowLabels = alignedLabels([strip.timeTitle] + strip.rows, to: max(4, width / 6), glyphs: glyphs)
    let labelWidth = displayWidth(of: rowLabels[0])
    let columnCount = strip.columnCount
    let captionWidth = strip.times.reduce(0) { max($0, displayWidth(of: $1)) }
    func frameWidth(_ cell: Int) -> Int { max(cell * columnCount, captionWidth) }
    func frameCount(_ cell: Int) -> Int {
      max(1, (width - labelWidth) / (Self.gap.count + frameWidth(cell)))
    }
    cellWidth = frameCount(2) >= min(Self.fewestFrames, strip.times.count) ? 2 : 1
    self.frameWidth = frameWidth(cellWidth)
    times = evenlySpread(frameCount(cellWidth), of: strip.times.count)
  }

  func lines(of part: FilmStrip.Strip) -> [String] {
    let captions = times.map { padded(harmless(strip.times[$0]), to: frameWidth) }
    let header = trimmed(([rowLabels[0]] + captions).joined(separator: Self.gap))
    let rows = strip.rows.indices.map { row in
      let frames = times.enumerated().map { place, time in
        let cells = part.frames[time][row]
        let isLast = place == times.count - 1
        let margin = isLast ? 0 : frameWidth - cellWidth * cells.count
        return cells.map(cell).joined() + spaces(margin)
      }
      return trimmed(([rowLabels[row + 1]] + frames).joined(separator: Self.gap))
    }
    return [style.bold(harmless(part.name)), style.dim(header)] + rows
  }

  private func cell(_ value: Double?) -> String {
    guard let value else { return style.dim(String(repeating: glyphs.hidden, count: cellWidth)) }
    guard value.isFinite else { return String(repeating: "?", count: cellWidth) }
    guard style.isEnabled else {
      return String(repeating: glyphs.shade(of: Self.colours.fraction(of: value)), count: cellWidth)
    }
    return style.onBackground(Self.colours.terminalColour(of: value), spaces(cellWidth))
  }

  /// What the shades stand for: all of them, or where there is no room two.
  func legend(maximumWidth: Int) -> String {
    guard !strip.strips.isEmpty else { return "" }
    func legend(_ weights: [Double]) -> String {
      let shades = weights.map { "\(cell($0)) \(NumberFormat.fixed($0, decimals: 2))" }
      return "shading: " + shades.joined(separator: ", ") + "; \(glyphs.hidden) hidden"
    }
    let whole = legend([0.25, 0.5, 0.75, 1])
    return displayWidth(of: whole) > maximumWidth ? legend([0.5, 1]) : whole
  }
}
