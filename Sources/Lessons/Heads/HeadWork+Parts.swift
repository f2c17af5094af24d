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
      columns: [.right("head"), .init("name")]
        + ["before", "first", "mirror", "even"].map(Table.Column.right),
      rows: roles.heads.map { head in
        [
          "\(head.head)", head.role.word.rawValue, shown(head.role.previous),
          shown(head.role.first), shown(head.role.mirror?.weight),
          shown(head.role.mirror?.even),
        ]
      }
    )
    let places = mirrorPlaces(maps.heads[best].pattern, labels: trained.labels(of: tokens))
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
          caption: "The head with the most weight on the mirror, reading “\(Self.text)”."
        ),
        .paragraph(
          "The *mirror* of a query is the place where what comes next stood first. In this text the queries from the second “c” on have one before them; the first “c” would be its own:"
        ),
        .table(
          Table(
            columns: [.init("query"), .init("to come")]
              + ["mirror at", "weight", "largest weight", "at"].map(Table.Column.right),
            rows: places.map {
              [
                $0.query, $0.due, "\($0.mirror)", shown($0.weight), shown($0.largestWeight), "\($0.largest)",
              ]
            }
          ),
          caption: "Keys are counted from 0, the boundary, along the columns of the picture."
        ),
        .paragraph(
          """
          In this one text the mirror gets \(shown(places.reduce(0) { $0 + $1.weight } / Double(places.count))) on average, over \(roles.documentCount) texts \(shown(weights[best])), and an even pattern would give it \
          \(shown(roles.heads[best].role.mirror?.even)). In most of these rows another key gets more. One picture is one text: what a head does in general, only many texts tell.
          """
        ),
        .paragraph(
          """
          Over those, \(mirrors.count) heads give the mirror more than twice what an even pattern would: \(mirrors.map { "head \($0)" }.joined(separator: " and ")). Drawings of attention often give each head a job of its own, one for syntax, one for \
          synonyms, one for positions. Here the \(mirrors.count) do much the same. No head gives half of its weight to one kind of place, so none deserves a name such as *previous-token head*.
          """
        ),
        .paragraph(
          """
          A pattern shows where a head looks. Whether that matters shows when the head is switched off: zeros in the place of its z, at all positions. One can also ask the gradient. \
          It forecasts the change of the loss as Σ ∂L/∂z (0 − z), as if the loss were a straight line on the way from z to 0.
          """
        ),
        .paragraph(
          "To multiply a head's z by a factor does the same as to multiply its columns of W_o by it, and W_o belongs to the parameters."
        ),
        .question(
          Question(
            "The heads are switched off one at a time. What does the gradient forecast at the end of training?",
            [
              "about what the absence of each head really costs", "more than that for each head",
              "next to nothing for each head, whatever its absence costs",
            ],
            right: 2,
            reason:
              "The forecast knows how the loss changes when the head fades a *little*, that is, when its columns of W_o shrink a little. Training has moved these parameters until the loss hardly changed any more when they were moved a little. Taking a head away is no small change."
          )
        ),
      ],
      numbers: [
        NamedNumbers("mirror_weights", roles.heads.map { $0.role.mirror?.weight ?? .nan }),
        NamedNumbers("mirror_weights_if_even", roles.heads.map { $0.role.mirror?.even ?? .nan }),
        NamedNumbers("mirror_weights_in_shown_text", places.map { $0.weight }),
        NamedNumbers("largest_weights_in_shown_text", places.map { $0.largestWeight }),
      ]
    )
  }

  /// A query of the shown text, where its mirror is, and which key gets most.
  private struct MirrorPlace {
    let query: String
    let due: String
    let mirror: Int
    let weight: Double
    let largest: Int
    let largestWeight: Double
  }

  /// The queries whose mirror stands before them: key and what comes next are as far from the two ends.
  private func mirrorPlaces(_ pattern: [[Double?]], labels: [String]) -> [MirrorPlace] {
    let last = labels.count - 1
    return labels.indices.filter { last - $0 < $0 }.map { query in
      let row = pattern[query].prefix(query + 1).map { $0 ?? 0 }
      let largest = row.indices.reduce(0) { row[$1] > row[$0] ? $1 : $0 }
      return MirrorPlace(
        query: labels[query],
        due: query < last ? labels[query + 1] : labels[0],
        mirror: last - query,
        weight: row[last - query],
        largest: largest,
        largestWeight: row[largest]
      )
    }
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
            "The loss of \(ablation.documentCount) held-out palindromes, in nats per token; \(shown(ablation.loss, 3)) with all heads. (The table further up reads all held-out texts, and these are the first \(ablation.documentCount).)"
        ),
        .paragraph(
          """
          The heads that look to the mirror are missed most: the loss rises by \(mirrors.map { "\(shown(rows[$0].change)) without head \($0)" }.joined(separator: " and by ")). The forecasts say next \
          to nothing, and that is no error: they speak of small changes, such as one percent less of a head's output. Switching off is another question.
          """
        ),
      ],
      numbers: [
        NamedNumbers("changes", rows.map { $0.change }), NamedNumbers("forecasts", rows.map { $0.forecast }),
      ]
    )
  }
}
