/// The small building blocks of a panel.
public enum Figure {
  /// A figure that may be wider than the page, in a box that scrolls, with a caption.
  ///
  /// A box that `isWide` can be reached and moved with the keyboard; `label` names it to a screen reader. A chart is as wide as
  /// the page and scrolls only where that is narrow.
  public static func scrolling(
    _ content: Markup,
    label: String,
    caption: Markup = .empty,
    isWide: Bool = true,
    isChart: Bool = false
  ) -> Markup {
    .element(
      "figure",
      box(label: label, isWide: isWide, isChart: isChart, content),
      caption == .empty ? .empty : .element("figcaption", caption)
    )
  }

  /// Several small figures side by side, wrapping.
  public static func grid(_ items: [Markup]) -> Markup {
    guard !items.isEmpty else { return .empty }
    return .element("div", ["class": "grid"], items.map { .element("div", $0) })
  }

  /// Facts as terms and descriptions.
  public static func facts(_ rows: [(term: String, description: Markup)]) -> Markup {
    guard !rows.isEmpty else { return .empty }
    return .element(
      "dl",
      ["class": "facts"],
      rows.map { row in
        .element("div", .element("dt", .text(row.term)), .element("dd", row.description))
      }
    )
  }

  /// A table of text cells; numeric columns are aligned to the right.
  public static func table(
    caption: String,
    columns: [(title: String, isNumeric: Bool)],
    rows: [[Markup]]
  ) -> Markup {
    let head = Markup.element(
      "tr",
      [:],
      columns.map { column in
        cell("th", isNumeric: column.isNumeric, scope: "col", .text(column.title))
      }
    )
    let body = rows.map { row in
      precondition(row.count == columns.count, "a row of \(row.count) cells in \(columns.count) columns")
      // The first cell says what the row is about.
      return Markup.element(
        "tr",
        [:],
        zip(columns, row).enumerated().map { index, cell in
          index == 0
            ? Self.cell("th", isNumeric: cell.0.isNumeric, scope: "row", cell.1)
            : Self.cell("td", isNumeric: cell.0.isNumeric, cell.1)
        }
      )
    }
    return box(
      label: caption,
      isWide: columns.count > 4,
      .element(
        "table",
        ["class": "data"],
        .element("caption", .text(caption)),
        .element("thead", head),
        .element("tbody", [:], body)
      )
    )
  }

  /// Something long, shown on demand.
  public static func details(summary: String, _ content: Markup) -> Markup {
    .element("details", .element("summary", .text(summary)), .element("div", content))
  }

  /// A command line as one would type it.
  public static func command(_ text: String) -> Markup {
    // Other spaces belong to words: alone they would be written out.
    func isBlank(_ character: Character) -> Bool { [" ", "\t", "\n"].contains(character) }
    var pieces: [Markup] = []
    var rest = text[...]
    while let first = rest.first {
      let piece = rest.prefix { isBlank($0) == isBlank(first) }
      rest = rest.dropFirst(piece.count)
      // A narrow page would break a line between the hyphen of an option and its letter.
      let word = Markup.text(String(piece))
      pieces.append(piece.contains("-") ? .element("span", word) : word)
    }
    return .element("pre", ["class": "command"], .element("code", [:], pieces))
  }

  private static func box(label: String, isWide: Bool, isChart: Bool = false, _ content: Markup) -> Markup {
    var attributes = [
      Markup.Attribute(name: "class", value: isChart ? "scroll chart" : "scroll"),
      .init(name: "role", value: "group"),
      .init(name: "aria-label", value: label),
    ]
    // Else every small figure were a stop on the way through the page.
    if isWide { attributes.append(.init(name: "tabindex", value: "0")) }
    return .node(name: "div", attributes: attributes, children: [content])
  }

  private static func cell(
    _ name: String,
    isNumeric: Bool,
    scope: String? = nil,
    _ content: Markup
  ) -> Markup {
    var attributes: [Markup.Attribute] = []
    if let scope { attributes.append(.init(name: "scope", value: scope)) }
    if isNumeric { attributes.append(.init(name: "class", value: "number")) }
    return .node(name: name, attributes: attributes, children: [content])
  }
}
