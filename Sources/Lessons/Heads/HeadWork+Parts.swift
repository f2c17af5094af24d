import Drawing
import Inspection
import Pictures
import Transformer

extension HeadWork {
  /// The text whose patterns are shown.
  static let text = "bfdccdfb"

  /// What each head attends to.
  func rolePart(on workbench: Workbench) throws(LessonError) -> Lesson.Part {
    let trained = try workbench.model(Self.recipe(headCount: 4, seed: Self.shownSeed))
    let tokens = try trained.tokens(of: Self.text)
    let maps = trained.model.withForwardPass(over: tokens) { AttentionMaps($0) }
    let weights = roles.heads.map { $0.role.mirror?.weight ?? 0 }
    let best = weights.indices.reduce(0) { weights[$1] > weights[$0] ? $1 : $0 }
    let table = Table(
      columns: [.right("head"), .init("word")]
        + ["before", "first", "mirror", "even"].map(Table.Column.right),
      rows: roles.heads.map { head in
        [
          "\(head.head)", head.role.word.rawValue, shown(head.role.previous),
          shown(head.role.first), shown(head.role.mirror?.weight),
          shown(head.role.mirror?.even),
        ]
      }
    )
    return Lesson.Part(
      [
        .heading("What each head attends to"),
        .table(
          table,
          caption:
            "Mean weights over \(roles.documentCount) held-out palindromes. *before*: on the previous token; *first*: on the boundary; *mirror*: on the place where the letter to come stood first, for queries that have one; *even*: what the mirror would get if all keys got the same. A head is named after what gets half of its weight."
        ),
        .heatMap(
          maps.heatMap(of: maps.heads[best], .pattern, labels: trained.labels(of: tokens)),
          caption: "The head with the most weight on the mirror, reading *\(Self.text)*."
        ),
        .paragraph(
          """
          The *mirror* of a query is the place where the letter to come stood first. \(mirrors.count) heads give it more than twice what an even pattern would: \
          \(mirrors.map { "head \($0)" }.joined(separator: " and ")). They do much the same, and not the jobs of the drawings. No head gives half of its weight to one \
          kind of place, so none deserves a name such as *previous-token head*.
          """
        ),
        .paragraph(
          """
          A pattern shows where a head looks. Whether that matters shows when the head is switched off: zeros in the place of its z, at all positions. One can also ask the gradient. \
          It forecasts the change of the loss as Σ ∂L/∂z (0 − z).
          """
        ),
        .question(
          Question(
            "The heads are switched off one at a time. How good is the gradient's forecast?",
            [
              "nearly exact: that is what gradients are for", "too large for each head",
              "near 0 for each head, whatever its absence costs",
            ],
            right: 2,
            reason:
              "The forecast is of first order: it knows how the loss changes when the head fades a *little*. To fade a head is to shrink its columns of W_o. Those are parameters, and at the end of training the loss is nearly flat in them. Taking a head away is no small change."
          )
        ),
      ],
      numbers: [
        NamedNumbers("mirror_weights", roles.heads.map { $0.role.mirror?.weight ?? .nan }),
        NamedNumbers("mirror_weights_if_even", roles.heads.map { $0.role.mirror?.even ?? .nan }),
      ]
    )
  }

  /// The heads that give the mirror more than twice what an even pattern would.
  var mirrors: [Int] {
    roles.heads.filter { head in
      head.role.mirror.map { $0.weight > 2 * $0.even } ?? false
    }.map { $0.head }
  }

  /// The loss without each head.
  var effects: Lesson.Part {
    let rows = ablation.rows.filter { $0.kind == .head }
    let table = Table(
      columns: ["without", "loss", "change", "forecast"].map(Table.Column.right),
      rows: rows.map {
        ["\($0.head ?? 0)", shown($0.ablatedLoss, 3), shownChange($0.change), shownChange($0.forecast)]
      }
    )
    return Lesson.Part(
      [
        .heading("Without a head"),
        .table(
          table,
          caption:
            "The loss of \(ablation.documentCount) held-out palindromes, in nats per token; \(shown(ablation.loss, 3)) with all heads."
        ),
        .paragraph(
          """
          The heads that look to the mirror are missed most: the loss rises by \(mirrors.map { "\(shown(rows[$0].change)) without head \($0)" }.joined(separator: " and by ")). The forecasts say next \
          to nothing, and that is no error: if a head's output shrank by one percent, the loss would change by about a hundredth of its forecast. Switching off is another question.
          """
        ),
      ],
      numbers: [
        NamedNumbers("changes", rows.map { $0.change }), NamedNumbers("forecasts", rows.map { $0.forecast }),
      ]
    )
  }
}
