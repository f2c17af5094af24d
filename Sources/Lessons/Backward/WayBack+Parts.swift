import Drawing
import Inspection

/// From the loss to the scores.
extension WayBack {
  var keyNumbers: [Int] { Array(head.keys.indices) }

  /// The head forward, and back from the loss to the weights.
  var opening: Lesson.Part {
    let (p, y) = (head.probabilities, head.output.data)
    let forward = Table(
      columns: [.init("key")] + ["k", "v", "q·k", "score", "weight"].map(Table.Column.right),
      rows: keyNumbers.map { key in
        [
          "\(key + 1)", shown(head.keys[key].data, 0), shown(head.values[key], 0),
          shown(head.products.data[key], 0), shown(head.scores.data[key], 4),
          shown(head.pattern.data[key], 4),
        ]
      }
    )
    let logits = Table(
      columns: [.init("logit")]
        + ["value", "p", "arrived", "derivative", "handed on"].map(Table.Column.right),
      rows: y.indices.map { token in
        let derivative = hand.output[token]
        return [
          token == 0 ? "A" : "B", shown(y[token], 4), shown(p[token], 4), "1", shown(derivative, 4),
          shown(derivative, 4),
        ]
      }
    )
    let weights = Table(
      columns: [.init("weight")] + ["value", "from A", "from B", "g, the sum"].map(Table.Column.right),
      rows: keyNumbers.map { key in
        ["\(key + 1)", shown(head.pattern.data[key], 4)]
          + hand.output.indices.map { "\(shown(hand.output[$0], 4)) · \(shown(head.values[key][$0], 0))" }
          + [shown(hand.pattern[key], 4)]
      }
    )
    return Lesson.Part(
      [
        .paragraph(
          "A model learns by one number for each of its parameters: the *gradient* ∂L/∂x. It is the slope of the loss L: how much L changes for each unit of a small change of x, while everything else stays. We compute these "
            + "numbers for one small head by hand."
        ),
        Lesson.wordsOfTraining,
        .paragraph(
          "A query q = \(shown(head.query.data, 0)) sees three keys. The scale is s = 1/√2 = \(shown(head.scale, 4)). The output o has two elements, and we take them as the *logits* of two tokens A and B: softmax makes probabilities p of them. "
            + "The next token is A, so the loss is L = −ln p(A)."
        ),
        .table(forward, caption: "Forward: score = s·(q·k), weight = softmax of the scores"),
        .worked([
          "o = Σ weight·v = \(shown(y, 4))",
          "p = softmax(o) = \(shown(p, 4))",
          "L = −ln \(shown(p[0], 4)) = \(shown(head.loss, 4))",
        ]),
        .heading("One rule, step by step"),
        .paragraph(
          "Backward begins with ∂L/∂L = 1. Then it goes from each result y to the numbers x that y was computed from:"
        ),
        .formula([
          "handed on to x = ∂L/∂y · ∂y/∂x      (arrived at y · derivative of this step)",
          "∂L/∂x          = the sum of what is handed on to x by all results that read x",
        ]),
        .paragraph(
          "The first step goes from L to the logits. With L = ln(Σ exp(o)) − o(A), the derivatives are p(A) − 1 and p(B):"
        ),
        .table(
          logits,
          caption:
            "*arrived* is ∂L/∂L = 1. The two gradients sum to 0: a number added to both logits changes no probability."
        ),
        .paragraph(
          "The second step goes from o to the weights. Each weight is read twice, once for each element of o, with the derivative v. So two terms add up. We call the sum g:"
        ),
        .table(weights, caption: "*from A*, *from B*: what has arrived at the logit, times the derivative v"),
        .paragraph(
          "Key 1 pulls toward A: g(1) = \(shown(hand.pattern[0], 4)) is negative, so a larger weight of key 1 *by itself* would make the loss smaller."
        ),
        .question(
          Question(
            "Which sign has ∂L/∂score(1)?",
            [
              "negative: a larger score gives key 1 a larger weight, and that makes the loss smaller",
              "positive: a larger score of key 1 would make the loss larger",
              "it is 0: the weights sum to 1 in any case",
            ],
            right: 1,
            reason:
              "What key 1 gains, the other keys lose. Most of it comes from key 2, which pulls toward A twice as strongly."
          )
        ),
      ],
      numbers: [
        NamedNumbers("loss", head.loss), NamedNumbers("output_gradient", head.output.gradient),
        NamedNumbers("pattern_gradient", head.pattern.gradient),
      ]
    )
  }

  /// The softmax of the first score, term by term.
  var softmax: Lesson.Part {
    let weights = head.pattern.data
    let rows = keyNumbers.map { j in
      [
        "\(j + 1)", shown(hand.pattern[j], 4),
        "\(shown(weights[j], 4)) · (\(j == 0 ? 1 : 0) − \(shown(weights[0], 4)))",
        shown(hand.softmax[0][j], 4), shown(hand.pattern[j] * hand.softmax[0][j], 4),
      ]
    }
    return Lesson.Part(
      [
        .heading("Through the softmax"),
        .paragraph(
          "A weight is w(j) = e(j)/S, where e(j) = exp(score(j)) and S is the sum of them all. The quotient rule gives its derivatives:"
        ),
        .formula([
          "∂w(i)/∂score(i) = e(i)/S − e(i) e(i)/S² = w(i) (1 − w(i))",
          "∂w(j)/∂score(i) =        − e(j) e(i)/S² = w(j) (0 − w(i))   for j ≠ i",
          "in one line:      ∂w(j)/∂score(i) = w(j) (δ(i,j) − w(i)),   δ(i,i) = 1, else 0",
        ]),
        .paragraph(
          "Score i is part of all weights, so a term arrives at it from each. Let ḡ = Σ w(j) g(j) be the mean of g under the weights. Then the sum of the terms, over j, is short:"
        ),
        .formula([
          "∂L/∂score(i) = Σ g(j) w(j) (δ(i,j) − w(i))",
          "             = w(i) g(i) − w(i) ḡ = w(i) (g(i) − ḡ)",
        ]),
        .paragraph("For score 1, term by term:"),
        .table(
          Table(
            columns: [.init("weight j")]
              + ["g(j) arrived", "w(j) (δ(1,j) − w(1))", "derivative", "handed on"].map(Table.Column.right),
            rows: rows
          ),
          caption:
            "∂L/∂score(1) is the sum of the last column: \(shown(hand.scores[0], 4))"
        ),
        .worked([
          "ḡ = Σ w(j) g(j) = \(shown(meanGradient, 4))",
          "w(1) (g(1) − ḡ) = \(shown(weights[0], 4)) · (\(shown(hand.pattern[0], 4)) + \(shown(-meanGradient, 4))) = \(shown(hand.scores[0], 4))",
        ]),
        .paragraph(
          "To make the loss smaller, a score should grow where g is below this mean, and shrink where it is above. Key 1 helps, but it helps less than the mean."
        ),
        .notion(
          "A score gets its gradient from its own weight.",
          butRight:
            "That is one term of three, \(shown(hand.pattern[0] * hand.softmax[0][0], 4)). Alone it would have the wrong sign. A softmax divides *one* weight among all keys, so a score changes every weight."
        ),
        .question(
          Question(
            "∂L/∂score(1) is \(shown(hand.scores[0], 4)), and ∂L/∂score(2) is \(shown(hand.scores[1], 4)). A number added to all three scores changes no weight. What is ∂L/∂score(3), to three decimals?",
            number: hand.scores[2],
            tolerance: 0.00051,
            reason:
              "If all scores grow alike, L stays, so the three gradients sum to 0: \(shown(-hand.scores[1], 4)) − \(shown(hand.scores[0], 4)) = \(shown(-hand.scores[1] - hand.scores[0], 3)). Key 3 pulls toward the wrong token, but its weight is small."
          )
        ),
      ],
      numbers: [
        NamedNumbers("softmax_derivatives", hand.softmax),
        NamedNumbers("score_gradient", head.scores.gradient),
      ]
    )
  }

  private var meanGradient: Double {
    zip(head.pattern.data, hand.pattern).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// All scores, and on to the products.
  var scores: Lesson.Part {
    Lesson.Part(
      [
        .table(
          Table(
            columns: [.init("key")]
              + ["w", "g", "g − ḡ", "∂L/∂score", "∂L/∂(q·k)"].map(Table.Column.right),
            rows: keyNumbers.map { key in
              [
                "\(key + 1)", shown(head.pattern.data[key], 4), shown(hand.pattern[key], 4),
                shown(hand.pattern[key] - meanGradient, 4), shown(hand.scores[key], 4),
                shown(hand.products[key], 4),
              ]
            }
          ),
          caption:
            "The last column is s · ∂L/∂score: the step from score = s·(q·k) to q·k has the derivative s."
        ),
        .paragraph(
          "Only score 2 should grow. The g − ḡ of key 3 is \(shown((hand.pattern[2] - meanGradient) / (hand.pattern[0] - meanGradient), 2)) times that of key 1, and its gradient is just \(shown(hand.scores[2] / hand.scores[0], 2)) times as large, because w(3) is a factor of it: what has hardly any weight can hardly lose any."
        ),
        .paragraph(
          "The same step leads to the scale. s is read by all three scores, with the derivative q·k. For the keys 1, 2 and 3 it is \(shown(head.products.data, 0))."
        ),
        .question(
          Question(
            "Which sign has ∂L/∂s?",
            [
              "negative: a larger scale would make the loss smaller",
              "positive: a larger scale would make the loss larger", "it is 0: the scale is no parameter",
            ],
            right: 0,
            reason:
              "A larger scale moves the scores apart, and key 2, which has the highest score, pulls toward A most. The scale has a gradient like every number, whether it is trained or not."
          )
        ),
      ],
      numbers: [NamedNumbers("product_gradient", head.products.gradient)]
    )
  }
}
