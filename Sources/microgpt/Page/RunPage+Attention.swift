import Inspection
import Report

extension RunPage {
  /// What each head reads.
  var attentionPanel: Page.Panel {
    let maps = text.model.withForwardPass(over: text.tokens) { AttentionMaps($0) }
    return Page.Panel(
      id: "attention",
      title: "Attention",
      shows:
        "For each head, a row for each token that asks (query) and a column for each that may be read (key): how much is read, the scaled "
        + "scores s·q·k it comes from, or the gradient of the loss with respect to the weight.",
      reading:
        "Each row of a pattern sums to 1; a dash is a key that the query does not see. Where the gradient is negative, more weight there "
        + "would lower the loss. The first token, \(InspectedText.boundaryLabel), is the boundary "
        + "before a text; what comes after the last one is predicted and not read.",
      limits:
        "Weights are not explanations: a weight says what is read, not what it is used for, nor what would happen without it. The words "
        + "for heads are read off this one text.",
      content: .group([
        maps.roleTable.figure(caption: "What each head mostly reads in this text"),
        .element(
          "p",
          .text("Columns: " + AttentionMaps.roleLegend.joined(separator: " "))
        ),
        Switch(
          name: "attention-cells",
          legend: "What the cells show",
          choices: AttentionMaps.Cells.allCases.map { cells in
            .init(label: cells.title, content: tables(maps, cells))
          }
        ).markup,
        .element("h3", "What one token reads"),
        Switch(
          name: "attention-token",
          legend: "The token that asks",
          choices: labels.indices.map { query in
            .init(
              label: labels[query],
              content: Figure.grid(maps.heads.map { arcs(of: $0, query: query) })
            )
          },
          selected: labels.count - 1
        ).markup,
      ])
    )
  }

  /// The maps of all heads: side by side where they are few and small, else one at a time.
  private func tables(_ maps: AttentionMaps, _ cells: AttentionMaps.Cells) -> Markup {
    let tables = maps.heads.map { head in
      Figure.scrolling(
        maps.heatMap(of: head, cells, labels: labels).table(),
        label: "layer \(head.layer), head \(head.head): \(cells.title)"
      )
    }
    guard maps.heads.count * labels.count > Self.sideBySideColumnCount else { return Figure.grid(tables) }
    return Switch(
      name: "attention-\(cells.rawValue)-head",
      legend: "Layer.head",
      choices: zip(maps.heads, tables).map { .init(label: "\($0.layer).\($0.head)", content: $1) }
    ).markup
  }

  /// How many columns all maps together may have to stand side by side.
  private static let sideBySideColumnCount = 60

  private func arcs(of head: AttentionMaps.Head, query: Int) -> Markup {
    let title = "layer \(head.layer), head \(head.head)"
    let diagram = ArcDiagram(
      title: title,
      labels: labels,
      query: query,
      weights: head.pattern[query],
      colour: head.head % Palette.page.series.count
    )
    return Figure.scrolling(diagram.svg(palette: .page), label: "\(title): what token \(query) reads")
  }
}
