import Drawing
import Inspection
import Pictures
import Transformer
import VisibleText

extension RunPage {
  /// What each head reads.
  var attentionPanel: Page.Panel {
    let maps = text.model.withForwardPass(over: text.tokens) { AttentionMaps($0) }
    return Page.Panel(
      id: "attention",
      title: "Attention",
      shows:
        "For each head, a row per query and a column per key: the attention weight, the scaled score s·q·k it comes from, or the "
        + "gradient of the loss with respect to the weight.",
      reading:
        "Each row of a pattern sums to 1; a dash is a key that the query can’t see. Of the gradients, only the differences within a row "
        + "matter: moving weight from a key with a larger gradient to one with a smaller gradient lowers the loss. "
        + "The first token, \(Tokenizer.boundaryLabel), is the boundary "
        + "before a text; the token after the last one is only predicted.",
      limits:
        "Weights are not explanations: a large weight need not change the prediction. The words for heads describe this one text.",
      content: .group([
        formula,
        maps.roleTable.figure(caption: "What each head mostly attends to in this text"),
        .element(
          "p",
          .text(
            "Previous, first and itself are the mean weights on those positions; ‘if even’ is the weight if all visible keys got the "
              + "same. Evenness is entropy / ln n: 1 if all keys get the same, 0 if one key gets everything. The first two tokens are left "
              + "out, because they have too little choice. A head is named after what gets half of the weight or more: one of these positions, or what the second table tells; else it is "
              + "‘spread’ (evenness of 0.9 or more) or ‘mixed’; ‘unknown’ if no query is left that sees two keys."
          )
        ),
        Figure.details(
          summary: "Copies, mirrors and fixed distances",
          .group([
            maps.copyTable.figure(
              caption: "The weight on copies of the query’s token, and at a fixed distance"
            ),
            .element("p", .text(HeadRole.copyLegend.joined(separator: " "))),
          ])
        ),
        Switch(
          name: "attention-cells",
          legend: "What the cells show",
          choices: AttentionMaps.Cells.allCases.map { cells in
            .init(label: cells.title, content: tables(maps, cells))
          }
        ).markup,
        .element("h3", "What one token attends to"),
        arcs(maps),
      ])
    )
  }

  /// The whole of attention in a formula, what its letters are, and which heads share what is stored.
  private var formula: Markup {
    .group(model.attentionFormula.map { .element("p", .text($0 + ".")) })
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

  /// What one token attends to, in all heads or in one.
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
      legend: "The query’s token",
      choices: labels.indices.map { .init(label: "\($0) \(labels[$0])", content: content($0)) },
      selected: labels.count - 1,
      headingLevel: level
    ).markup
  }

  private func arcs(of head: AttentionMaps.Head, query: Int) -> Markup {
    let diagram = head.arcs(of: query, labels: labels)
    return Figure.scrolling(
      diagram.svg(palette: .page),
      label: "\(diagram.title): what token \(query) attends to",
      isWide: labels.count > 8
    )
  }
}
