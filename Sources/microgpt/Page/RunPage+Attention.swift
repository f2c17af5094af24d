import Inspection
import Drawing
import Pictures

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
        "Each row of a pattern sums to 1; a dash is a key that the query does not see. Of the gradients only the differences within a row "
        + "count: weight moved from a key with a larger one to a key with a smaller one lowers the loss. "
        + "The first token, \(InspectedText.boundaryLabel), is the boundary "
        + "before a text; what comes after the last one is predicted and not read.",
      limits:
        "Weights are not explanations: a weight says what is read, not what it is used for, nor what would happen without it. The words "
        + "for heads are read off this one text.",
      content: .group([
        maps.roleTable.figure(caption: "What each head mostly reads in this text"),
        .element(
          "p",
          .text(
            "Previous, first and itself are the mean weights on those positions; ‘if even’ is what each visible key would get if all got "
              + "the same; evenness is the pattern’s entropy divided by ln n for n visible keys. Counted are the queries from the third on "
              + "that see two keys or more. A head is named after the position with half of the weight or more; else it is ‘spread’ "
              + "(evenness of 0.9 or more) or ‘mixed’; ‘unknown’ if no query counts."
          )
        ),
        Switch(
          name: "attention-cells",
          legend: "What the cells show",
          choices: AttentionMaps.Cells.allCases.map { cells in
            .init(label: cells.title, content: tables(maps, cells))
          }
        ).markup,
        .element("h3", "What one token reads"),
        arcs(maps),
      ])
    )
  }

  /// Whether the maps of all heads are few and small enough to stand side by side; else one head is shown at a time.
  private func areSideBySide(_ maps: AttentionMaps) -> Bool { maps.heads.count * labels.count <= 60 }

  private func headChoices(_ maps: AttentionMaps, name: String, level: Int, _ content: [Markup]) -> Markup {
    Switch(
      name: name,
      legend: "Head (layer.head)",
      choices: zip(maps.heads, content).map { .init(label: "\($0.layer).\($0.head)", content: $1) },
      headingLevel: level
    ).markup
  }

  private func tables(_ maps: AttentionMaps, _ cells: AttentionMaps.Cells) -> Markup {
    let tables = maps.heads.map { head in
      Figure.scrolling(
        maps.heatMap(of: head, cells, labels: labels).table(),
        label: "layer \(head.layer), head \(head.head): \(cells.title)",
        isWide: labels.count > 8
      )
    }
    guard !areSideBySide(maps) else { return Figure.grid(tables) }
    return headChoices(maps, name: "attention-\(cells.rawValue)-head", level: 4, tables)
  }

  /// What one token reads, in all heads or in one.
  private func arcs(_ maps: AttentionMaps) -> Markup {
    guard !areSideBySide(maps) else {
      return tokenChoices(name: "attention-token", level: 4) { query in
        Figure.grid(maps.heads.map { arcs(of: $0, query: query) })
      }
    }
    return headChoices(
      maps,
      name: "attention-head",
      level: 4,
      maps.heads.map { head in
        tokenChoices(name: "attention-token-\(head.layer)-\(head.head)", level: 5) {
          arcs(of: head, query: $0)
        }
      }
    )
  }

  private func tokenChoices(name: String, level: Int, _ content: (_ query: Int) -> Markup) -> Markup {
    Switch(
      name: name,
      legend: "The token that asks",
      choices: labels.indices.map { .init(label: "\($0) \(labels[$0])", content: content($0)) },
      selected: labels.count - 1,
      headingLevel: level
    ).markup
  }

  private func arcs(of head: AttentionMaps.Head, query: Int) -> Markup {
    let diagram = head.arcs(of: query, labels: labels)
    return Figure.scrolling(
      diagram.svg(palette: .page),
      label: "\(diagram.title): what token \(query) reads",
      isWide: labels.count > 8
    )
  }
}
