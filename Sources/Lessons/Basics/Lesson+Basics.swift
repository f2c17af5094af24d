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
    parts: { _ in
      let basics = Once(Basics.init)
      return [
        part { Part(opening) },
        basics.part { $0.worked },
        part { Part(meaning) },
        basics.part { $0.tired },
        part { Part(closing) },
      ]
    }
  )

  private static let opening: [Block] = [
    .paragraph(
      "Attention lets each word of a sentence fetch something from the others. A word asks with a vector, its *query*. Every word "
        + "answers with two vectors: a *key*, which is compared with the query, and a *value*, which is handed on. What the "
        + "word gets is an average of the values. A value counts more in it if its key fits the query better:"
    ),
    .formula([
      "score(t)   = s · q·k(t)",
      "pattern(t) = exp(score(t)) / Σ exp(score(u))",
      "output     = Σ pattern(t) · v(t)",
    ]),
    .paragraph(
      "q is the query, k(t) and v(t) are the key and the value of word t, and q·k(t) is a dot product. Σ is a sum over all words, in the second line over u. s is one number, the *scale*: "
        + "1/√d, where d is the number of elements of a key. The second line is called *softmax*. Its results are positive and sum to 1, so they are "
        + "weights. The weights of one query are its row of the *pattern*."
    ),
    .paragraph(
      "An example in three dimensions: the words “cat”, “sat” and “mat”. Their vectors are (1, 0, 0), (0, 1, 0) and (0, 0, 1), so the words have "
        + "nothing in common. For now this vector is the word's query, key and value at once."
    ),
    .question(
      Question(
        "“cat” asks. How much of its weight goes to “cat” itself?",
        ["all of it: only its own key fits", "more than a third, less than all", "a third, like the others"],
        right: 1,
        reason:
          "Its own score is 1/√3, the other two are 0. The larger score gets the larger weight. But exp(0) is 1 and not 0, so the others get some, too."
      )
    ),
  ]

  private static let meaning: [Block] = [
    .notion(
      "A word with a score of 0 is ignored.",
      butRight:
        "0 is a score like any other, and more than every negative one. However low a score is, its weight is above 0. A word gets no weight only if it is left out "
        + "of the sum; that is what a *mask* does, which has a lesson of its own."
    ),
    .heading("What does “it” mean?"),
    .paragraph(
      "“The animal didn't cross the street because it was too tired.” You know at once that “it” is the animal. Had the last word "
        + "been “wide”, it would be the street. To do the same with attention, we make up vectors of five features, and leave out all words but the two nouns. A model would learn "
        + "its own."
    ),
    .table(
      Table(
        columns: [.init("feature")]
          + ["key: animal", "key: street", "query: tired", "query: wide"].map(Table.Column.right),
        rows: Basics.features.indices.map { feature in
          [Basics.features[feature]]
            + (Basics.keys + Basics.queries).map { shown($0[feature], 0) }
        }
      ),
      caption:
        "Each column is a vector of d = 5 elements. Both queries are of the word “it”: one where the sentence ends with “tired”, one where it ends "
        + "with “wide”. A query asks for a feature by a number other than 0. “thing meant” is 1 everywhere: it adds the same to both scores, so it changes no weight."
    ),
    .question(
      Question(
        "The scale is 1/√5 ≈ \(scale). Without it, the scores are \(factor) times as large. What becomes of the pattern?",
        [
          "nothing: all scores grow alike", "the weights come closer to one another",
          "the larger weight grows and the smaller one shrinks",
        ],
        right: 2,
        reason:
          "The ratio of two weights is exp(difference of their scores). The difference grows with the scores, so the ratio grows, too."
      )
    ),
  ]

  private static let scale = shown(1 / 5.0.squareRoot(), 3)
  private static let factor = shown(5.0.squareRoot(), 2)

  private static let closing: [Block] = [
    .notion(
      "A dot product says how similar two vectors are.",
      butRight:
        "It is not a cosine: it also grows with the lengths of the vectors. A key multiplied by 2 has twice the score with every query."
    ),
    .exercise(
      "Train a model and print the scores of head 2, one of four attentions that it does side by side. They are scaled already. The column `<|>` is the boundary, which the model reads before the first letter. Take the last row and compute its softmax by hand. "
        + "The last command prints the pattern, so you can compare.",
      commands: [
        "microgpt train data/names.txt --output runs/basics",
        "microgpt inspect attention runs/basics --text emma --head 2 --show scores",
        "microgpt inspect attention runs/basics --text emma --head 2",
      ]
    ),
  ]
}

extension Basics {
  /// The pattern of the three words, one row worked.
  fileprivate var worked: Lesson.Part {
    let output = words.outputs[0]
    return Lesson.Part(
      [
        .heading("The row of “cat”, step by step"),
        .table(
          words.steps(of: 0, words: Self.words),
          caption: "score = q·k/√3, weight = exp(score) / sum of exp(score)"
        ),
        .worked(sumsOfCat),
        .paragraph(
          "The output is a *weighted average* of the values. Here the values are the words' own vectors, so its elements are "
            + "the weights themselves: \(shown(output[0], 3)) of “cat”, \(shown(output[1], 3)) of each of the others. The same for all three queries:"
        ),
        .heatMap(
          words.heatMap("pattern of three words", words: Self.words),
          caption:
            "Each row sums to 1, but for the rounding of what is printed: a query divides one whole weight among the keys. A column need not sum to 1, though "
            + "here it does."
        ),
      ],
      numbers: [
        NamedNumbers("scores", words.scores), NamedNumbers("pattern", words.pattern),
        NamedNumbers("outputs", words.outputs),
      ]
    )
  }

  /// From the exponentials of "cat" to its output.
  private var sumsOfCat: [String] {
    let softmax = words.softmax(of: 0)
    let exponentials = softmax.exponentials.map { shown($0, 3) }
    let sum = shown(softmax.sum, 3)
    return [
      "sum of exp(score) = \(exponentials.joined(separator: " + ")) = \(sum)",
      "weight of cat     = \(exponentials[0]) / \(sum) = \(shown(words.pattern[0][0], 3))",
      "output = "
        + Self.words.indices.map { "\(shown(words.pattern[0][$0], 3))·v(\(Self.words[$0]))" }.joined(
          separator: " + "
        ),
      "       = " + shown(words.outputs[0], 3),
    ]
  }

  /// The two readings of "it", with and without the scale.
  fileprivate var tired: Lesson.Part {
    let soft = shown(scaled.pattern[0][0])
    let hard = shown(unscaled.pattern[0][0])
    return Lesson.Part(
      [
        .worked(dotProducts),
        .table(readings, caption: "Scores and weights in the two sentences, with the scale and without."),
        .paragraph(
          "We simply gave “it” another query in the second sentence, so it attends to another noun. A query is made from the word's own vector alone. In a model, the vector of “it” "
            + "would have to know of “tired” or “wide” already. Models do attention several times, one *layer* after the other, and an earlier one can have fetched that."
        ),
        .paragraph(
          "With the scale the right noun has \(soft) of the weight, without it \(hard). The scale decides how hard the choice is, not which noun wins. Why 1/√d is a good "
            + "choice is what the lesson `scaling` is about."
        ),
      ],
      numbers: [
        NamedNumbers("scaled_pattern", scaled.pattern), NamedNumbers("unscaled_pattern", unscaled.pattern),
      ]
    )
  }

  /// q·k of the first sentence, element by element.
  private var dotProducts: [String] {
    Self.nouns.indices.map { noun in
      let terms = zip(Self.queries[0], Self.keys[noun]).map { "\(shown($0, 0))·\(shown($1, 0))" }
      return "tired: q·k(\(Self.nouns[noun])) = " + terms.joined(separator: " + ")
        + " = \(shown(scaled.products[0][noun], 0))"
    }
  }

  private var readings: Table {
    var table = Table(
      columns: [.init("it was too …")]
        + ["scale", "score animal", "score street", "weight animal", "weight street"].map(Table.Column.right)
    )
    for (index, word) in ["tired", "wide"].enumerated() {
      for (scale, attention) in [("1/√5", scaled), ("1", unscaled)] {
        table.append(
          [word, scale] + (attention.scores[index] + attention.pattern[index]).map { shown($0, 3) }
        )
      }
    }
    return table
  }
}
