import Drawing

extension Lesson {
  /// Where queries, keys and values come from, and why there are three of them.
  public static let qkv = Lesson(
    "qkv",
    title: "Queries, keys and values: three questions to each token",
    purpose: "three projections, and why there are three",
    minutes: 8,
    isOnQuickPath: true,
    abilities: [
      "compute query, key, value and output of a token from three small matrices",
      "say whose query meets whose key, and whose value is handed on",
      "say what goes wrong with two projections, and with none",
    ],
    parts: { _ in
      let numbers = Once(QueryKeyValue.init)
      return [
        part { Part(opening) },
        numbers.part { $0.worked },
        numbers.part { $0.largerCat },
        numbers.part { $0.fewerProjections },
      ]
    }
  )

  private static let opening: [Block] = [
    .paragraph(
      "“The cat sat on the mat.” A text is cut into *tokens*, here words. To keep the tables small we leave out “the”. Each token comes with a vector x. Ours "
        + "have five features that we made up:"
    ),
    .table(
      Table(
        columns: [.init("feature")] + QueryKeyValue.words.map(Table.Column.right),
        rows: QueryKeyValue.features.indices.map { feature in
          [QueryKeyValue.features[feature]]
            + QueryKeyValue.vectors.map { shown($0[feature], 0) }
        }
      ),
      caption: "Each column is the vector x of a token."
    ),
    .paragraph(
      "Every token answers three questions, each with a short vector. “What do I look for?” That is its *query* q. “What do I offer to those who look?” "
        + "That is its *key* k. “What do I hand on to those who find me?” That is its *value* v. Three matrices compute them from x, the same three for all tokens. Such a multiplication is called a *projection* here, though it need not be one in the sense of linear algebra:"
    ),
    .formula(
      ["q = W_q·x,   k = W_k·x,   v = W_v·x", ""]
        + QueryKeyValue.rows("W_q", QueryKeyValue.queryMatrix)
        + QueryKeyValue.rows("W_k", QueryKeyValue.keyMatrix)
        + QueryKeyValue.rows("W_v", QueryKeyValue.valueMatrix)
    ),
    .list([
      "W_q: an action looks for a living thing (first row), a relation looks for a lifeless one (second row).",
      "W_k: a living thing offers that it is living, a lifeless one that it is lifeless.",
      "W_v: what is handed on is the size, and a 1 for being a thing at all.",
    ]),
    .paragraph(
      "A model learns its matrices, and their rows rarely have such plain meanings. We wrote these down so that you can read them."
    ),
    .question(
      Question(
        "“sat” asks. To which token does it give the most weight?",
        ["“sat”: no token fits “sat” better than itself", "“cat”", "“mat”, which has the largest numbers"],
        right: 1,
        reason:
          "“sat” is an action, so its query looks for a living thing, and only “cat” has such a key. The key of “sat” itself is (0, 0)."
      )
    ),
  ]
}

extension QueryKeyValue {
  /// A matrix, a line for each row, under its name.
  fileprivate static func rows(_ name: String, _ matrix: [[Double]]) -> [String] {
    matrix.enumerated().map { index, row in
      (index == 0 ? "\(name) =  " : "       ") + row.map { shown($0, 0) }.joined(separator: "  ")
    }
  }

  /// From x of "sat" to its output, and all patterns.
  fileprivate var worked: Lesson.Part {
    Lesson.Part(
      [
        .heading("The query of “sat”"),
        .worked([
          "x(sat) = \(shown(Self.vectors[1], 0))", "",
          "first element of q:  " + Self.product(Self.queryMatrix[0]),
          "second element of q: " + Self.product(Self.queryMatrix[1]),
          "q(sat) = \(shown(queries[1], 0))",
        ]),
        .paragraph(
          "Keys and values are computed in the same way. Each has d = 2 elements, so the scale of the scores is 1/√2. All of them:"
        ),
        .table(projected, caption: "A query of (0, 0) looks for nothing in particular."),
        .heading("The row of “sat”"),
        .table(
          attention.steps(of: 1, words: Self.words),
          caption:
            "score = q·k/√2, weight = exp(score) / \(shown(attention.softmax(of: 1).sum, 3)), the sum of exp(score)"
        ),
        .worked(outputOfSat),
        .heatMap(
          attention.heatMap("pattern of four tokens", words: Self.words),
          caption:
            "“sat” finds “cat” and “on” finds “mat”. The queries of “cat” and “mat” are (0, 0): all their scores are 0, so their weights are even."
        ),
        .list([
          "The *query* comes from the token that asks. It is used once, in that token's own row.",
          "The *key* comes from each token that is looked at. Queries meet keys, and nothing else decides about the weights.",
          "The *value* comes from the same token as the key. It has no say in the weights; it is what they are the weights of.",
        ]),
        .question(
          Question(
            "We make the cat larger: its feature “size” becomes 5. What changes?",
            [
              "the pattern: a larger cat gets more weight", "the outputs only",
              "the pattern and so the outputs",
              "nothing: what is handed on stays, too",
            ],
            right: 1,
            reason:
              "W_q and W_k do not read the size, so all weights stay. W_v does read it, so what is handed on is new."
          )
        ),
      ],
      numbers: [
        NamedNumbers("queries", queries), NamedNumbers("keys", keys), NamedNumbers("values", values),
        NamedNumbers("scores", attention.scores), NamedNumbers("pattern", attention.pattern),
        NamedNumbers("outputs", attention.outputs),
      ]
    )
  }

  /// A row of a matrix times x of "sat", element by element.
  private static func product(_ row: [Double]) -> String {
    zip(row, vectors[1]).map { "\(shown($0, 0))·\(shown($1, 0))" }.joined(separator: " + ")
      + " = \(shown(zip(row, vectors[1]).reduce(0) { $0 + $1.0 * $1.1 }, 0))"
  }

  private var projected: Table {
    Table(
      columns: [.init("token")] + ["q", "k", "v"].map(Table.Column.right),
      rows: Self.words.indices.map { index in
        [Self.words[index]] + [queries, keys, values].map { shown($0[index], 0) }
      }
    )
  }

  private var outputOfSat: [String] {
    [
      "output = "
        + Self.words.indices.map { "\(shown(attention.pattern[1][$0], 3))·\(shown(values[$0], 0))" }
        .joined(separator: " + "),
      "       = \(shown(attention.outputs[1], 3)) from weights that are not rounded",
    ]
  }

  /// A larger cat changes what is handed on, not what is matched.
  fileprivate var largerCat: Lesson.Part {
    Lesson.Part(
      [
        .table(
          Table(
            columns: [.init("sat")]
              + ["size 1", "size 5"].map { .right("cat of \($0)") },
            rows: [
              ["weight of cat"] + [attention, largeCat].map { shown($0.pattern[1][0], 3) },
              ["output: size"] + [attention, largeCat].map { shown($0.outputs[1][0], 3) },
              ["output: thing"] + [attention, largeCat].map { shown($0.outputs[1][1], 3) },
            ]
          ),
          caption: "What “sat” gets to know about who sat there."
        ),
        .paragraph(
          "Who is found and what is handed on are separate. That is what the third projection is for: a token can be found by one property and tell another."
        ),
        .notion(
          "The query is one word, the key another, the value a third.",
          butRight:
            "Every token has all three, at the same time. In the row of “sat” the query is that of “sat”; keys and values are those of *all* tokens, "
            + "“sat” included. The other rows are computed from the same keys and values."
        ),
        .question(
          Question(
            "Could one matrix make both queries and keys? Let both be W·x, with W·x = (2, 0) for “cat”, (1, 0) for “sat”, and 0 as the first element for the others. "
              + "Then the score of sat → cat equals that of cat → sat. Which of the two has the larger weight in its row?",
            ["neither: equal scores get equal weights", "sat → cat", "cat → sat"],
            right: 1,
            reason:
              "softmax divides by the sum over the row. “cat” fits itself better still, so the row of “cat” has a larger sum, and cat → sat gets a smaller share of it."
          )
        ),
      ],
      numbers: [
        NamedNumbers("pattern_with_large_cat", largeCat.pattern),
        NamedNumbers("outputs_with_large_cat", largeCat.outputs),
      ]
    )
  }

  /// One matrix for queries and keys; none at all.
  fileprivate var fewerProjections: Lesson.Part {
    let scores = [shared.scores[1][0], shared.scores[0][1]].map { shown($0, 3) }
    let weights = [shared.pattern[1][0], shared.pattern[0][1]].map { shown($0, 3) }
    let small = shown(bare.pattern[3][0], 3)
    let large = shown(bareOfLargeCat.pattern[3][0], 3)
    return Lesson.Part(
      [
        .heading("Two projections, and none"),
        .formula(Self.rows("W  ", Self.sharedMatrix)),
        .worked([
          "score of sat → cat: \(scores[0])     weight: \(weights[0])",
          "score of cat → sat: \(scores[1])     weight: \(weights[1])",
          "score of cat → cat: \(shown(shared.scores[0][0], 3))     weight: \(shown(shared.pattern[0][0], 3))",
        ]),
        .paragraph(
          "With queries equal to keys the scores are symmetric, and the weights are not. But something is lost: what a token looks for is what it "
            + "offers. Let a be the vector W·x of “sat” and b that of “cat”, here \(shown(sharedVectors[1], 0)) and \(shown(sharedVectors[0], 0)). “sat” prefers “cat” to itself, since a·b = \(shown(dotProduct(1, 0), 0)) is more than a·a = \(shown(dotProduct(1, 1), 0)). "
            + "Then “cat” must prefer itself to “sat”:"
        ),
        .formula([
          "a·a < a·b ≤ |a| |b|   so |a| < |b|",
          "a·b ≤ |a| |b| < |b| |b| = b·b",
        ]),
        .paragraph(
          "A dot product is at most the product of the two lengths. So whoever is preferred is longer, and its product with itself is larger still, here \(shown(dotProduct(0, 0), 0)). "
            + "With a matrix for queries and another for keys, “sat” can look for “cat” while “cat” looks for something else."
        ),
        .paragraph(
          "With no projections at all, query, key and value are the vector x itself. It has 5 elements, so the scale is 1/√5. Then everything that x says takes part in the matching, the size as well. The weight of “cat” in the "
            + "row of “mat” grows from \(small) to \(large) when the cat grows. Whatever is handed on takes part in the matching."
        ),
        .table(
          comparison,
          caption:
            "*sat → cat*: the weight of “cat” in the row of “sat”. *change*: the largest change of any weight in the pattern when the cat grows."
        ),
        .notion(
          "Attention scores are symmetric: if one token attends to another, then the other attends to it.",
          butRight:
            "A score is q·k = xᵀ W_qᵀ W_k y. Scores are symmetric where the matrix W_qᵀ W_k is, as with k = q or k = 2q. Nothing makes two learned matrices so, and even then the weights are not symmetric. Here “sat” gives “cat” \(shown(attention.pattern[1][0], 3)) and “cat” "
            + "gives “sat” \(shown(attention.pattern[0][1], 3))."
        ),
        .exercise(
          "List the vectors of a real model at the last letter of “emma”. Find the query, the keys and the values. Which of them are there once, and which once for "
            + "each letter that is seen? (The token before the first letter counts, too.)",
          commands: [
            "microgpt train data/names.txt --output runs/qkv",
            "microgpt inspect shapes runs/qkv --text emma",
          ]
        ),
      ],
      numbers: [
        NamedNumbers("shared_scores", shared.scores), NamedNumbers("shared_pattern", shared.pattern),
        NamedNumbers("bare_pattern", bare.pattern),
        NamedNumbers("bare_pattern_with_large_cat", bareOfLargeCat.pattern),
      ]
    )
  }

  /// q·k of two tokens with one matrix for queries and keys.
  private func dotProduct(_ query: Int, _ key: Int) -> Double? { shared.products[query][key] }

  private var comparison: Table {
    func row(_ name: String, _ attention: WorkedAttention, _ large: WorkedAttention) -> [String] {
      [
        name, shown(attention.pattern[1][0], 3), shown(attention.pattern[0][1], 3),
        shown(Self.change(attention, large), 3),
      ]
    }
    return Table(
      columns: [.init("projections")]
        + ["sat → cat", "cat → sat", "change"].map(Table.Column.right),
      rows: [
        row("three", attention, largeCat), row("two: q = k, v = W_v·x", shared, sharedOfLargeCat),
        row("none: q = k = v = x", bare, bareOfLargeCat),
      ]
    )
  }

  /// The largest change of a weight when the cat grows.
  private static func change(_ first: WorkedAttention, _ second: WorkedAttention) -> Double {
    largestDifference(first.pattern.joined().map { $0 ?? 0 }, second.pattern.joined().map { $0 ?? 0 })
  }
}
