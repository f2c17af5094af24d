import Drawing
import Inspection

/// The ends of the way: the scale, the query and the keys.
extension WayBack {
  /// The scale, the query and the keys, checked in three ways.
  var ends: Lesson.Part {
    let handOn = Table(
      columns: [.init("key")] + ["to s", "to q", "to its k"].map(Table.Column.right),
      rows: keyNumbers.map { key in
        [
          "\(key + 1)", shown(hand.scaleTerms[key], 4), shown(hand.queryTerms[key], 4),
          shown(hand.keys[key], 4),
        ]
      } + [["sum", shown(hand.scale, 4), shown(hand.query, 4), "-"]]
    )
    let rate = Self.rates[3]
    return Lesson.Part(
      [
        .heading("To the scale, the query and the keys"),
        .formula([
          "to s: ∂L/∂score · q·k      to q: ∂L/∂(q·k) · k      to k: ∂L/∂(q·k) · q"
        ]),
        .table(
          handOn,
          caption:
            "s and q are read by every score, so the terms add up: this is called *fan-out*. Each key is read once here."
        ),
        .paragraph(
          "In a model a key is read by every later query, too, and gets a term from each of them."
        ),
        .heading("Checked"),
        .paragraph(
          "The same numbers come from the *tape*, on which the program notes each operation and goes back through them, and from the difference (L(x + h) − L(x − h)) / 2h with a small h, for which nothing is differentiated at all:"
        ),
        .table(checks, caption: "Three ways to the same gradients"),
        .worked([
          "largest difference by hand − tape: \(NumberFormat.size(handError))",
          "largest difference from (L(x + h) − L(x − h)) / 2h: \(NumberFormat.size(differenceError))",
        ]),
        .paragraph(
          "Now the query is moved against its gradient: q − η ∂L/∂q, with a rate η. If the loss were a straight line, it would fall by η |∂L/∂q|² = η · \(shown(-forecast(1), 5))."
        ),
        .question(
          Question(
            "With η = \(shown(rate, 0)) the query becomes \(shown(farQuery, 1)), and the forecast is a fall by \(shown(-forecast(rate), 3)), from \(shown(head.loss, 3)). What will the loss really do?",
            [
              "fall by that much, to below 0", "fall, but by less", "rise",
            ],
            right: 1,
            reason:
              "The new query has the products \(shown(farHead.products.data, 1)) with the keys. So key 2, which helps most, gets still more weight, \(shown(farHead.pattern.data[1], 3)), and the loss falls. But even all weight on key 2 leaves a loss of \(shown(lowestLoss, 3)), and a loss −ln p is never below 0. The forecast holds for small steps."
          )
        ),
      ],
      numbers: [
        NamedNumbers("query_gradient", head.query.gradient),
        NamedNumbers("key_gradients", head.keys.map { $0.gradient }),
        NamedNumbers("scale_gradient", head.scaleGradient),
        NamedNumbers("differences", head.differences),
        NamedNumbers("score_differences", head.scoreDifferences),
      ]
    )
  }

  /// By hand, on the tape and by difference.
  private var checks: Table {
    let names =
      keyNumbers.map { "score(\($0 + 1))" } + head.query.data.indices.map { "q[\($0)]" }
      + keyNumbers.flatMap { key in head.query.data.indices.map { "k(\(key + 1))[\($0)]" } } + ["s"]
    let ways = [handGradients, tapeGradients, head.scoreDifferences + head.differences]
    return Table(
      columns: [.init("∂L/∂")] + ["by hand", "tape", "difference"].map(Table.Column.right),
      rows: names.indices.map { index in [names[index]] + ways.map { shown($0[index], 6) } }
    )
  }

  private var handGradients: [Double] { hand.scores + hand.query + hand.keys.flatMap { $0 } + [hand.scale] }

  private var tapeGradients: [Double] {
    head.scores.gradient + head.query.gradient + head.keys.flatMap { $0.gradient } + [head.scaleGradient]
  }

  /// How far the gradients by hand are from the tape's.
  public var handError: Double { largestDifference(handGradients, tapeGradients) }

  /// How far the differences are from the tape's gradients.
  public var differenceError: Double {
    largestDifference(head.scoreDifferences + head.differences, tapeGradients)
  }

  /// The query after the largest move.
  private var farQuery: [Double] {
    zip(head.query.data, head.query.gradient).map { $0 - Self.rates[3] * $1 }
  }

  /// The head with that query.
  public var farHead: DifferentiatedHead { head.with(query: farQuery) }

  /// The loss where key 2 has all the weight.
  public var lowestLoss: Double {
    DifferentiatedHead(query: [0], keys: [[0]], values: [head.values[1]]).loss
  }
}
