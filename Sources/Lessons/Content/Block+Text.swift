import Drawing

/// How lessons are laid out as text.
public struct TextLayout: Sendable {
  /// How many columns there are.
  public let width: Int
  /// Colours and weights, or none.
  public let style: Style
  /// Which characters pictures are drawn with.
  public let glyphs: GlyphSet

  /// A layout; it is laid out as if there were 24 columns where there are fewer.
  public init(width: Int, style: Style = .plain, glyphs: GlyphSet = .unicode) {
    self.width = max(24, width)
    self.style = style
    self.glyphs = glyphs
  }

  /// Prose is no wider than this: longer lines are hard to read.
  private static let widestProse = 88

  /// Prose in lines.
  func lines(_ prose: Prose, first: String = "", margin: String = "") -> [String] {
    wrapped(styled(prose), width: min(width, Self.widestProse), first: first, margin: margin)
  }

  /// A line of code or of a computation; what does not fit goes on below, further in.
  func preformatted(_ line: String) -> [String] {
    guard !line.isEmpty else { return [""] }
    let indent = line.prefix { $0 == " " }.count + 2
    return displayWidth(of: line) + 2 <= width
      ? ["  " + line]
      : wrapped(line, width: width, first: "  ", margin: String(repeating: " ", count: indent + 2))
  }

  /// A command; one that does not fit goes on below, and its lines end in a backslash, so that a shell takes them for one.
  func command(_ line: String) -> [String] {
    let whole = preformatted(line)
    guard whole.count > 1 else { return whole }
    let lines = wrapped(line, width: width - 2, first: "  ", margin: "    ")
    let continued = lines.dropLast().map { $0 + " \\" } + lines.suffix(1)
    return continued.allSatisfy { displayWidth(of: $0) <= width } ? continued : whole
  }

  private func styled(_ prose: Prose) -> String {
    prose.spans.map { span in
      switch span.look {
      case .plain: span.text
      case .code: byWord(span.text, style.cyan)
      case .emphasis: byWord(span.text, style.bold)
      }
    }.joined()
  }

  /// Words keep their look where a line is broken between them.
  private func byWord(_ text: String, _ look: (String) -> String) -> String {
    text.split(separator: " ", omittingEmptySubsequences: false).map { look(String($0)) }
      .joined(separator: " ")
  }
}

extension Block {
  /// The piece as lines of text, without line breaks; a blank line belongs between two pieces.
  public func lines(in layout: TextLayout) -> [String] {
    let style = layout.style
    switch self {
    case .heading(let title): return layout.lines(title).map(style.bold)
    case .paragraph(let prose): return layout.lines(prose)
    case .list(let items): return items.flatMap { layout.lines($0, first: "- ", margin: "  ") }
    case .formula(let lines), .worked(let lines): return lines.flatMap(layout.preformatted)
    case .code(let lines, let source):
      return lines.flatMap(layout.preformatted) + [style.dim("  (" + source + ")")]
    case .table(let table, let caption):
      return Self.drawn(table, in: layout) + Self.caption(caption, in: layout)
    case .heatMap(let map, let caption):
      let drawn = map.lines(maximumWidth: layout.width, style: style, glyphs: layout.glyphs)
      return drawn + Self.caption(caption, in: layout)
    case .chart(let chart, let table, let caption):
      return layout.lines("\(chart.title)").map(style.bold) + Self.drawn(chart, in: layout) + [""]
        + Self.drawn(table, in: layout) + Self.caption(caption, in: layout)
    case .question(let question): return question.lines(in: layout)
    case .notion(let wrong, let right):
      return layout.lines("*A common notion:* " + wrong, margin: "  ")
        + layout.lines("*But:* " + right, margin: "  ")
    case .exercise(let text, let commands):
      return layout.lines("*Try it:* " + text, margin: "  ") + commands.flatMap(layout.command)
    }
  }

  /// A table, or where it is too wide, a few lines for each of its rows: nothing of it may be cut off.
  private static func drawn(_ table: Table, in layout: TextLayout) -> [String] {
    let lines = table.lines(style: layout.style, glyphs: layout.glyphs)
    if lines.allSatisfy({ displayWidth(of: $0) <= layout.width }) { return lines }
    return table.rows.flatMap { row in
      zip(table.columns, row).enumerated().flatMap { index, cell in
        let (column, text) = cell
        return wrapped(
          column.header.isEmpty ? text : column.header + ": " + text,
          width: layout.width,
          first: index == 0 ? "- " : "  ",
          margin: "    "
        )
      }
    }
  }

  /// A chart, with the names of its letters where there are several.
  private static func drawn(_ chart: LineChart, in layout: TextLayout) -> [String] {
    let names = chart.series.enumerated().map { "\(LineChart.letter($0.offset)) \($0.element.name)" }
    return chart.lines(width: min(layout.width, widestChart), style: layout.style, glyphs: layout.glyphs)
      + (names.count > 1 ? wrapped(names.joined(separator: ", ") + "; + several", width: layout.width) : [])
  }

  private static let widestChart = 80

  private static func caption(_ caption: Prose, in layout: TextLayout) -> [String] {
    caption.spans.isEmpty ? [] : layout.lines(caption)
  }
}

extension Question {
  /// What is asked, with its choices.
  ///
  /// - Parameters:
  ///   - layout: how it is laid out.
  ///   - opening: what stands before it.
  public func lines(in layout: TextLayout, opening: Prose = "*Predict:* ") -> [String] {
    let prompt = layout.lines(opening + prompt, margin: "  ")
    guard case .choice(_, let choices) = answer else { return prompt }
    return prompt
      + choices.enumerated().flatMap { index, choice in
        layout.lines(choice, first: "  \(Self.letter(index))) ", margin: "     ")
      }
  }

  /// The answer and the reason for it, after a word about the learner's own.
  public func answerLines(after verdict: Verdict?, in layout: TextLayout) -> [String] {
    let opening: Prose =
      switch verdict {
      case .right: "*Right.* "
      case .wrong: "*Not so:* \(shortAnswer). "
      case .unreadable, nil: "*The answer:* \(shortAnswer). "
      }
    return layout.lines(opening + reason, margin: "  ")
  }

  /// The letter of the right choice, or the number.
  public var shortAnswer: Prose {
    switch answer {
    case .choice(let right, _): "\(Self.letter(right))"
    case .number(let number, let tolerance): "\(shown(number, Self.decimals(of: number, within: tolerance)))"
    }
  }

  /// How many decimals of an answer are asked for: those that its tolerance leaves certain.
  private static func decimals(of number: Double, within tolerance: Double) -> Int {
    if number == number.rounded() { return 0 }
    var (decimals, half) = (0, 0.5)
    while half > tolerance, decimals < 6 {
      decimals += 1
      half /= 10
    }
    return decimals
  }
}
