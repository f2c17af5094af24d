import Drawing

extension Lesson {
  /// Attention as a weighted average, on vectors that are written down.
  public static let basics = Lesson(
    "basics",
    title: "Basics: a weighted average that chooses",
    purpose: "scores, softmax and the weighted average, on three words",
    minutes: 7,
    isOnQuickPath: true,
    abilities: [
      "write down the formula of attention and say what each letter stands for",
      "compute one row of a pattern, and the output that belongs to it, by hand",
      "say what changes when the scores are multiplied by 1/√d",
    ],
    parts: [
      { _ in Part(opening) },
      { _ in Basics().worked },
      { _ in Part(meaning) },
      { _ in Basics().tired },
      { _ in Part(closing) },
    ]
  )

  private static let opening: [Block] = [
    .paragraph(
      "A word asks a question, every word offers an answer, and what comes back is a mixture of the answers. How well a question "
        + "fits what is offered is a number, the *score*: the dot product of two vectors. The whole formula:"
    ),
    .formula([
      "score(t)   = s · q·k(t)",
      "pattern(t) = exp(score(t)) / Σ exp(score)",
      "output     = Σ pattern(t) · v(t)",
    ]),
    .paragraph(
      "q is the *query*, k(t) the *key* of word t and v(t) its *value*. s is the *scale*, 1/√d for vectors of d elements. The second "
        + "line is the *softmax*: its numbers are positive and sum to 1. Three words, *cat*, *sat* and *mat*, get vectors that have nothing in common: "
        + "one 1 each, in a place of its own. Query, key and value of a word are this vector."
    ),
    .question(
      Question(
        "*cat* asks. How much of its weight goes to *cat* itself?",
        ["all of it: only its own key fits", "more than a third, less than all", "a third, like the others"],
        right: 1,
        reason:
          "softmax gives every visible word some weight, since exp is never 0. A score of 0 is no weight of 0."
      )
    ),
  ]

  private static let meaning: [Block] = [
    .notion(
      "A score of 0 means that a word is ignored.",
      butRight:
        "0 is a score like any other. Only a word that is *hidden*, so that its score does not enter the sum, gets no weight."
    ),
    .heading("What does “it” mean?"),
    .paragraph(
      "*The animal didn't cross the street because it was too tired.* You know at once that *it* is the animal. Had it been too "
        + "*wide*, it would be the street. Here is attention doing that, with five features that we make up."
    ),
    .table(
      Table(
        columns: [.init("feature")]
          + ["key: animal", "key: street", "query: tired", "query: wide"].map {
            .init($0, alignment: .right)
          },
        rows: Basics.features.indices.map { feature in
          [Basics.features[feature]]
            + (Basics.keys + Basics.queries).map { NumberFormat.fixed($0[feature], decimals: 0) }
        }
      ),
      caption:
        "Each column is a vector of d = 5 elements. The query is that of *it*, after it has taken in how the sentence ends."
    ),
    .question(
      Question(
        "The scale is 1/√5 ≈ 0.447. Without it, the scores are 2.2 times as large. What becomes of the pattern?",
        [
          "nothing: all scores grow alike", "it gets more even",
          "the larger weight grows and the smaller one shrinks",
        ],
        right: 2,
        reason:
          "softmax looks at differences of scores, and those grow, too. A large scale makes the choice hard, a small one soft."
      )
    ),
  ]

  private static let closing: [Block] = [
    .notion(
      "A dot product says how similar two vectors are.",
      butRight:
        "It is no cosine: it grows with the lengths of the vectors as well. A long key gets a large score from every query that points "
        + "roughly its way."
    ),
    .exercise(
      "Train a model and look at one row of its pattern, with all numbers from the query to the output. Then compute the row's "
        + "softmax by hand.",
      commands: [
        "microgpt train data/names.txt",
        "microgpt inspect attention runs/names --text emma --head 2",
      ]
    ),
  ]
}

extension Basics {
  /// The pattern of the three words, one row worked.
  fileprivate var worked: Lesson.Part {
    func text(_ number: Double?) -> String { NumberFormat.fixed(number ?? 0, decimals: 3) }
    let scores = words.scores[0].map { $0 ?? 0 }
    let pattern = words.pattern[0].map { $0 ?? 0 }
    let output = words.outputs[0]
    let products = words.products[0].map { $0 ?? 0 }
    let lines =
      Self.words.indices.map { index in
        "q·k(\(Self.words[index])) = \(NumberFormat.fixed(products[index], decimals: 0))   score = "
          + "\(NumberFormat.fixed(products[index], decimals: 0))/√3 = \(text(scores[index]))   pattern = \(text(pattern[index]))"
      } + [
        "sum of the pattern: \(text(pattern.reduce(0, +)))",
        "output = "
          + Self.words.indices.map { "\(text(pattern[$0]))·v(\(Self.words[$0]))" }.joined(separator: " + "),
        "       = (" + output.map(text).joined(separator: ", ") + ")",
      ]
    return Lesson.Part(
      [
        .heading("The row of “cat”, worked"),
        .worked(lines),
        .paragraph(
          "The output is a *weighted average* of the values. Here the values are the words' own vectors, so the output shows the "
            + "weights themselves: \(text(output[0])) of *cat*, \(text(output[1])) of each of the others. All three queries:"
        ),
        .heatMap(
          HeatMap(
            title: "pattern of three words",
            rowTitle: "query",
            columnTitle: "key",
            rows: Self.words,
            columns: Self.words,
            cells: words.pattern,
            scale: .sequential(maximum: 1)
          ),
          caption: "Each row sums to 1: a query has one whole weight to give. A column may sum to anything."
        ),
      ],
      numbers: [
        NamedNumbers("scores", words.scores), NamedNumbers("pattern", words.pattern),
        NamedNumbers("outputs", words.outputs),
      ]
    )
  }

  /// The two readings of "it", with and without the scale.
  fileprivate var tired: Lesson.Part {
    var table = Table(
      columns: [.init("it was too …")]
        + ["scale", "score animal", "score street", "weight animal", "weight street"].map {
          .init($0, alignment: .right)
        }
    )
    for (index, word) in ["tired", "wide"].enumerated() {
      for (scale, attention) in [("1/√5", scaled), ("1", unscaled)] {
        table.append(
          [word, scale]
            + (attention.scores[index] + attention.pattern[index]).map {
              NumberFormat.fixed($0 ?? 0, decimals: 3)
            }
        )
      }
    }
    let soft = NumberFormat.fixed(scaled.pattern[0][0] ?? 0, decimals: 2)
    let hard = NumberFormat.fixed(unscaled.pattern[0][0] ?? 0, decimals: 2)
    return Lesson.Part(
      [
        .table(table, caption: "Scores and patterns of the two sentences"),
        .paragraph(
          "One word at the end of the sentence changed the query, and with it what *it* attends to. With the scale the right noun has "
            + "\(soft) of the weight, without it \(hard): the scale decides how hard the choice is, not which noun wins."
        ),
      ],
      numbers: [
        NamedNumbers("scaled_pattern", scaled.pattern), NamedNumbers("unscaled_pattern", unscaled.pattern),
      ]
    )
  }
}
