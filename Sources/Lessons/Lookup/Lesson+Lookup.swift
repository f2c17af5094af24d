import Drawing

extension Lesson {
  /// Attention as a dictionary that is asked for keys it does not have.
  public static let lookup = Lesson(
    "lookup",
    title: "Lookup: a dictionary that mixes its answers",
    purpose: "query, key and value; from a hard lookup to a soft one",
    minutes: 6,
    abilities: [
      "say what query, key and value are, and that a value need not look like its key",
      "compute the answer of a soft lookup from dot products",
      "say what the temperature does, and why a model needs a soft lookup to learn",
    ],
    parts: { _ in
      let lookup = Once(Lookup.init)
      return [
        part { Part(opening) },
        lookup.part { $0.worked },
        lookup.part { $0.byTemperature },
      ]
    }
  )

  private static let opening: [Block] = [
    .paragraph(
      "A dictionary holds pairs of a *key* and a *value*. You ask with a *query*. If the query equals a key, you get the value of that key, "
        + "and if it equals none, you get nothing. This dictionary tells how much it rains with a wind from each direction:"
    ),
    .table(
      Table(
        columns: [
          .init("wind"), .right("key"), .right("value: rain in mm"),
        ],
        rows: Lookup.winds.indices.map { index in
          [
            Lookup.winds[index], Lookup.vector(Lookup.keys[index]),
            shown(Lookup.rain[index], 0),
          ]
        }
      ),
      caption: "A key is a direction: how far east, how far north."
    ),
    .paragraph(
      "Today the wind comes from between north and east: the query is \(Lookup.vector(Lookup.query)). No key equals it, so the dictionary has no answer. A "
        + "*hard* lookup would give the value of the key that fits best, and nothing of the others. A *soft* lookup mixes the values. It compares the query with every key, by a dot product, and gives every value a weight: the better the key fits, the "
        + "larger the weight. The answer is the weighted average:"
    ),
    .formula([
      "weight(t) = exp(q·k(t)/T) / Σ exp(q·k(u)/T)",
      "answer    = Σ weight(t) · v(t)",
    ]),
    .paragraph(
      "q is the query, and k(t) and v(t) are the key and the value of entry t. Σ is a sum over all entries, in the first line over u. T is a number that we choose, the *temperature*. "
        + "The first line is a *softmax*. Its weights are positive and sum to 1."
    ),
    .question(
      Question(
        "The values are \(Lookup.list). Which answers can a soft lookup give, if we may choose any query?",
        [
          "one of the four values, that of the key that fits best", "only numbers between 2 and 14",
          "any number: a longer query gives larger dot products and so a larger answer",
        ],
        right: 1,
        reason:
          "An average with positive weights that sum to 1 lies between the smallest and the largest value. The query moves the weights, and nothing else."
      )
    ),
  ]
}

extension Lookup {
  fileprivate static func vector(_ elements: [Double]) -> String {
    "("
      + elements.map { shown($0, $0 == $0.rounded() ? 0 : 1) }.joined(separator: ", ")
      + ")"
  }

  fileprivate static let list =
    rain.dropLast().map { shown($0, 0) }.joined(separator: ", ") + " and "
    + shown(rain[rain.count - 1], 0)

  /// The lookup at the temperature 1, step by step.
  fileprivate var worked: Lesson.Part {
    let lookup = lookups[1]
    let softmax = WorkedSoftmax(of: lookup.products[0].map { $0 ?? 0 })
    let rows = Self.winds.indices.map { index in
      [
        Self.winds[index], shown(lookup.products[0][index], 3), shown(softmax.exponentials[index], 3),
        shown(softmax.weights[index], 3),
      ]
    }
    let product =
      zip(Self.query, Self.keys[0]).map { query, key in
        "\(shown(query, 1))·\(shown(key, 0))"
      }.joined(separator: " + ") + " = \(shown(lookup.products[0][0], 3))"
    let terms = Self.winds.indices.map { index in
      "\(shown(softmax.weights[index], 3))·\(shown(Self.rain[index], 0))"
    }
    let rounded = Self.winds.indices.reduce(0) { sum, index in
      sum + (1000 * softmax.weights[index]).rounded() / 1000 * Self.rain[index]
    }
    return Lesson.Part(
      [
        .heading("The answer for T = 1"),
        .table(
          Table(
            columns: [.init("wind")] + ["q·k", "exp(q·k)", "weight"].map(Table.Column.right),
            rows: rows
          ),
          caption: "weight = exp(q·k) / sum of exp(q·k)"
        ),
        .worked([
          "q·k(north) = \(product)",
          "sum of exp(q·k) = \(shown(softmax.sum, 3))",
          "answer = \(terms.joined(separator: " + ")) = \(shown(rounded, 3)) mm",
          "         \(shown(lookup.outputs[0][0], 3)) mm where the weights are not rounded to three decimals",
        ]),
        .paragraph(
          "North fits best and east is next. But south and west, on the far side, still have some weight: a soft lookup leaves nothing out. The "
            + "values play no part in the weights. They could be anything, even vectors with another number of elements than the keys."
        ),
        .question(
          Question(
            "Now we make T smaller and smaller. Which number does the answer approach?",
            [
              "4, the value of the key that fits best", "14, the largest value",
              "0: nothing is left of the scores",
            ],
            right: 0,
            reason:
              "q·k is divided by T, so the differences between the scores grow without bound, and the largest score takes all the weight."
          )
        ),
        .question(
          Question(
            "And which number does it approach if we make T larger and larger?",
            number: Self.rain.reduce(0, +) / Double(Self.rain.count),
            tolerance: 0.005,
            reason:
              "All scores come near 0, so all weights come near 1/4. The answer is then the plain mean of the values, whatever the query is."
          )
        ),
      ],
      numbers: [
        NamedNumbers("dot_products", lookup.products), NamedNumbers("weights", lookup.pattern),
        NamedNumbers("answer", lookup.outputs[0]),
      ]
    )
  }

  private static func name(_ temperature: Double) -> String {
    shown(temperature, temperature >= 1 ? 0 : temperature >= 0.1 ? 1 : 2)
  }

  /// The lookup at each temperature.
  fileprivate var byTemperature: Lesson.Part {
    Lesson.Part(
      [
        .heading("From soft to hard"),
        .heatMap(
          HeatMap(
            title: "weights",
            rowTitle: "T",
            columnTitle: "wind",
            rows: Self.temperatures.map(Self.name),
            columns: Self.winds,
            cells: lookups.map { $0.pattern[0] },
            scale: .sequential(maximum: 1)
          ),
          caption: "Each row is the same lookup at another temperature."
        ),
        .table(
          answers,
          caption:
            "The slope is the derivative of the answer with respect to the query's first element, in mm."
        ),
        .paragraph(
          "The slope grows in size at first, since a small T enlarges every difference of scores. On its way from the mean to \(shown(Self.rain[0], 0)) the answer falls below \(shown(Self.rain[0], 0)), to \(shown(lookups[2].outputs[0][0], 3)) at T = \(Self.name(Self.temperatures[2])). There south and west have lost their weight already, "
            + "and east, with \(shown(Self.rain[1], 0)) mm, still has \(shown(lookups[2].pattern[0][1]))."
        ),
        .paragraph(
          "*Attention* is such a soft lookup, as a part of a *model*: a program with numbers that are learnt from examples. In attention the entries of the dictionary are the words of a text. Each word has a key and a value, and each asks with a query of its own. "
            + "In place of a division by T there is a factor, the *scale* s = 1/T. Its usual value is 1/√d, where d is the number of elements of a key: "
            + "a temperature of √d."
        ),
        .paragraph(
          "At T = \(Self.name(Self.temperatures[3])) the lookup is as good as hard: the weight of north rounds to 1. The slope then rounds to 0. A query that "
            + "is a little different gets the same answer. A model learns by following slopes: how much its error changes with each of its numbers. Where they are 0 it can't find out which "
            + "query would have been better. A hard lookup has the slope 0 everywhere, except where it jumps. That is why attention is soft."
        ),
        .notion(
          "Attention looks up the word that fits best.",
          butRight:
            "It averages over all words. It comes near to looking up one only when that word's score is far ahead of the others."
        ),
        .exercise(
          "When a model makes up names, it draws each letter from a softmax with a temperature. This is another softmax than attention's, over the letters that may come next. Predict which of the two lists of names is more "
            + "varied, and which looks more like names. Then look.",
          commands: [
            "microgpt train data/names.txt --output runs/lookup",
            "microgpt sample runs/lookup --count 10 --temperature 0.1",
            "microgpt sample runs/lookup --count 10 --temperature 2",
          ]
        ),
      ],
      numbers: [
        NamedNumbers("temperatures", Self.temperatures),
        NamedNumbers("weights_by_temperature", lookups.map { $0.pattern[0] }),
        NamedNumbers("answers_by_temperature", lookups.map { $0.outputs[0][0] }),
        NamedNumbers("slopes_by_temperature", slopes),
      ]
    )
  }

  private var answers: Table {
    Table(
      columns: ["T", "answer in mm", "slope"].map(Table.Column.right),
      rows: Self.temperatures.indices.map { index in
        [
          Self.name(Self.temperatures[index]), shown(lookups[index].outputs[0][0], 3),
          shown(slopes[index], 3),
        ]
      }
    )
  }
}
