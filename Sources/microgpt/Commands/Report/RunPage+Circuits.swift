import Drawing
import Inspection
import Pictures
import Transformer

extension RunPage {
  /// The largest vocabulary whose tables stay light on a page.
  private static let largestVocabulary = 40
  /// The most heads whose tables stay light.
  private static let largestHeadCount = 8

  /// What each head does to tokens, read off the weights.
  var circuitsPanel: Page.Panel {
    Page.Panel(
      id: "circuits",
      title: "Circuits",
      shows:
        "For each head two tables of all tokens, read off the weights without any text. QK: the scaled score of a query’s token (row) "
        + "with a key’s (column). OV: what the head adds to a token’s logit (column) when all its weight is on a token (row).",
      reading:
        "QK is shown less each row’s mean, as softmax sees only the differences within a row. In OV, a row shows what attending to that token makes "
        + "likelier or less likely.",
      limits:
        "In the first layer QK is exact for every text at the positions named. For later layers the tables take each token’s embedding "
        + "for the whole input; what earlier parts add, and how RMSNorm then divides, is left out. What later parts make of what a head "
        + "adds is left out, too"
        + (model.shape.hasFinalNorm ? ", and so is what the final norm divides by." : "."),
      content: circuits
    )
  }

  private var circuits: Markup {
    guard model.vocabularySize <= Self.largestVocabulary,
      model.layerCount * model.headCount <= Self.largestHeadCount,
      let circuits = try? Circuits(text.model, at: circuitsPlace),
      circuits.isSeen(in: model)
    else {
      return .element(
        "p",
        .text(
          "These tables are drawn for models of at most \(Self.largestVocabulary) tokens and \(Self.largestHeadCount) heads that read three "
            + "tokens or more and see the previous one; microgpt inspect circuits prints those of any model."
        )
      )
    }
    let tokens = (0..<model.vocabularySize).map { text.label($0) }
    return .group([
      circuits.table.figure(caption: "Norms and singular values of each head’s tables"),
      Switch(
        name: "circuits-head",
        legend: "Head (layer.head)",
        choices: circuits.heads.map { head in
          .init(
            label: "\(head.layer).\(head.head)",
            content: .group(
              Circuits.Kind.allCases.map { kind in
                Figure.scrolling(
                  circuits.heatMap(of: head, kind, labels: tokens).table(),
                  label: "layer \(head.layer), head \(head.head): \(kind.rawValue)",
                  isWide: true
                )
              }
            )
          )
        }
      ).markup,
    ])
  }

  /// The key is the position before the query.
  private var circuitsPlace: Circuits.Place {
    model.attention.positions == .learned ? .positions(query: 2, key: 1) : .distance(1)
  }
}
