import Drawing
import Inspection

extension Lesson {
  /// The gradient of a head, from the loss back to a score, its query, its key and the scale.
  public static let backward = Lesson(
    "backward",
    title: "Backward: from the loss to a score",
    purpose: "a head's gradients by hand, step by step, then checked",
    minutes: 11,
    abilities: [
      "go back from a loss to a score, its query, its key and the scale, with numbers",
      "differentiate a softmax, and say why each score gets gradient from all weights",
      "say what a gradient tells, and what it does not",
    ],
    parts: { _ in
      let way = Once(WayBack.init)
      return [
        way.part { $0.opening },
        way.part { $0.softmax },
        way.part { $0.scores },
        way.part { $0.ends },
        way.part { $0.meaning },
      ]
    }
  )
}

extension WayBack {
  private var keyNumbers: [Int] { Array(head.keys.indices) }

  /// The head forward, and back from the loss to the weights.
  fileprivate var opening: Lesson.Part {
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
  fileprivate var softmax: Lesson.Part {
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
        .formula([
          "∂w(j)/∂score(i) = w(j) (δ(i,j) − w(i)),   δ(i,j) = 1 if i = j, else 0",
          "∂L/∂score(i)    = Σ g(j) w(j) (δ(i,j) − w(i)) = w(i) (g(i) − ḡ)",
          "where ḡ          = Σ w(j) g(j)",
        ]),
        .paragraph("Score 1 is part of all three weights, so three terms arrive at it:"),
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
          "ḡ is the mean of g under the weights. To make the loss smaller, a score should grow where g is below this mean, and shrink where it is above. Key 1 helps, but it helps less than the mean."
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
              "If all scores grow alike, L stays, so the three gradients sum to 0: \(shown(hand.scores[2], 4)). Key 3 pulls toward the wrong token, but its weight is small."
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
  fileprivate var scores: Lesson.Part {
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
          "Only score 2 should grow. Score 3 has the largest g − ḡ, but its gradient is small, because w(3) is a factor of it: what has hardly any weight can hardly lose any."
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

  /// The scale, the query and the keys, checked in three ways.
  fileprivate var ends: Lesson.Part {
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
          "The same numbers come from the tape, which goes back operation by operation, and from the difference (L(x + h) − L(x − h)) / 2h with a small h, for which nothing is differentiated at all:"
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
            "With η = \(shown(rate, 0)) that forecast is a fall by \(shown(-forecast(rate), 3)), from \(shown(head.loss, 3)). What will the loss really do?",
            [
              "fall by that much, to below 0", "fall, but by less", "rise",
            ],
            right: 1,
            reason:
              "The forecast holds for small steps. Here even all weight on key 2 leaves a loss of \(shown(lowestLoss, 3)), and a loss −ln p is never below 0."
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

  /// The loss where key 2 has all the weight.
  public var lowestLoss: Double {
    DifferentiatedHead(query: [0], keys: [[0]], values: [head.values[1]]).loss
  }

  /// What a gradient tells and what not, and a whole model.
  fileprivate var meaning: Lesson.Part {
    let moved = Table(
      columns: ["η", "forecast", "change of L", "L"].map(Table.Column.right),
      rows: zip(Self.rates, movedLosses).map { rate, loss in
        [
          shown(rate, rate < 1 ? 1 : 0), shown(forecast(rate), 5), shown(loss - head.loss, 5),
          shown(loss, 4),
        ]
      }
    )
    return Lesson.Part(
      [
        .table(
          moved,
          caption: "The query moved by −η ∂L/∂q: the change of a straight line, and the real one"
        ),
        .notion(
          "The gradient is the change that one should make.",
          butRight:
            "It is a slope: nats for each unit of x. It says in which direction a *small* change helps, and how fast, but not how far to go. Make all keys ten times as long and q a tenth as long: "
            + "every score stays, and the loss stays \(shown(rescaled.loss, 4)). The gradient of q is ten times as large, \(shown(rescaled.query.gradient, 4)), though the change that q needs is a tenth. How far to go is up to the optimizer."
        ),
        .heading("A gradient of 0"),
        .paragraph(
          "Two keys with the same score, and three tokens. Key 1 has the value \(shown(flat.values[0], 0)), key 2 \(shown(flat.values[1], 0)). The weights are even, so all logits are 0, and ∂L/∂score is \(shown(flat.scores.gradient, 0)). Then score 1 is changed:"
        ),
        .worked([
          "score 1 lower by 2:   L = \(shown(flatLosses[0], 4))",
          "as it is:             L = \(shown(flat.loss, 4))",
          "score 1 higher by 2:  L = \(shown(flatLosses[1], 4))",
        ]),
        .notion(
          "A number whose gradient is 0 does not matter.",
          butRight:
            "It says that a small change changes hardly anything. Here score 1 is just right, and every larger change makes the loss larger. In a saturated softmax the gradient is almost 0, and the key with all the weight decides everything."
        ),
        .heading("In a model"),
        .paragraph(
          "In a model more lies between the loss and the score, but the rule is the same. Here are the steps of a model of one layer with random parameters, from L to the score of query \(model.position) for key \(model.key) in head \(model.head). "
            + "There are \(model.steps.count); these compute a list that has a name:"
        ),
        .table(
          namedSteps,
          caption:
            "*numbers*: how many lie on the way; *arrived*: the length of ∂L/∂y, all of them taken as a vector. What is read by several steps gets a term from each; they have been added up."
        ),
        .paragraph(
          "Between the pattern and the score most is lost. This key has the weight \(shown(modelWeight, 4)), and there the softmax is saturated. ∂L/∂score is \(NumberFormat.significant(model.score.gradient)). From there the way goes on to q, k and s as above."
        ),
        .exercise(
          "Let the program go this way through a trained model. Each step shows the value, what has arrived, the derivative and what is handed on. Find a step that hands on the whole gradient to two operands, and one where terms add up.",
          commands: [
            "microgpt train data/echoes.txt --output runs/backward",
            "microgpt inspect graph runs/backward --text bfd.bfd --steps",
          ]
        ),
      ],
      numbers: [
        NamedNumbers("rates", Self.rates), NamedNumbers("losses_after_moves", movedLosses),
        NamedNumbers("rescaled_query_gradient", rescaled.query.gradient),
        NamedNumbers("flat_gradients", flat.scores.gradient), NamedNumbers("flat_losses", flatLosses),
        NamedNumbers("score_gradient_in_model", model.score.gradient),
      ]
    )
  }

  /// The steps of the model whose results have a name.
  private var namedSteps: Table {
    Table(
      columns: [.right("step"), .init("operation"), .init("computes"), .right("numbers"), .right("arrived")],
      rows: model.steps.enumerated().filter { step in step.element.results.contains { !$0.name.isEmpty } }
        .map { index, step in
          let length = step.results.reduce(0) { $0 + $1.gradient * $1.gradient }.squareRoot()
          return [
            "\(index + 1)", step.operation, step.list, "\(step.results.count)", shown(length, 4),
          ]
        }
    )
  }
}
