extension HeatMap {
  /// The map as an HTML table, for screen readers and eyes.
  ///
  /// A cell says by `--v`, its number over the scale's maximum, how a style sheet is to colour it: from −1 to 1, and of class
  /// `neg` below 0. A hidden one is of class `hidden`; one whose number is not finite has no `--v`. A table of more than 20
  /// columns is of class `dense`: its cells have what they say as a title too, so that a style sheet may draw them without
  /// their numbers. One whose scale has two sides is of class `diverging`.
  public func table() -> Markup {
    .element(
      "table",
      ["class": classes],
      .element("caption", .text(title)),
      .element("thead", [:], header),
      .element("tbody", [:], rows.indices.map(tableRow))
    )
  }

  private var isDense: Bool { columns.count > 20 }

  private var classes: String {
    let isDiverging = if case .diverging = scale { true } else { false }
    return "heat" + (isDiverging ? " diverging" : "") + (isDense ? " dense" : "")
  }

  private var header: [Markup] {
    let labels = Markup.element(
      "tr",
      [:],
      [.element("th", ["scope": "col", "class": "axis"], .text(rowTitle))]
        + columns.map { .element("th", ["scope": "col"], .text($0)) }
    )
    guard !columnTitle.isEmpty, !columns.isEmpty else { return [labels] }
    let title = Markup.element(
      "th",
      ["scope": "colgroup", "class": "axis", "colspan": "\(columns.count)"],
      .text(columnTitle)
    )
    return [.element("tr", .element("td"), title), labels]
  }

  private func tableRow(_ row: Int) -> Markup {
    .element(
      "tr",
      [:],
      [.element("th", ["scope": "row"], .text(rows[row]))]
        + columns.indices.map { tableCell(row: row, column: $0) }
    )
  }

  private func tableCell(row: Int, column: Int) -> Markup {
    var attributes: [Markup.Attribute] = []
    var text = "–"
    if let value = cells[row][column] {
      text = format.text(of: value)
      if value.isFinite {
        let fraction = ColourScale(scale).fraction(of: value)
        if fraction < 0 { attributes.append(.init(name: "class", value: "neg")) }
        attributes.append(.init(name: "style", value: "--v:" + decimal(fraction)))
      }
    } else {
      attributes.append(.init(name: "class", value: "hidden"))
      attributes.append(.init(name: "aria-label", value: "hidden"))
    }
    if isDense {
      attributes.append(.init(name: "title", value: words(forRow: row, column: column)))
    }
    return .node(name: "td", attributes: attributes, children: [.text(text)])
  }

  /// A number for a style sheet: three decimals at most, no zeros at the end.
  private func decimal(_ value: Double) -> String {
    var text = NumberFormat.fixed(value, decimals: 3)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }
}
