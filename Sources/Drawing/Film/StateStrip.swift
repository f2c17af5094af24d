import VisibleText

/// What several things are at several times, a letter for each: how heads find their roles.
///
///     step  0         1000
///     0.0   ~~~xxxppppppp
///     0.1   ~~~~~xxxaaaaa
///     ~ spread, x mixed, p previous token, a after same token
public struct StateStrip: Sendable {
  /// What the strip is.
  public let title: String
  /// What the times are: "step".
  public let timeTitle: String
  /// The times, such as `100`.
  public let times: [String]
  /// What a thing can be.
  public let states: [State]
  /// A name for each thing, and at each time the place of its state in ``states``.
  public let rows: [(name: String, states: [Int])]

  /// What a thing can be.
  public struct State: Sendable {
    /// Stands for it.
    public let letter: Character
    /// Says what it is.
    public let name: String
    /// The place of its colour in ``Palette/series``; nil for none.
    public let colour: Int?

    /// A state.
    public init(_ letter: Character, _ name: String, colour: Int?) {
      self.letter = letter
      self.name = name
      self.colour = colour
    }
  }

  /// Things that have a state at each time.
  public init(
    title: String,
    timeTitle: String,
    times: [String],
    states: [State],
    rows: [(name: String, states: [Int])]
  ) {
    for row in rows {
      precondition(
        row.states.count == times.count && row.states.allSatisfy { states.indices.contains($0) },
        "the states of '\(row.name)' do not fit \(times.count) times and \(states.count) states"
      )
    }
    self.title = title
    self.timeTitle = timeTitle
    self.times = times
    self.states = states
    self.rows = rows
  }

  /// The states that occur, in their order.
  var occurring: [State] {
    states.indices.filter { index in rows.contains { $0.states.contains(index) } }.map { states[$0] }
  }
}

extension StateStrip {
  /// The strip as lines of text; where not all times fit, evenly spread ones are drawn.
  public func lines(
    maximumWidth: Int,
    style: Style = .plain,
    glyphs: GlyphSet = .unicode
  ) -> [String] {
    let names = alignedLabels(
      [timeTitle] + rows.map { $0.name },
      to: max(4, maximumWidth / 3),
      glyphs: glyphs
    )
    let drawn = evenlySpread(max(1, maximumWidth - displayWidth(of: names[0]) - 2), of: times.count)
    let marks = rows.map { row in drawn.map { Self.mark(states[row.states[$0]], style) }.joined() }
    let lines = zip(names, [style.dim(axis(drawn))] + marks).map { $0 + "  " + $1 }
    return lines + legend(maximumWidth, style)
  }

  /// The first of the times, and the last where it ends with the letters.
  private func axis(_ drawn: [Int]) -> String {
    guard let first = drawn.first, let last = drawn.last else { return "" }
    let (start, end) = (harmless(times[first]), harmless(times[last]))
    let gap = drawn.count - displayWidth(of: start) - displayWidth(of: end)
    return gap > 0 ? start + spaces(gap) + end : first == last ? start : start + " to " + end
  }

  private func legend(_ width: Int, _ style: Style) -> [String] {
    let words = occurring.map {
      (text: "\($0.letter) \($0.name)", drawn: Self.mark($0, style) + " " + $0.name)
    }
    var lines: [String] = []
    var column = 0
    for word in words {
      let length = displayWidth(of: word.text)
      if let last = lines.last, column + 2 + length < width {
        lines[lines.count - 1] = last + ", " + word.drawn
        column += 2 + length
      } else {
        if let last = lines.last { lines[lines.count - 1] = last + "," }
        lines.append(word.drawn)
        column = length
      }
    }
    return lines
  }

  private static func mark(_ state: State, _ style: Style) -> String {
    let letter = String(state.letter)
    return state.colour.map { style.inColour(ofSeries: $0, letter) } ?? letter
  }
}
